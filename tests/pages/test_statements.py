"""What the site says of itself is what it does."""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django.test import Client

from pages.records.nouns import NOUNS
from provenance.models import report
from tests.factories import make_mayor

pytestmark = pytest.mark.django_db


class Visible(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_data(self, data):
        self.text += data


def text_of(path) -> str:
    return " ".join(Visible(Client().get(path).content.decode()).text.split())


def test_the_privacy_page_says_how_long_and_means_it(monkeypatch):
    assert "it is deleted after 90 days" in text_of("/en/privacy/")
    assert (dt.timedelta(days=90), dt.timedelta(days=1)) == (report.EMAIL_KEPT, report.SENDER_KEPT)
    monkeypatch.setattr("pages.views.statements.EMAIL_KEPT", dt.timedelta(days=30))
    assert "it is deleted after 30 days" in text_of("/en/privacy/")


def test_the_form_says_the_same(agreement):
    assert "It is deleted after 90 days." in text_of(f"/en/report/agreement/{agreement.uid}/")


@pytest.mark.parametrize("page", ["accessibility", "privacy"])
def test_whom_to_ask_is_said_where_it_is_known(settings, page):
    settings.CONTACT = {"name": "", "url": "", "email": ""}
    assert "has not said yet whom to ask" in text_of(f"/en/{page}/")
    settings.CONTACT = {"name": "Demo registrar", "url": "https://example.org/", "email": "registrar@example.org"}
    html = Client().get(f"/en/{page}/").content.decode()
    assert '<a href="https://example.org/">Demo registrar</a>' in html
    assert '<a href="mailto:registrar@example.org">registrar@example.org</a>' in html


@pytest.mark.parametrize("language", ["en", "sq", "mk"])
def test_every_page_leads_to_both_statements(language):
    for path in ("", "agreements/", "nothing/"):
        html = Client().get(f"/{language}/{path}").content.decode()
        for page in ("accessibility", "privacy"):
            assert f'href="/{language}/{page}/"' in html


def test_the_foot_of_a_record_leads_to_its_form_and_its_address(agreement, saraj):
    mayor = make_mayor(saraj)
    for noun, record in (("agreement", agreement), ("municipality", saraj), ("mayor", mayor)):
        html = Client().get(NOUNS[noun].address(record)).content.decode()
        assert f'href="/en/report/{noun}/{record.uid}/"' in html
        assert f">http://testserver/id/{noun}/{record.uid}</a>" in html

"""What an agreement can be taken along as: citations, calendar, PDF."""

import pytest

from pages.formats import printing
from tests.factories import make_act, make_agreement, withdraw_silently

FORMS = [
    ("citation.bib", "bib"),
    ("citation.json", "json"),
    ("calendar.ics", "ics"),
    pytest.param(
        "record.pdf", "pdf", marks=pytest.mark.skipif(not printing.AVAILABLE, reason="the extra `pdf` is not installed")
    ),
]


@pytest.fixture
def dated(agreement):
    make_act(agreement, "signed", "1987-06-01")
    return agreement


@pytest.mark.parametrize(("path", "suffix"), FORMS)
def test_a_form_is_a_download_that_search_engines_leave_out(client, dated, path, suffix):
    response = client.get(f"/en/agreements/{dated.number}/{path}")
    told = {name: response.headers[name] for name in ("Content-Disposition", "X-Robots-Tag")}
    assert (response.status_code, told) == (
        200,
        {"Content-Disposition": f'attachment; filename="{dated.number}.{suffix}"', "X-Robots-Tag": "noindex"},
    )


@pytest.mark.parametrize(("path", "suffix"), FORMS)
def test_neither_draft_nor_withdrawn_agreements_have_forms(client, dated, path, suffix):
    draft = make_agreement(public=False)
    make_act(draft, "signed", "1987-06-01")
    withdraw_silently(dated)
    for one in (draft, dated):
        assert client.get(f"/en/agreements/{one.number}/{path}").status_code == 404

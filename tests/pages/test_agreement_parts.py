"""The page of an agreement is written once for what stands on it: it is never older than that, whatever is changed."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from agreements.models import (
    Act,
    Activity,
    Agreement,
    AgreementField,
    AgreementNetwork,
    Commitment,
    Document,
    Field,
    GoodPractice,
    JointProject,
    Link,
    Network,
    Party,
    Representative,
)
from agreements.workflow import confirm
from municipalities.models import Institution, Mayor, Municipality
from pages.records import agreement_page, agreement_record
from pages.views import agreement as view
from provenance import kept
from provenance.acting import acting
from provenance.models import Citation
from tests import factories, register

NEW = "Something else"


def rename(model, field="name_en", **which):
    def change(agreement):
        found = model.objects.filter(**which) if which else model.objects.filter(agreement=agreement)
        one = found.order_by("pk").first()
        setattr(one, field, NEW)
        with acting(name="a test"):
            one.save()

    return change


CHANGES = {
    "title": lambda one: Agreement.objects.filter(pk=one.pk).update(title_en=NEW),
    "form": lambda one: Agreement.objects.filter(pk=one.pk).update(form="contact"),
    "predecessor": lambda one: Agreement.objects.filter(pk=one.pk).update(predecessor=None),
    "a successor": lambda one: factories.make_agreement(
        *Municipality.objects.order_by("pk")[:2], predecessor=Agreement.objects.get(pk=one.pk)
    ),
    "a party's name": rename(Municipality, name="Westville"),
    "a party's region": rename(Municipality, "region_name", name="Westville"),
    "where a party is": lambda one: Municipality.objects.filter(name="Westville").update(latitude=1),
    "a party's arms": lambda one: Municipality.objects.get(name="Westville").coat_of_arms.save(
        "new.png", register.picture()
    ),
    "who signed": rename(Party, "signatory_name"),
    "a party's word": lambda one: confirm(
        one.parties.get(municipality__name="Northtown"), by=factories.make_user("C", confirms_for=[one.recorded_by])
    ),
    "a mayor": lambda one: factories.make_mayor(
        Municipality.objects.get(name="Nowhere"), NEW, starts_on="2000", ongoing=True
    ),
    "a mayor's name": rename(Mayor, "name", name="Mayor West"),
    "an act": rename(Act, "note"),
    "one act more": lambda one: factories.make_act(one, "terminated", "2024"),
    "a promise": rename(Commitment, "text_en"),
    "an activity": rename(Activity, "place"),
    "what kept a promise": lambda one: Activity.objects.first().commitments.clear(),
    "a document": rename(Document, "title"),
    "a document hidden": lambda one: Document.objects.filter(agreement=one).update(is_public=False),
    "who sees to it": lambda one: Representative.objects.filter(party__agreement=one).update(name=NEW),
    "a field's name": rename(Field, code="culture"),
    "fields": lambda one: AgreementField.objects.filter(agreement=one, field__code="culture").delete(),
    "a network's name": rename(Network, name="Network of lakes"),
    "networks": lambda one: AgreementNetwork.objects.filter(agreement=one).delete(),
    "an institution's name": rename(Institution, name="Western school"),
    "links": lambda one: Link.objects.filter(agreement=one).delete(),
    "a project": rename(JointProject, "title_en"),
    "a practice": rename(GoodPractice, "title_en", agreement__isnull=False),
    "a source": lambda one: register.cite(one, "form", value=NEW),
    "what a source says": lambda one: Citation.objects.filter(record=one.uid).update(quote=NEW),
    "a reason in its history": lambda one: edit(one, NEW),
}


def edit(agreement, reason):
    with acting(agreement.recorded_by and factories.make_user("An editor"), reason):
        agreement.legal_basis = "Law 48"
        agreement.save()


@pytest.fixture
def rich(db, keeps):
    return Agreement.objects.get(number=register.fill()["rich"])


def page(client, agreement, language="en", **query):
    response = client.get(f"/{language}/agreements/{agreement.number}/", query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_is_changed_is_told(client, rich, change):
    before = page(client, rich)
    change(rich)
    after = page(client, rich)
    kept.memory.clear()
    assert after == page(client, rich)
    assert after != before


def test_every_row_that_may_have_sources_is_asked_for_them(rich):
    record = json.loads(agreement_record.written(rich.number, dt.date(2026, 1, 1)))
    agreement_page.name_all(record)
    agreement_page._acts(record, dt.date(2026, 1, 1))
    agreement_page._promises_and_activities(record, dt.date(2026, 1, 1))
    named = {row["uid"] for _model, row, _name in agreement_page._rows(record)}
    assert len(named) > 30
    assert set(agreement_record.uids(record)) == named


@pytest.fixture
def plain(db, keeps):
    """One of which all is on its page: nothing that only its history names."""
    return Agreement.objects.get(number=register.fill()["seed"])


@pytest.fixture
def written(monkeypatch):
    """How often the parts of a page were put into words."""
    times = []
    parts = view._parts
    monkeypatch.setattr(view, "_parts", lambda *given: times.append(1) or parts(*given))
    return times


def test_what_changes_elsewhere_writes_nothing_anew(client, plain, written):
    page(client, plain)
    with acting(name="a test"):
        factories.make_agreement(factories.make_municipality("Far"), factories.make_municipality("Away"))
    page(client, plain)
    page(client, plain, from_where="elsewhere")
    assert len(written) == 1


def test_each_language_day_and_host_has_words_of_its_own(client, plain, written, monkeypatch, settings):
    for language in ("en", "sq", "mk"):
        page(client, plain, language)
    page(client, plain, asOf="2010-01-01")
    assert "https://testserver/" in client.get(f"/en/agreements/{plain.number}/", secure=True).content.decode()
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    html = client.get(f"/en/agreements/{plain.number}/", headers={"Host": "other.example"}).content.decode()
    assert "http://other.example/" in html
    assert "testserver" not in html
    assert len(written) == 6
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: tomorrow)
    page(client, plain)
    assert len(written) == 7


def test_what_only_the_history_names_is_never_old(client, rich, written):
    """A party was another municipality before: its name is asked for each time, because no other part tells it."""
    party = rich.parties.get(municipality__name="Town 11")
    other = factories.make_municipality("Was there by mistake")
    with acting(name="a test"):
        for place in (other, party.municipality):
            party.municipality = place
            party.save()
    assert "Was there by mistake" in page(client, rich)
    Municipality.objects.filter(pk=other.pk).update(name_en="Renamed since")
    html = page(client, rich)
    assert "Renamed since" in html
    assert "Was there by mistake" not in html
    assert len(written) == 2

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from agreements.confirmation import Badge, badge, sides_of
from agreements.filters import AgreementFilter
from agreements.models import Agreement, LegalStatus, Representative
from agreements.seed import FIXTURE, load_seed
from agreements.status import status_on
from agreements.twinnings.records import citation_of
from municipalities.models import Mayor, Municipality
from provenance.models import Change, Citation

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement():
    load_seed()
    return Agreement.objects.public().get()


def printed() -> str:
    out = StringIO()
    call_command("load_seed", stdout=out)
    return out.getvalue()


def test_seed_is_a_published_cooperation_agreement(agreement):
    assert (agreement.form, agreement.origin, agreement.original_language) == ("cooperation", "seed", "sq")
    assert agreement.title_sq == "Marrëveshje bashkëpunimi ndërmjet Komunës së Sarajit dhe Komunës Rochester Hills"
    assert agreement.title_en
    assert agreement.title_mk
    assert agreement.recorded_by is None
    objectives = agreement.objectives_en.splitlines()
    assert objectives == [
        "to establish friendly relations",
        "better communication between the communities",
        "joint activities, exchange of experience, and solving socio-economic and environmental challenges",
        "to preserve local democracy",
        "mutual rapprochement",
    ]


def test_seed_leaves_unknown_what_the_article_does_not_say(agreement):
    assert (agreement.term, agreement.term_ends_on, agreement.notice_months, agreement.tacit_renewal) == (
        Agreement.Term.UNKNOWN, None, None, None,
    )  # fmt: skip
    assert (agreement.legal_basis, agreement.governing_languages, agreement.preamble) == ("", [], "")
    assert {party.signed_on for party in agreement.parties.all()} == {None}
    assert {party.council_decision for party in agreement.parties.all()} == {""}
    assert {act.happened_on for act in agreement.acts.all()} == {None}
    assert {representative.name for representative in Representative.objects.all()} == {""}
    assert {(c.every_months, c.due_on) for c in agreement.commitments.all()} == {(None, None)}
    assert set(Mayor.objects.values_list("starts_on", "ends_on", "ongoing")) == {(None, None, False)}
    assert not agreement.activities.exists()
    assert not agreement.documents.exists()


def test_seed_parties_are_the_two_municipalities_with_their_mayors_as_they_stood(agreement):
    assert [
        (p.municipality.name, p.signatory_name, p.signatory.name, p.signatory_title_sq, p.is_initiator)
        for p in agreement.parties.all()
    ] == [
        ("Saraj", "Blerim Bexheti", "Blerim Bexheti", "kryetari i Komunës së Sarajit", True),
        ("Rochester Hills", "Bryan Barnett", "Bryan Barnett", "Kryetari i Komunës Rochester Hills", True),
    ]
    assert list(
        Municipality.objects.by_name().values_list(
            "name", "country", "region", "geonames_id", "wikidata_qid", "latitude", "longitude"
        )
    ) == [
        ("Rochester Hills", "US", "US-MI", 5007402, "Q993444", 42.65837, -83.14993),
        ("Saraj", "MK", "MK-811", 786093, None, 42.0, 21.32778),
    ]


def test_seed_signatory_title_stays_when_another_is_mayor(agreement):
    saraj = agreement.parties.get(municipality__geonames_id=786093)
    Mayor.objects.create(municipality=saraj.municipality, name="Another mayor", starts_on="2030", ongoing=True)
    saraj.refresh_from_db()
    assert saraj.signatory_name == "Blerim Bexheti"


def test_seed_holds_fifteen_promises_with_the_clause_in_three_languages(agreement):
    promises = list(agreement.commitments.all())
    assert [(p.kind, p.cadence) for p in promises] == [
        ("information", "continuous"),
        ("meeting", "unspecified"),
        ("programme", "unspecified"),
        ("programme", "unspecified"),
        ("support", "unspecified"),
        ("support", "unspecified"),
        ("support", "unspecified"),
        ("support", "unspecified"),
        ("support", "unspecified"),
        ("support", "unspecified"),
        ("practice", "unspecified"),
        ("information", "unspecified"),
        ("contact", "unspecified"),
        ("contact", "unspecified"),
        ("practice", "unspecified"),
    ]
    assert {promise.bound for promise in promises} == {"all"}
    assert promises[1].text_sq == "takimeve të rregullta"
    assert promises[1].text_en == "Regular meetings"
    assert promises[1].text_mk == "Редовни средби"
    assert all(promise.text_sq and promise.text_en and promise.text_mk for promise in promises)


def test_seed_fields_and_its_unnamed_network(agreement):
    assert set(agreement.fields.values_list("code", flat=True)) == {
        "democracy", "innovation", "politics", "economy", "culture", "socio-economic", "environment", "all-fields",
    }  # fmt: skip
    network = agreement.networks.get()
    assert not network.is_named
    assert network.name_sq == "disa rrjeteve ndërkombëtare"
    assert {r.mandate for r in Representative.objects.filter(party__agreement=agreement)} == {"supervise"}
    assert Representative.objects.count() == 2


def test_seed_facts_each_cite_the_press_in_albanian(agreement):
    own = [
        agreement,
        *agreement.parties.all(),
        *agreement.acts.all(),
        *agreement.commitments.all(),
        *agreement.field_links.all(),
        *agreement.network_links.all(),
        *Representative.objects.filter(party__agreement=agreement),
        *Mayor.objects.all(),
    ]
    quotes = set(json.loads(FIXTURE.read_text(encoding="utf-8"))["clauses"].values())
    for record in own:
        citations = Citation.objects.about(record)
        assert citations, record
        assert {(c.grade, c.quote_language, c.quote in quotes) for c in citations} == {("press", "sq", True)}, record
    said = {citation.field for citation in Citation.objects.about(agreement)}
    assert said == {"form", "title", "summary", "objectives"}


def test_seed_press_confirmation_is_a_source_and_no_confirmation(agreement):
    parties = agreement.parties.all()
    cited = Citation.objects.about(*parties).filter(field="confirmation")
    assert {citation.quote for citation in cited} == {"Kryetarët Barnett dhe Bexheti konfirmuan angazhimet e tyre"}
    assert cited.count() == 2
    assert badge(sides_of([agreement])[agreement.pk]) == Badge.UNCONFIRMED


def test_seed_is_signed_on_an_unknown_day(agreement):
    today = timezone.localdate()
    assert {act.kind for act in agreement.acts.all()} == {"initiated", "signed"}
    assert status_on(agreement, agreement.acts.all(), today) == LegalStatus.SIGNED
    assert Agreement.objects.with_status(today).get().legal_status == LegalStatus.SIGNED


@pytest.mark.parametrize("word", ["Saraj", "SARAJ", "Сарај", "Sarajit", "Sarait", "Rochester Hills", "Bexheti"])
def test_seed_is_found_by_every_spelling(agreement, word):
    assert list(AgreementFilter({"q": word}, Agreement.objects.public()).qs) == [agreement]


def test_seed_is_written_once(agreement):
    before = (Change.objects.count(), Citation.objects.count())
    assert printed() == "The register has, or had, the agreement of Saraj and Rochester Hills: nothing to do.\n"
    assert (Change.objects.count(), Citation.objects.count()) == before


def test_seed_is_logged_with_who_and_why(agreement):
    assert set(Change.objects.values_list("actor_name", "reason")) == {
        ("loading of the first record", "The first record of the register, from a press article")
    }
    assert set(Change.objects.about(agreement).values_list("is_public", flat=True)) == {True}


def test_seed_never_undoes_what_a_person_did(agreement):
    agreement.title_en = "Edited by a person"
    agreement.save()
    agreement.commitments.first().delete()
    assert not load_seed()
    agreement.refresh_from_db()
    assert (agreement.title_en, agreement.commitments.count()) == ("Edited by a person", 14)


def test_seed_meets_municipalities_that_are_cited_already():
    known = Municipality.objects.create(name_en="Rochester Hills", country="US", geonames_id=5007402)
    citation_of(Municipality, known.uid, "geonames", "5007402").save()
    assert load_seed()
    assert Citation.objects.about(known).filter(source="geonames").count() == 1


def test_seed_meets_municipalities_that_are_known_and_keeps_what_they_say():
    known = Municipality.objects.create(
        name_en="Rochester Hills (Mich.)", country="US", geonames_id=5007402, population=73424
    )
    load_seed()
    known.refresh_from_db()
    assert Municipality.objects.count() == 2
    assert (known.name_en, known.population) == ("Rochester Hills (Mich.)", 73424)
    # What was empty is filled in.
    assert (known.region, known.name_mk, known.wikidata_qid) == ("US-MI", "Рочестер Хилс", "Q993444")
    assert Agreement.objects.get().parties.filter(municipality=known).exists()

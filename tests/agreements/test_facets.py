"""Facets: each count is what the list would hold if that value alone were chosen of its facet."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.timezone import localdate

from agreements import workflow
from agreements.confirmation import CONFIRMATION, Badge, badge, sides_of
from agreements.facets import facets, liveness_on
from agreements.filters import AgreementFilter
from agreements.liveness import liveness
from agreements.models import Agreement, AgreementField, Party
from provenance.models import Citation
from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_field,
    make_municipality,
    make_user,
    withdraw_silently,
)

pytestmark = pytest.mark.django_db
KEYS = ("country", "form", "field", "status", "liveness", "confirmation", "decade", "grade")


@pytest.fixture
def register():
    """Public agreements that differ in every facet, beside those that nobody may count."""
    saraj, hills = make_municipality("Saraj", country="MK"), make_municipality("Rochester Hills", country="US")
    tirana, tuzi = make_municipality("Tirana", country="AL"), make_municipality("Tuzi", country="ME")
    culture, sport = make_field("culture"), make_field("sport")
    first = make_agreement(saraj, hills, recorded_by=saraj)
    second = make_agreement(saraj, tirana, form="twinning")
    third = make_agreement(tirana, tuzi, hills, form="twinning")
    draft = make_agreement(saraj, tuzi, form="memorandum", public=False)
    gone = make_agreement(saraj, tuzi, form="joint_service")
    for agreement in (first, third, draft, gone):
        AgreementField.objects.create(agreement=agreement, field=culture)
        make_act(agreement, "signed", "1987")
        Citation.objects.create(
            model="agreements.agreement", record=agreement.uid, grade="press", publisher="A newspaper"
        )
    AgreementField.objects.create(agreement=third, field=sport)
    make_act(second, "entered_into_force", "2004-05")
    make_activity(second, starts_on="2024-01")
    make_activity(third, starts_on="2015")
    workflow.confirm(third.parties.get(municipality=tuzi), by=make_user(confirms_for=[tuzi]))
    Party.objects.filter(agreement=third, municipality=hills).update(joined_on="2010")
    withdraw_silently(gone)
    return [first, second, third]


def asked(query, without=()):
    data = QueryDict(urlencode({key: value for key, value in query.items() if key not in without}, doseq=True))
    answer = AgreementFilter(data, Agreement.objects.public())
    assert answer.errors == {}
    return answer.qs


def counted(query):
    as_of = dt.date.fromisoformat(query["asOf"]) if "asOf" in query else None
    return facets(lambda without: asked(query, without), query, as_of)


QUERIES = [
    {},
    {"form": ["twinning"]},
    {"form": ["twinning", "cooperation"], "country": ["AL"]},
    {"country": ["MK", "US"]},
    {"field": ["culture"], "decade": ["1980"]},
    {"status": ["signed"], "grade": ["press"]},
    {"liveness": ["unknown"]},
    {"confirmation": ["claimed", "earlier"]},
    {"q": "saraj"},
    {"municipality": ["Saraj"], "form": ["twinning"]},
    {"asOf": "2000-01-01"},
    {"asOf": "2016-01-01", "country": ["US"], "liveness": ["active"]},
    {"form": ["contact"]},
]


@pytest.mark.parametrize("query", QUERIES, ids=urlencode)
def test_each_count_is_what_the_list_would_hold(register, query):
    found = counted(query)
    assert found.total == asked(query).count()
    for key in KEYS:
        counts = {str(value): number for value, number in found.counts[key].items() if number}
        if key == "field":
            counts = {code: counts[str(pk)] for pk, code in codes().items() if str(pk) in counts}
        filters = AgreementFilter.base_filters
        values = (
            [value for value, _label in filters[key].field.choices] if key != "country" else ["MK", "US", "AL", "ME"]
        )
        expected = {value: asked({**query, key: [value]}).count() for value in values}
        assert (key, counts) == (key, {value: number for value, number in expected.items() if number})


def codes():
    return dict(AgreementField.objects.values_list("field", "field__code"))


def test_the_municipalities_with_most_come_first(register, monkeypatch):
    monkeypatch.setattr("agreements.facets.MOST_MUNICIPALITIES", 2)
    tirana = register[1].parties.get(municipality__name_en="Tirana").municipality_id
    make_agreement(register[1].parties.get(municipality=tirana).municipality, make_municipality())
    found = counted({})
    assert next(iter(found.counts["municipality"].items())) == (tirana, 3)
    assert len(found.counts["municipality"]) == 2


def test_what_is_not_public_is_neither_counted_nor_named(register):
    found = counted({})
    assert found.total == 3
    assert found.counts["form"] == {"cooperation": 1, "twinning": 2}
    assert found.counts["country"] == {"AL": 2, "MK": 2, "US": 2, "ME": 1}
    assert sum(found.counts["confirmation"].values()) == 3


def test_what_has_not_begun_has_no_status_yet(register):
    make_act(make_agreement(form="contact"), "signed", localdate() + dt.timedelta(30))
    make_agreement(form="contact")
    assert counted({"form": ["contact"]}).counts["status"] == {"unknown": 1}
    found = counted({"form": ["contact"], "status": ["unknown"]})
    assert (found.total, found.counts["decade"]) == (1, {"unknown": 1})
    assert counted({"form": ["contact"], "status": ["signed"]}).total == 0


def test_confirmation_is_the_badge_of_the_record(register):
    expected = {key: badge(sides) for key, sides in sides_of(Agreement.objects.order_by("pk")).items()}
    found = dict(Agreement.objects.annotate(badge=CONFIRMATION).values_list("pk", "badge"))
    assert found == expected
    assert set(found.values()) == {Badge.CLAIMED, Badge.UNCONFIRMED, Badge.EARLIER}


@pytest.mark.parametrize(
    "day",
    ["2013-12-31", "2014-12-31", "2015-12-31", "2017-06-30", "2017-07-01", "2020-12-31", "2021-01-01", "2024-08-31"],
)
@pytest.mark.parametrize("last", ["2015", "2015-02", "2015-08-31", "2014-12-31"])
def test_liveness_in_the_database_is_that_of_python(last, day):
    agreement = make_agreement()
    make_activity(agreement, starts_on=last)
    make_activity(agreement, starts_on="2010-01-01")
    day = dt.date.fromisoformat(day)
    known = Agreement.objects.with_last_activity(day).get().last_activity_on
    assert Agreement.objects.annotate(alive=liveness_on(day)).get().alive == liveness(known, day)


def test_counting_takes_the_same_queries_whatever_there_is(register, django_assert_num_queries):
    with django_assert_num_queries(4):
        counted({"form": ["twinning"]})


def test_on_a_day_the_most_frequent_country_comes_first_and_counts_once_for_each_agreement(db):
    tirana, skopje, split = (make_municipality(name, country=code) for name, code in
                             [("Tirana", "AL"), ("Skopje", "MK"), ("Split", "HR")])  # fmt: skip
    for others in ([tirana], [split, make_municipality("Tetovo", country="MK")]):
        make_act(make_agreement(skopje, *others), "signed", "1990")
    counts = counted({"asOf": "2000-01-01"}).counts["country"]
    assert list(counts.items()) == [("MK", 2), ("AL", 1), ("HR", 1)]

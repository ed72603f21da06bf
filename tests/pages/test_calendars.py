"""Calendar feeds: what is in them, on which days, under which names that never change."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from agreements.models import Act
from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_commitment,
    make_municipality,
    withdraw_silently,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def read(path, language="en") -> Calendar:
    answer = Client().get(f"/{language}/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    return Calendar.from_ical(answer.content)


def of(municipality, language="en") -> dict:
    """(first day, last day, summary) by UID."""
    feed = read(f"municipalities/{municipality.uid}/calendar.ics", language)
    return {
        str(event["uid"]): (event.decoded("dtstart"), event.decoded("dtend"), str(event["summary"]))
        for event in feed.walk("VEVENT")
    }


def test_a_municipalitys_days(saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills, title="A pact", term="fixed", term_ends_on="2031-05-01")
    renewed = make_act(agreement, Act.Kind.RENEWED, "2020-01-01", extends_to="2030-06-30")
    make_act(agreement, Act.Kind.RENEWED, "2021-01-01", extends_to="2040-06-30", struck_out=True)
    promise = make_commitment(agreement, "A camp", cadence="once", due_on="2029-07-01")
    camp = make_activity(agreement, title="Camp", starts_on="2019-07-01", ends_on="2019-07-14", place="Saraj")
    make_activity(agreement, title="Some time in spring", starts_on="2018-04")
    one_day = dt.timedelta(days=1)
    assert (
        of(saraj)
        == of(rochester_hills)
        == {
            f"{agreement.uid}-term@besa": (dt.date(2031, 5, 1), dt.date(2031, 5, 1) + one_day, "The term ends: A pact"),
            f"{renewed.uid}-until@besa": (dt.date(2030, 6, 30), dt.date(2030, 7, 1), "The renewed term ends: A pact"),
            f"{promise.uid}-due@besa": (dt.date(2029, 7, 1), dt.date(2029, 7, 2), "Due: A camp: A pact"),
            f"{camp.uid}@besa": (dt.date(2019, 7, 1), dt.date(2019, 7, 15), "Camp: A pact"),
        }
    )
    assert of(saraj, "mk").keys() == of(saraj).keys()


def test_what_is_not_public_or_of_others_is_in_no_calendar(saraj):
    for fields in ({"public": False}, {}):
        agreement = make_agreement(saraj, make_municipality(), **fields)
        make_activity(agreement, starts_on="2019-07-01")
        if not fields:
            withdraw_silently(agreement)
    make_activity(make_agreement(), starts_on="2019-07-01")
    assert of(saraj) == {}


def test_the_calendar_of_all_goes_a_year_back(agreement):
    near, far = TODAY - dt.timedelta(days=300), TODAY - dt.timedelta(days=400)
    recent = make_activity(agreement, starts_on=near.isoformat())
    make_activity(agreement, starts_on=far.isoformat())
    coming = make_activity(agreement, starts_on=(TODAY + dt.timedelta(days=30)).isoformat())
    feed = read("agreements.ics")
    assert {str(event["uid"]) for event in feed.walk("VEVENT")} == {f"{one.uid}@besa" for one in (recent, coming)}


def test_a_feed_says_what_it_is_and_how_often_to_ask(agreement, saraj):
    feed = read(f"municipalities/{saraj.uid}/calendar.ics")
    assert (str(feed["name"]), str(feed["x-wr-calname"]), str(feed["version"])) == ("Besa: Saraj", "Besa: Saraj", "2.0")
    assert feed["refresh-interval"].to_ical() == b"P1D"
    assert feed["refresh-interval"].params["VALUE"] == "DURATION"
    assert str(feed["url"]) == f"http://testserver/en/municipalities/{saraj.uid}/"


def test_events_lead_to_their_agreement_and_the_same_is_the_same(agreement, saraj):
    make_activity(agreement, title="Line\nbreaks, commas; and \\ ", starts_on="2019-07-01")
    path = f"/en/municipalities/{saraj.uid}/calendar.ics"
    one, again = (Client().get(path).content for _ in range(2))
    assert one == again
    (event,) = Calendar.from_ical(one).walk("VEVENT")
    assert str(event["url"]) == f"http://testserver/en/agreements/{agreement.number}/"
    assert str(event["summary"]).startswith("Line\nbreaks, commas; and \\")
    assert str(event["transp"]) == "TRANSPARENT"


@pytest.mark.parametrize("path", ["agreements.ics", "municipalities/{}/calendar.ics"])
def test_a_calendar_costs_the_same_queries_always(path, django_assert_num_queries, saraj, rochester_hills):
    def make():
        agreement = make_agreement(saraj, rochester_hills, term="fixed", term_ends_on="2041-05-01")
        make_act(agreement, Act.Kind.RENEWED, "2020-01-01", extends_to="2040-06-30")
        make_commitment(agreement, cadence="once", due_on="2039-07-01")
        make_activity(agreement, starts_on="2039-07-01")

    make()
    queries = 11 + ("{" in path)
    path = f"/en/{path.format(saraj.uid)}"
    with django_assert_num_queries(queries):
        Client().get(path)
    make()
    make()
    with django_assert_num_queries(queries):
        assert len(Calendar.from_ical(Client().get(path).content).walk("VEVENT")) == 12


def test_a_calendar_without_dates_is_one_that_can_be_followed(saraj):
    feed = read(f"municipalities/{saraj.uid}/calendar.ics")
    assert [part.name for part in feed.subcomponents] == ["VTIMEZONE"]


def test_the_same_date_has_the_same_name_in_every_calendar(agreement, saraj):
    make_activity(agreement, starts_on="2019-07-01")
    make_commitment(agreement, cadence="once", due_on="2029-07-01")
    own = read(f"agreements/{agreement.number}/calendar.ics")
    assert {str(event["uid"]) for event in own.walk("VEVENT")} == of(saraj).keys()

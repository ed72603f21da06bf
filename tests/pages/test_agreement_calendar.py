import datetime as dt

import pytest
from icalendar import Calendar

from agreements.models import Agreement
from tests.factories import make_act, make_activity, make_agreement, make_commitment, make_municipality


@pytest.fixture
def dated(db):
    agreement = make_agreement(
        make_municipality("Skopje"), make_municipality("Bradford"), form="twinning", term="fixed",
        term_ends_on="2030-06-30",
    )  # fmt: skip
    make_act(agreement, "signed", "1961-05-04")
    make_act(agreement, "amended", "1970-01-01")
    promise = make_commitment(agreement, "Youth exchange", cadence="periodic", every_months=12)
    make_activity(agreement, promise, title="Camp on the lake", starts_on="2019-07-01", ends_on="2019-07-03")
    make_activity(agreement, title="Some day in 2018", starts_on="2018")
    return agreement


def events(client, agreement, language="en"):
    response = client.get(f"/{language}/agreements/{agreement.number}/calendar.ics")
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(response.content)
    assert (str(calendar["method"]), str(calendar["version"])) == ("PUBLISH", "2.0")
    return calendar.walk("VEVENT")


def test_calendar_has_every_date_known_to_the_day(client, dated):
    name = "Twinning of Skopje and Bradford"
    assert {(str(event["summary"]), event["dtstart"].dt, event["dtend"].dt) for event in events(client, dated)} == {
        (f"The term ends: {name}", dt.date(2030, 6, 30), dt.date(2030, 7, 1)),
        (f"Anniversary of the signature: {name}", dt.date(1961, 5, 4), dt.date(1961, 5, 5)),
        (f"Due: Youth exchange: {name}", dt.date(2020, 7, 3), dt.date(2020, 7, 4)),
        (f"Camp on the lake: {name}", dt.date(2019, 7, 1), dt.date(2019, 7, 4)),
    }


def test_anniversary_comes_every_year(client, dated):
    [rule] = [event["rrule"] for event in events(client, dated) if "rrule" in event]
    assert rule.to_ical() == b"FREQ=YEARLY;BYMONTHDAY=4;BYMONTH=5"


def test_identifiers_are_stable_and_distinct(client, dated):
    first, again = ([str(event["uid"]) for event in events(client, dated, language)] for language in ("en", "mk"))
    assert first == again
    assert len(set(first)) == 4


def test_without_a_day_there_is_no_calendar(client, db):
    agreement = make_agreement()
    make_act(agreement, "signed", "1987")
    address = f"/en/agreements/{agreement.number}/"
    assert client.get(f"{address}calendar.ics").status_code == 404
    assert "calendar.ics" not in client.get(address).content.decode()
    Agreement.objects.filter(pk=agreement.pk).update(term="fixed", term_ends_on="2030-06-30")
    assert "calendar.ics" in client.get(address).content.decode()


def test_struck_out_acts_are_no_dates(client, db):
    agreement = make_agreement()
    make_act(agreement, "signed", "1987-01-02", struck_out=True)
    assert client.get(f"/en/agreements/{agreement.number}/calendar.ics").status_code == 404

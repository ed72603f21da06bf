"""The ledger of commitments, with a clock that stands where the test puts it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.ledger import Keeping, entry, months_after
from agreements.models import Activity, Commitment
from provenance.dates import PartialDate

SIGNED = dt.date(2020, 3, 15)


def day(text):
    return dt.date.fromisoformat(text)


def activity(starts_on, ends_on=None, pk=1):
    return Activity(
        pk=pk,
        starts_on=PartialDate.parse(starts_on) if starts_on else None,
        ends_on=PartialDate.parse(ends_on) if ends_on else None,
    )


def keeping(commitment, *served_by, on, since=SIGNED):
    return entry(commitment, served_by, since=since, on=day(on)).keeping


YEARLY = Commitment(cadence="periodic", every_months=12)
ONCE = Commitment(cadence="once", due_on=PartialDate.parse("2022-06"))


def test_a_yearly_meeting_is_overdue_a_day_after_the_year_is_over():
    held = activity("2021-05-10")
    assert keeping(YEARLY, held, on="2022-05-10") == Keeping.KEPT  # day 365
    assert keeping(YEARLY, held, on="2022-05-11") == Keeping.OVERDUE  # day 366


def test_the_first_of_yearly_meetings_is_due_within_a_year_of_the_signature():
    assert keeping(YEARLY, on="2020-03-16") == Keeping.DUE
    assert keeping(YEARLY, on="2021-03-15") == Keeping.DUE
    assert keeping(YEARLY, on="2021-03-16") == Keeping.OVERDUE


def test_a_rhythm_without_a_known_beginning_is_not_known_to_be_kept():
    assert keeping(YEARLY, on="2021-01-01", since=None) == Keeping.UNKNOWN


def test_the_latest_activity_counts_and_one_to_come_does_not():
    meetings = [activity("2020-05-01", pk=1), activity("2021-04-01", pk=2), activity("2023-01-01", pk=3)]
    line = entry(YEARLY, meetings, since=SIGNED, on=day("2021-12-31"))
    assert (line.keeping, line.last.pk, line.due_on) == (Keeping.KEPT, 2, day("2022-04-01"))


def test_an_activity_of_unknown_date_serves_no_rhythm():
    assert keeping(YEARLY, activity(None), on="2020-06-01") == Keeping.DUE


def test_an_activity_known_by_its_year_serves_until_the_years_end():
    assert keeping(YEARLY, activity("2021"), on="2022-12-31") == Keeping.KEPT


def test_what_is_due_once_is_due_then_overdue_unless_it_is_done():
    assert keeping(ONCE, on="2022-06-30") == Keeping.DUE
    assert keeping(ONCE, on="2022-07-01") == Keeping.OVERDUE
    assert keeping(ONCE, activity("2022-08-01"), on="2022-08-02") == Keeping.KEPT


def test_what_is_due_once_but_nobody_says_when_is_not_known_to_be_kept():
    assert keeping(Commitment(cadence="once"), on="2022-01-01") == Keeping.UNKNOWN


def test_what_has_no_stated_rhythm_is_kept_once_served_and_never_overdue():
    unstated = Commitment(cadence="unspecified")
    assert keeping(unstated, on="2040-01-01") == Keeping.UNKNOWN
    assert keeping(unstated, activity("2021-05-10"), on="2040-01-01") == Keeping.KEPT


def test_what_is_promised_continuously_is_kept_for_eighteen_months():
    exchange = Commitment(cadence="continuous")
    assert keeping(exchange, activity("2021-01-31"), on="2022-07-31") == Keeping.KEPT
    assert keeping(exchange, activity("2021-01-31"), on="2022-08-01") == Keeping.UNKNOWN
    assert keeping(exchange, on="2022-01-01") == Keeping.UNKNOWN


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2021-01-31", 1, "2021-02-28"), ("2020-02-29", 12, "2021-02-28"), ("2021-11-30", 3, "2022-02-28"),
     ("2021-12-15", 1, "2022-01-15")],
)  # fmt: skip
def test_months_end_where_the_calendar_lets_them(start, months, end):
    assert months_after(day(start), months) == day(end)


@given(
    st.integers(1, 60),
    st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)), max_size=5),
    st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)),
)
def test_a_rhythm_is_overdue_exactly_when_its_due_day_has_passed(every_months, days, on):
    held = [activity(str(one), pk=number) for number, one in enumerate(days)]
    line = entry(Commitment(cadence="periodic", every_months=every_months), held, since=SIGNED, on=on)
    assert (line.keeping == Keeping.OVERDUE) == (on > line.due_on)
    assert line.last is None or line.last.starts_on.first <= on

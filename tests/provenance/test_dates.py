import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from municipalities.models import Mayor
from provenance.dates import FirstDay, LastDay, PartialDate, PartialDateFormField
from tests.factories import make_mayor, make_municipality


@pytest.mark.parametrize(
    ("written", "precision", "first", "last"),
    [
        ("1987", "year", "1987-01-01", "1987-12-31"),
        ("1988-02", "month", "1988-02-01", "1988-02-29"),
        ("1987-06-21", "day", "1987-06-21", "1987-06-21"),
    ],
)
def test_a_date_says_what_days_it_may_mean(written, precision, first, last):
    date = PartialDate.parse(written)
    assert (str(date), date.precision, str(date.first), str(date.last)) == (written, precision, first, last)


@pytest.mark.parametrize(
    "written",
    ["", "87", "1799", "2201", "0001-01-01", "9999-99-99", "1987-13", "1987-02-30", "1987-6", "1987-06-21T00", "١٩٨٧"],
)
def test_what_is_in_no_calendar_is_refused(written):
    with pytest.raises(ValueError):  # noqa: PT011 -- its message is shown by the form
        PartialDate.parse(written)
    if written:
        with pytest.raises(ValidationError):
            PartialDateFormField().clean(written)


@given(st.dates(dt.date(1800, 1, 1), dt.date(2200, 12, 31)))
def test_every_day_of_four_centuries_survives_being_written(day):
    assert PartialDate.parse(str(PartialDate.of(day))).first == day


def test_the_database_refuses_what_python_refuses(db):
    mayor = make_mayor(make_municipality())
    for written in ["1799", "2201-01-01", "1987-13", "1987-02-30", "soon", "1987-6-1"]:
        with pytest.raises((IntegrityError, DataError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE municipalities_mayor SET starts_on = %s WHERE id = %s", [written, mayor.pk])


@pytest.mark.parametrize("written", ["1987", "1988-02", "2023-12", "1987-06-21"])
def test_the_database_knows_the_same_first_and_last_day(db, written):
    make_mayor(make_municipality(), starts_on=written)
    assert Mayor.objects.values_list(FirstDay("starts_on"), LastDay("starts_on")).get() == (
        PartialDate.parse(written).first,
        PartialDate.parse(written).last,
    )


def test_dates_of_different_precision_stand_in_the_order_of_time(db):
    town = make_municipality()
    for written in ["1988", "1987-06", "1987", "1987-06-21"]:
        make_mayor(town, starts_on=written)
    assert [str(mayor.starts_on) for mayor in Mayor.objects.order_by("starts_on")] == [
        "1987", "1987-06", "1987-06-21", "1988",
    ]  # fmt: skip


def test_an_unknown_date_is_null(db):
    assert Mayor.objects.get(pk=make_mayor(make_municipality(), starts_on=None).pk).starts_on is None
    assert PartialDateFormField(required=False).clean("") is None

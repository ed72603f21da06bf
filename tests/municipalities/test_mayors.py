"""Mayors: the days that a term covers, the order of terms, and how they are found."""

import pytest

from municipalities.filters import MayorFilter
from municipalities.models import Mayor
from provenance.dates import PartialDate
from tests.factories import make_mayor, make_municipality


def year(number):
    return PartialDate(number)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "ongoing", "date", "covered"),
    [
        ("1990", "1994", False, "1992-06-01", True),
        ("1990", "1994", False, "1990-06-01", None),
        ("1990", "1994", False, "1994", None),
        ("1990", "1994", False, "1995", False),
        ("1990", "1994", False, "1989-12-31", False),
        ("1990", None, True, "2026-01-01", True),
        ("1990", None, False, "2026-01-01", None),
        (None, "1994", False, "1990", None),
        (None, "1994", False, "1995", False),
        (None, None, False, "1995", None),
    ],
)
def test_term_covers_a_date_for_certain_or_not_or_nobody_knows(starts_on, ends_on, ongoing, date, covered):
    dates = [PartialDate.parse(day) if day else None for day in (starts_on, ends_on)]
    term = Mayor(starts_on=dates[0], ends_on=dates[1], ongoing=ongoing)
    assert term.was_in_office(PartialDate.parse(date)) is covered


@pytest.mark.parametrize(
    ("date", "covered"),
    [("2003-12-31", None), ("2004", None), ("2004-06-01", None), ("2005-01-01", False), ("2026-01-01", False)],
)
def test_term_of_unknown_end_is_over_when_the_next_certainly_has_begun(date, covered):
    first, acting, undated = Mayor(starts_on=year(2000)), Mayor(starts_on=year(2002), acting=True), Mayor()
    second = Mayor(starts_on=PartialDate.parse("2005-01-01"), ends_on=year(2008))
    terms = [second, acting, undated, first]
    assert first.was_in_office(PartialDate.parse(date), terms) is covered
    assert undated.was_in_office(PartialDate.parse(date), terms) is None


def test_term_that_is_said_to_go_on_is_not_over_when_another_begins():
    first, second = Mayor(starts_on=year(2000), ongoing=True), Mayor(starts_on=year(2004))
    assert first.was_in_office(PartialDate.parse("2026-01-01"), [second, first]) is True


def test_terms_stand_latest_first_though_the_last_has_no_known_end(saraj):
    make_mayor(saraj, "Undated")
    make_mayor(saraj, "Earlier", starts_on="2011", ends_on="2015")
    make_mayor(saraj, "Later", starts_on="2015")
    make_mayor(saraj, "End alone", ends_on="1999")
    assert [term.name for term in saraj.mayors.in_time()] == ["Later", "Earlier", "End alone", "Undated"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "izet mexhiti"}, ["Изет Меџити"]),
        ({"q": "ИЗЕТ"}, ["Изет Меџити"]),
        ({"q": "iset medziti"}, ["Изет Меџити"]),
        ({"q": "zet"}, []),
        ({"q": "..."}, []),
        ({"municipality": "Сарај"}, ["Изет Меџити"]),
        ({"country": ["us"]}, ["Bryan K. Barnett"]),
        ({}, ["Bryan K. Barnett", "Изет Меџити"]),
    ],
)
def test_mayor_is_found_by_name_in_any_script_by_municipality_and_country(saraj, asked, names):
    make_mayor(saraj, "Изет Меџити")
    make_mayor(make_municipality("Rochester Hills", country="US"), "Bryan K. Barnett")
    found = MayorFilter(asked, queryset=Mayor.objects.public())
    assert found.is_valid()
    assert sorted(mayor.name for mayor in found.qs) == sorted(names)


def test_mayor_is_found_by_the_uid_of_the_municipality(saraj):
    mine = make_mayor(saraj)
    make_mayor(make_municipality())
    assert list(MayorFilter({"municipality": str(saraj.uid)}, queryset=Mayor.objects.public()).qs) == [mine]

import datetime as dt

import pytest
from django.utils import translation

from pages.wording.cldr import alphabetical, country_name, enumeration, language_name
from pages.wording.dates import long_date
from pages.wording.numbers import grouped, money
from provenance.dates import PartialDate


@pytest.mark.parametrize(
    ("language", "macedonia", "kosovo"),
    [
        ("en", "North Macedonia", "Kosovo"),
        ("sq", "Maqedonia e Veriut", "Kosovë"),
        ("mk", "Северна Македонија", "Косово"),
    ],
)
def test_countries_are_named_in_the_reader_s_language(language, macedonia, kosovo):
    with translation.override(language):
        assert (country_name("MK"), country_name("XK"), country_name("QQ")) == (macedonia, kosovo, "QQ")


def test_language_that_cldr_does_not_know_stays_as_it_is():
    assert [language_name(code) for code in ("sq", "sr-Latn", "qqq", "x-!", "")] == [
        "Albanian", "Serbian (Latin)", "qqq", "x-!", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (PartialDate(1987), '<time datetime="1987">1987</time>'),
        (PartialDate(1987, 6), '<time datetime="1987-06">June 1987</time>'),
        (PartialDate(1987, 6, 21), '<time datetime="1987-06-21">June 21, 1987</time>'),
        (dt.date(2026, 1, 2), '<time datetime="2026-01-02">January 2, 2026</time>'),
        ("1987-06", '<time datetime="1987-06">June 1987</time>'),
        (None, ""),
    ],
)
def test_dates_are_as_precise_as_they_are_known(value, shown):
    assert long_date(value) == shown


def test_dates_and_numbers_speak_the_language():
    with translation.override("mk"):
        assert long_date(PartialDate(1987, 6)) == '<time datetime="1987-06">јуни 1987\u202fг.</time>'
        assert grouped(30000) == "30.000"
    with translation.override("sq"):
        assert long_date(PartialDate(1987, 6, 21)) == '<time datetime="1987-06-21">21 qershor 1987</time>'
    assert money(5, "EUR") == "€5.00"
    assert enumeration(["A", "B", "C"]) == "A, B, and C"


def test_names_stand_by_their_letters_not_by_their_marks():
    assert sorted(["Zelanda e Re", "Çeki", "Danimarkë", "Austri", "Cipri"], key=alphabetical) == [
        "Austri", "Çeki", "Cipri", "Danimarkë", "Zelanda e Re",
    ]  # fmt: skip

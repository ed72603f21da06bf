"""The real files, where they are: what is read from them without a database."""

import re
from collections import Counter
from pathlib import Path

import pytest

from agreements.twinnings import loading
from agreements.twinnings.report import Report

DIRECTORY = Path(__file__).resolve().parents[4] / "shared" / "data" / "twinnings"

pytestmark = pytest.mark.skipif(
    not DIRECTORY.is_dir(), reason=f"The real files, which are no part of this repository, are not in {DIRECTORY}."
)


@pytest.fixture(scope="module")
def read():
    report = Report()
    return loading.read(DIRECTORY, report), report


def test_every_statement_is_kept_or_refused(read):
    contents, report = read
    assert contents.statements + report.count(Report.REFUSED)["partnerships.csv"] == 49_660
    assert (len(contents.twinnings), len(contents.places)) == (29_831, 22_808)


def test_what_is_refused_names_no_municipality_or_is_its_own_partner(read):
    _, report = read
    refused = [entry.reason for entry in report.entries if entry.outcome == Report.REFUSED]
    assert Counter(re.split(r":", reason)[0] for reason in refused) == {
        "a municipality with itself": 4,
        "municipality_b names no municipality": 4,
        "names no municipality": 2,
        "names no person": 11,
    }


def test_no_name_holds_markup_or_control_characters(read):
    contents, _ = read
    names = {name for place in contents.places.values() for name in (place.name, place.local_name, *place.aliases)}
    names |= {term.name for term in contents.terms}
    assert sorted(name for name in names if re.search(r"[\x00-\x1f\u200e<>{}\[\]|]|\w[`´]\w|&\w+;|  ", name)) == []


def test_the_year_shown_is_the_earliest_that_is_no_placeholder(read):
    contents, _ = read
    contradicting = {
        tuple(str(said.since) for said in twinning.statements if said.since): str(twinning.since.since)
        for twinning in contents.twinnings
        if len({said.since for said in twinning.statements if said.since}) > 1
    }
    assert contradicting == {
        ("1952", "1977"): "1952",
        ("1998", "2000", "2009"): "1998",
        ("1996", "1995"): "1995",
        ("2000", "1987", "2000"): "1987",
        ("1983", "1973"): "1973",
        ("1994", "1993"): "1993",
    }

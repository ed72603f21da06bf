import pytest

from agreements.twinnings import places, terms
from agreements.twinnings.report import Entry, Report
from tests.agreements.twinnings.rows import mayor_rows, municipality_rows


def read(*rows):
    report = Report()
    towns = places.read_places(municipality_rows({}, {}), Report())
    return terms.read_terms(mayor_rows(*rows), towns, report), report.entries


def dates(found):
    return [(term.name, str(term.starts_on or ""), str(term.ends_on or ""), len(term.mentions)) for term in found]


def test_a_term_has_the_dates_that_the_source_is_sure_of():
    found, entries = read(
        {"name": "A B", "start": "1992", "end": "1996-11", "start_raw": "1992", "end_raw": "November 1996"},
        {"name": "C D", "start": "2020-05-28", "start_raw": "28/05/2020"},
    )
    assert dates(found) == [("A B", "1992", "1996-11", 1), ("C D", "2020-05-28", "", 1)]
    assert [term.mentions[0].quote for term in found] == ["A B, 1992 – November 1996", "C D, 28/05/2020 – ?"]
    assert entries == []


@pytest.mark.parametrize(
    ("values", "side", "said"),
    [
        ({"start_raw": "c. 1909"}, "start", "c. 1909"),
        ({"end_raw": "1928?"}, "end", "1928?"),
        ({"end_raw": "Incumbent", "flags": "incumbent_at_snapshot"}, "end", "Incumbent"),
        ({"end": "1886", "end_raw": "86", "flags": "end_two_digits_expanded"}, "end", "86"),
    ],
)
def test_a_date_that_is_not_certain_stays_unknown_and_is_reported(values, side, said):
    found, entries = read(values)
    assert dates(found) == [("Ana Example", "", "", 1)]
    reason = f"the {side} cannot be dated and stays unknown: “{said}”"
    assert entries == [Entry("mayors.csv", 2, "gn:2", "kept in part", reason)]


def test_a_date_outside_the_calendar_stays_unknown_and_is_reported():
    found, entries = read({"start": "0001-01-01"}, {"name": "B C", "end": "1999-02-30"})
    assert dates(found) == [("Ana Example", "", "", 1), ("B C", "", "", 1)]
    assert [(entry.row, entry.outcome) for entry in entries] == [(2, "kept in part"), (3, "kept in part")]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"municipality_id": "gn:99"}, "names no municipality: gn:99"),
        ({"municipality_id": ""}, "names no municipality: empty"),
        ({"name": ""}, "names no person: “”"),
        ({"name": "Unknown name"}, "names no person: “Unknown name”"),
        ({"role": "governor"}, "unknown office: governor"),
        ({"source_ref": "#2"}, "this row of the source stands in an earlier row"),
        ({"start": "1999", "end": "1998"}, "ends (1998) before it starts (1999)"),
    ],
)
def test_a_row_that_states_no_term_is_refused(values, reason):
    found, entries = read({"name": "A B"}, values)
    assert dates(found) == [("A B", "", "", 1)]
    assert entries == [Entry("mayors.csv", 3, values.get("municipality_id", "gn:2"), "refused", reason)]


def test_a_row_that_says_no_more_than_another_of_the_same_person_is_its_citation():
    found, _ = read(
        {"source": "undated list"},
        {"start": "2008", "end": "2014"},
        {"start": "2008"},
        {"start": "2016"},
        {"name": "ana example", "end": "2014"},
        {"municipality_id": "gn:3"},
    )
    assert dates(found) == [
        ("Ana Example", "2008", "2014", 4),
        ("Ana Example", "2016", "", 1),
        ("Ana Example", "", "", 1),
    ]

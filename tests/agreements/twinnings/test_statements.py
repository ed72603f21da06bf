import pytest

from agreements.twinnings import places, statements
from agreements.twinnings.report import Entry, Report
from provenance.dates import PartialDate
from tests.agreements.twinnings.rows import municipality_rows, partnership_rows


@pytest.fixture
def towns():
    return places.read_places(municipality_rows({}, {}, {}, {"id": "raw:x", "lat": "1", "lon": "1"}), Report())


def read(towns, *rows):
    report = Report()
    return statements.read_twinnings(partnership_rows(*rows), towns, report), report.entries


REVERSED = {"municipality_a": "gn:3", "municipality_b": "gn:2"}


def test_statements_on_one_unordered_pair_and_form_are_one_agreement(towns):
    twinnings, entries = read(
        towns,
        {"source": "wikidata"},
        {"source": "wikipedia", **REVERSED},
        {"source": "wikipedia", **REVERSED},
        {"source": "register", "kind": "partnership"},
        {"source": "register", "kind": "friendship"},
        {"municipality_b": "gn:4"},
    )
    assert [(twinning.a, twinning.b, twinning.form, len(twinning.statements)) for twinning in twinnings] == [
        ("gn:2", "gn:3", "twinning", 4),
        ("gn:2", "gn:3", "friendship", 1),
        ("gn:2", "gn:4", "twinning", 1),
    ]
    assert entries == []


@pytest.mark.parametrize(
    ("years", "since"),
    [
        pytest.param([("", ""), ("1987", ""), ("1952", ""), ("1977", "")], PartialDate(1952), id="earliest"),
        pytest.param(
            [("2000", "year_2000_maybe_placeholder"), ("2009", "")],
            PartialDate(2009),
            id="placeholder-gives-way",
        ),
        pytest.param([("2000", "a;year_2000_maybe_placeholder b")], None, id="placeholder-is-no-year"),
        pytest.param([("2000", "year_before_1945")], PartialDate(2000), id="2000-may-be-true"),
        pytest.param([("", "")], None, id="not-known"),
    ],
)
def test_the_year_is_the_earliest_that_is_no_placeholder(towns, years, since):
    [twinning], entries = read(towns, *({"since": year, "flags": flags} for year, flags in years))
    assert (twinning.since.since if twinning.since else None) == since
    assert [str(said.since or "") for said in twinning.statements] == [year for year, _ in years]
    assert entries == []


@pytest.mark.parametrize(
    ("other_kinds", "form"),
    [
        ([], "contact"),
        (["contact"], "contact"),
        (["friendship", "contact"], "friendship"),
        (["twin_town"], "twinning"),
    ],
)
def test_a_statement_without_a_form_is_cited_for_the_strongest_of_the_pair(towns, other_kinds, form):
    twinnings, entries = read(towns, {"kind": ""}, *({"kind": kind} for kind in other_kinds))
    assert [twinning.form for twinning in twinnings if any(said.row == 2 for said in twinning.statements)] == [form]
    reason = f"the source names no form: cited for the {form} of the pair"
    assert entries == [Entry("partnerships.csv", 2, "list:2", "kept in part", reason)]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"municipality_b": "gn:2"}, "a municipality with itself: Town 2"),
        ({"municipality_a": ""}, "municipality_a is empty: the row names no municipality"),
        ({"municipality_b": "gn:99"}, "municipality_b names no municipality: gn:99"),
        ({"id": ""}, "no id"),
        ({"id": "list:2"}, "the id stands in an earlier row"),
        ({"kind": "marriage"}, "unknown form: marriage"),
    ],
)
def test_a_row_that_states_no_twinning_is_refused(towns, values, reason):
    twinnings, entries = read(towns, {}, values)
    assert [len(twinning.statements) for twinning in twinnings] == [1]
    assert entries == [Entry("partnerships.csv", 3, values.get("id", "list:3"), "refused", reason)]


@pytest.mark.parametrize("year", ["0001", "9999", "MCM", "1987-13", "1987-02-30", "-1", "19871"])
def test_a_year_that_is_no_date_is_reported_and_the_statement_kept(towns, year):
    [twinning], entries = read(towns, {"since": year})
    assert (twinning.since, len(twinning.statements)) == (None, 1)
    assert [(entry.outcome, entry.row) for entry in entries] == [("kept in part", 2)]


def test_the_spellings_of_statements_become_aliases(towns):
    read(
        towns,
        {"name_a_raw": "Town 2", "name_b_raw": "Drei (Province)"},
        {"name_a_raw": "Deux{{!}}Zwei", "name_b_raw": "Drei"},
        {"name_a_raw": "{{Zwo", "name_b_raw": "Drei, Far Away"},
    )
    assert (towns["gn:2"].aliases, towns["gn:3"].aliases) == ({"Zwei"}, {"Drei"})


@pytest.mark.parametrize(("flags", "latitude"), [("", 1.0), ("coord_conflict_a", 1.0), ("x;coord_conflict_b", None)])
def test_a_position_that_a_statement_doubts_is_forgotten(towns, flags, latitude):
    towns["raw:x"].latitude = towns["raw:x"].longitude = 1.0
    read(towns, {"municipality_b": "raw:x", "flags": flags})
    assert towns["raw:x"].latitude == latitude


def test_the_quote_is_what_the_source_says(towns):
    [twinning], _ = read(towns, {"since": "1967", "name_a_raw": "Aachen", "name_b_raw": "Reims "}, {})
    assert [said.quote for said in twinning.statements] == ["Aachen – Reims, 1967", "Town 2 – Town 3"]

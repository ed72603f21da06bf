"""The sample is true: what it says, the data say too."""

import csv
from pathlib import Path

import pytest

from agreements.sample import read_municipalities, read_pages, read_twinnings

DATA = Path(__file__).parents[3] / "shared" / "data" / "twinnings"
needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the open data of twinnings are not at ../shared/data, and are no part of the project"
)

# Asked for by name, but stated by one data set only: each has a page of its own beside it.
STATED_ONCE_IN_THE_DATA = {
    ("Kaposvár", "Üsküdar"),
    ("Prishtina", "Des Moines"),
    ("Tuzi", "Rochester Hills"),
}


def rows_of(name: str) -> dict[str, dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def data_sets(twinning) -> set[str]:
    return {statement.source for statement in twinning.statements if statement.row}


def test_sample_has_60_to_150_twinnings_each_once():
    twinnings = read_twinnings()
    assert 60 <= len(twinnings) <= 150
    assert len({frozenset(twinning.pair) for twinning in twinnings}) == len(twinnings)
    assert all(len(set(twinning.pair)) == 2 for twinning in twinnings)


def test_sample_rows_name_municipalities_of_the_list_and_use_all_of_them():
    listed = {int(row["geonames_id"]): row["name"] for row in read_municipalities()}
    named = {
        pair: name for twinning in read_twinnings() for pair, name in zip(twinning.pair, twinning.names, strict=True)
    }
    assert named == listed
    assert {"Skopje", "Tirana", "Prishtina", "Üsküdar", "Tuzi", "Rochester Hills"} <= set(listed.values())


def test_sample_rows_name_two_independent_sources():
    pages = read_pages()
    for twinning in read_twinnings():
        sources = [statement.source for statement in twinning.statements]
        assert len(set(sources)) == len(sources) >= 2, twinning.names
        assert {source for source in sources if source in pages} == set(sources) - data_sets(twinning)


def test_sample_rows_show_the_earliest_year_that_a_source_gives():
    for twinning in read_twinnings():
        assert twinning.since == min((s.since for s in twinning.statements if s.since), default=""), twinning.names


def test_sample_rows_stated_once_in_the_data_are_these_alone():
    assert {t.names for t in read_twinnings() if len(data_sets(t)) < 2} == STATED_ONCE_IN_THE_DATA


def test_sample_keeps_years_that_contradict_each_other():
    contradicting = {
        twinning.names: {s.source: s.since for s in twinning.statements if s.since}
        for twinning in read_twinnings()
        if len({s.since for s in twinning.statements if s.since}) > 1
    }
    assert contradicting == {("Sarajevo", "Magdeburg"): {"rgre_muenchdo": "1996", "akos_ba": "1972"}}


@needs_data
def test_sample_statements_stand_in_the_data():
    partnerships = rows_of("partnerships.csv")
    for twinning in read_twinnings():
        pair = {f"gn:{number}" for number in twinning.pair}
        for statement in twinning.statements:
            if not statement.row:
                continue
            row = partnerships[statement.row]
            assert {row["municipality_a"], row["municipality_b"]} == pair, (twinning.names, statement)
            assert row["source"] == statement.source
            assert row["since"] == statement.since
            assert row["kind"] in {"twin_town", "partnership"}
            # A place found by a wrong position, a placeholder for a year, a repeat: none of these bears a fact.
            assert row["flags"] == ""


@needs_data
def test_sample_municipalities_are_those_of_the_data():
    municipalities = rows_of("municipalities.csv")
    for row in read_municipalities():
        known = municipalities[f"gn:{row['geonames_id']}"]
        assert row["country"] == known["country"]
        assert (float(row["latitude"]), float(row["longitude"])) == (float(known["lat"]), float(known["lon"]))
        if row["wikidata_qid"]:
            assert (known["wikidata_qid"], known["qid_status"]) == (row["wikidata_qid"], "attested"), row["name"]
        if row["region"]:
            assert row["region"].startswith(row["country"] + "-")

import csv
import io
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.confirmation import Badge
from agreements.models import Agreement
from agreements.twinnings.sources import STATEMENTS
from pages.day import Day
from pages.figures import overview as figures
from pages.figures.links import MAPS, links_between
from pages.wording.numbers import share
from provenance.models import Citation
from provenance.spreadsheet import BYTE_ORDER_MARK
from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_commitment,
    make_field,
    make_municipality,
)
from tests.pages.reading import text_of

DATA = Path(__file__).parents[3] / "shared" / "data" / "twinnings" / "partnerships.csv"


def get(client, path="overview/", language="en"):
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    return response.getvalue().decode()


def table(client) -> list[list[str]]:
    text = get(client, "overview.csv")
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK)), strict=True))


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        get(client, path)
    return len(captured)


@pytest.fixture
def register(saraj, rochester_hills):
    """Three agreements: of 1990 and in force, of 1991 with all that can be known, and of no known year."""
    first = make_agreement(
        saraj, make_municipality("Köln", country="DE", latitude=50.9, longitude=7.0), form="twinning"
    )
    make_act(first, "entered_into_force", "1990")
    full = make_agreement(saraj, rochester_hills, title="A title", term="open")
    make_act(full, "signed", "1991-05-02")
    promise = make_commitment(full, cadence="once", due_on="2000")
    make_activity(full, promise, starts_on="1999-01-01")
    full.field_links.create(field=make_field("culture", "Culture"))
    make_agreement(make_municipality("Nowhere", country="AL"), rochester_hills, form="twinning")
    make_agreement(saraj, rochester_hills, public=False)
    return full


def test_figures_count_what_is_public(register):
    found = figures.figures(Day(None, figures.dt.date(2020, 1, 1)))
    assert sorted(found["years"], key=str) == [[1990, "twinning", 1], [1991, "cooperation", 1], [None, "twinning", 1]]
    assert {key: number for key, number in found["status"] if number} == {"in_force": 1, "signed": 1, "unknown": 1}
    assert dict(found["liveness"]) == {"active": 0, "quiet": 0, "dormant": 1, "unknown": 2}
    assert found["keeping"] == [["kept", 1]]
    assert {key: number for key, number in found["confirmation"] if number} == {Badge.UNCONFIRMED: 3}
    assert [number for _field, number in found["fields"]] == [1]
    assert sorted(found["countries"]) == [["AL", "US", 1], ["DE", "MK", 1], ["MK", "US", 1]]
    known = dict(found["completeness"])
    assert (known["places"], known["since"], known["title"], known["term"], known["signatory"]) == (2, 2, 1, 1, 0)
    assert (known["commitments"], known["activities"], known["fields"], known["documents"]) == (1, 1, 1, 0)


def test_figures_of_a_past_day_count_what_was_there_then(register):
    day = figures.dt.date(1990, 6, 1)
    found = figures.figures(Day(day, day))
    assert sorted(found["years"], key=str) == [[1990, "twinning", 1], [None, "twinning", 1]]
    assert dict(found["liveness"])["unknown"] == 2
    assert found["keeping"] == []


def test_who_joined_later_is_not_counted_or_drawn_for_a_day_before(client, register, saraj):
    day = figures.dt.date(1990, 6, 1)
    tirana = make_municipality("Tirana", country="AL", latitude=41.3, longitude=19.8)
    late = make_municipality("Late", country="FR", latitude=48.0, longitude=2.0)
    agreement = make_agreement(saraj, tirana, late)
    make_act(agreement, "signed", "1980")
    agreement.parties.filter(municipality=late).update(joined_on="2005", signatory_name="Somebody")
    found = figures.figures(Day(day, day))
    assert sorted(found["countries"]) == [["AL", "MK", 1], ["AL", "US", 1], ["DE", "MK", 1]]
    assert dict(found["completeness"])["signatory"] == 0
    agreements = figures.Agreement.objects.public().as_of(day)
    for code, numbers in (("world", (2, 0)), ("europe", (2, 0)), ("balkans", (1, 1))):
        then = links_between(agreements, MAPS[code].bounds, day)
        assert (code, (then.number, then.outwards)) == (code, numbers)
        assert late.pk not in {square.largest for square in then.squares.values()}
    today = figures.figures(Day(None, day))
    assert ["AL", "FR", 1] in today["countries"]
    for path in ("overview/", "overview/maps/europe/"):
        assert "France" not in get(client, f"{path}?asOf={day}")


def test_country_is_not_joined_with_itself_by_who_was_left_alone(register, saraj):
    agreement = Agreement.objects.get(form="twinning", parties__municipality=saraj)
    agreement.parties.exclude(municipality=saraj).update(left_on="2000")
    day = figures.dt.date(2010, 1, 1)
    assert sorted(figures.figures(Day(day, day))["countries"]) == [["AL", "US", 1], ["MK", "US", 1]]


def test_agreement_of_which_two_places_are_known_is_on_a_map(client, register, saraj, rochester_hills):
    make_agreement(saraj, rochester_hills, make_municipality("Without a place", country="AL"))
    said = "Agreements that are on no map, because no source gives the place of a party: 1."
    assert said in text_of(get(client, "overview/maps/world/"))


def test_liveness_is_counted_on_the_day(register):
    agreements = figures.Agreement.objects.public()
    on = [figures.dt.date(year, 1, 2) for year in (1998, 2000, 2002, 2010)]
    counted = [{key: number for key, number in figures.by_liveness(agreements, day) if number} for day in on]
    assert counted == [
        {"unknown": 3},
        {"active": 1, "unknown": 2},
        {"quiet": 1, "unknown": 2},
        {"dormant": 1, "unknown": 2},
    ]


def test_page_says_in_a_sentence_what_each_picture_shows(client, register):
    text = text_of(get(client))
    for said in (
        "3 agreements, drawn and counted.",
        "The fullest year is 1990: 1.",
        "It is known of 2 agreements; of 1 no source gives it",
        "No two countries have more agreements with each other than",
        "The fields are known of 1 of 3 agreements. Most often named: Culture.",
        "1 of 3 agreements are in force on",
        "1 promise is recorded; of 1 it is known that it is being kept.",
        "0 of 3 records are confirmed by all their parties",
        "Nothing here comes from a data set.",
    ):
        assert said in text


def test_a_country_that_is_not_known_is_no_partner_of_note(client, register):
    for _ in range(2):
        make_agreement(make_municipality(country="ZZ"), make_municipality(country="FR"))
    text = text_of(get(client))
    assert "No two countries have more agreements with each other than Albania and United States: 1." in text
    assert "country not known" in text


def test_page_of_an_empty_register_is_whole(client, db):
    text = text_of(get(client))
    assert "0 agreements, drawn and counted." in text
    for path in ("overview/maps/world/", "overview/maps/balkans/", "overview.csv", ""):
        get(client, path)


def test_picture_and_table_have_equal_sums(client, register):
    html = get(client)
    table = re.search(r'<table class="numbers">(.*?)</table>', html, re.S)[1]
    rows = [re.findall(r"<td>([\d,]*)</td>", row) for row in table.split("<tr>")[2:]]
    assert [sum(map(int, column)) for column in zip(*rows, strict=True)] == [2, 1, 3]
    drawn = re.findall(r'<path d="(M[^"]*200v-[^"]*)"', html)
    assert [path.count("M") for path in drawn] == [2, 1, 1]


def test_coverage_is_taken_by_known_and_unknown_is_said(client, register):
    def cite(row, source):
        Citation.objects.create(
            model=register.address,
            record=register.uid,
            grade="open_data",
            source=source,
            source_row=row,
            title="A list",
        )

    for row in range(69):
        cite(f"rgre:{row}", "rgre_muenchdo")
    cite("x:1", "another list")
    text = text_of(get(client))
    assert "Database of German municipal partnerships, extract of 2015 6,905 69 1.0% 1" in text
    assert "another list not known 1 not known 1" in text
    assert "1 agreement is stated by more than one" in text


@pytest.mark.skipif(not DATA.is_file(), reason="the open data of twinnings are not at ../shared/data")
def test_number_of_statements_is_that_of_the_extracts():
    with DATA.open(encoding="utf-8", newline="") as stream:
        sources = [row["source"] for row in csv.DictReader(stream)]
    assert {source: sources.count(source) for source in set(sources)} == STATEMENTS


def test_csv_holds_the_same_numbers(client, register):
    rows = table(client)
    assert rows[0] == ["figure", "key", "second_key", "number"]
    assert ["years", "1991", "cooperation", "1"] in rows
    assert ["years", "", "twinning", "1"] in rows
    assert ["fields", "culture", "", "1"] in rows
    assert {len(row) for row in rows} == {4}


def test_no_key_of_the_csv_is_run_as_a_formula(client, register):
    Citation.objects.create(
        model="agreements.agreement", record=Agreement.objects.public().first().uid, grade="open_data",
        publisher="P", source="=1+1", source_row="1",
    )  # fmt: skip
    assert ["sources", "'=1+1", "agreements", "1"] in table(client)


def test_links_of_a_map_are_counted_where_they_lie(register, saraj):
    towns = [make_municipality(f"Town {n}", country="AL", latitude=41 + n / 100, longitude=20) for n in range(3)]
    make_agreement(*towns)
    make_agreement(saraj, make_municipality("Without a place", country="AL"))
    world = links_between(figures.Agreement.objects.public())
    assert (world.number, world.within, world.outwards) == (5, 3, 0)
    balkans = links_between(figures.Agreement.objects.public(), MAPS["balkans"].bounds)
    assert (balkans.number, balkans.within, balkans.outwards) == (3, 3, 2)


@pytest.mark.parametrize("code", MAPS)
def test_each_map_says_what_it_draws_and_what_not(client, register, code):
    html = get(client, f"overview/maps/{code}/")
    assert " drawn, in " in text_of(html)
    assert "Agreements that are on no map, because no source gives the place of a party: 1." in text_of(html)
    if code == "world":
        assert '<td class="word">Saraj, North Macedonia</td>' in html or 'class="word">Rochester Hills, United' in html


def test_strongest_line_is_told_where_one_is_stronger_than_all_others(client, register, saraj, rochester_hills):
    among_equals = text_of(get(client, "overview/maps/world/"))
    assert ("strongest line, " in among_equals, "No agreement here" in among_equals) == (False, False)
    make_agreement(saraj, rochester_hills)
    assert "The strongest line, 2 links, joins the places around " in text_of(get(client, "overview/maps/world/"))
    assert "No agreement here joins two places." in text_of(get(client, "overview/maps/africa/"))


def test_map_that_is_not_there_is_missing(client, db):
    assert client.get("/en/overview/maps/moon/").status_code == 404


@pytest.mark.parametrize("path", ["overview/", "overview/maps/world/", "overview.csv", ""])
def test_a_day_that_is_none_is_refused(client, db, path):
    assert client.get(f"/en/{path}?asOf=2003-13-01").status_code == 400


@pytest.mark.parametrize("path", ["overview/", "overview/maps/world/", "overview/maps/europe/", ""])
def test_more_agreements_take_no_more_queries(client, register, path):
    get(client, path)
    few = queries(client, path)
    for n in range(12):
        far = make_municipality(f"Far {n}", country="FR", latitude=44 + n / 3, longitude=n / 2)
        near = make_municipality(f"Near {n}", country="PL", latitude=50 + n / 3, longitude=15 + n / 2)
        make_act(make_agreement(far, near, form="friendship"), "signed", str(1980 + n))
    assert queries(client, path) == few


@pytest.mark.parametrize("language", ["sq", "mk", "en"])
def test_numbers_and_shares_are_written_as_the_language_has_them(client, register, language):
    share = {"sq": "33,3%", "mk": "33,3 %", "en": "33.3%"}[language]
    assert share in get(client, language=language).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 5, "0.0%"), (5, 5, "100.0%"), (1, 3, "33.3%"), (1, 30_000, "< 0.1%"), (29_999, 30_000, "> 99.9%"), (0, 0, "")],
)
def test_share_never_says_nothing_of_something_nor_all_of_less(part, whole, said):
    assert share(part, whole) == said

import csv
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.lists import listing
from provenance.keyset import written
from tests.factories import (
    make_act,
    make_agreement,
    make_commitment,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
    make_practice,
    withdraw_silently,
)
from tests.pages.reading import text_of


def names(response):
    return [str(row.name) for row in response.context["rows"]]


def queries(client, address):
    """How many queries a page takes, once everything that is kept between requests is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_list_holds_what_is_public(client, agreement):
    make_agreement(public=False)
    withdraw_silently(make_agreement())
    response = client.get("/en/agreements/")
    assert names(response) == ["Cooperation agreement of Saraj and Rochester Hills"]
    assert response.context["listing"].total == 1


@pytest.mark.parametrize("text", ["Saraj", "Сарај", "SARAJ", "saraj hills", "Sarajit", "rochester"])
def test_list_finds_in_any_script_and_spelling(client, agreement, text):
    make_agreement(form="twinning")
    response = client.get("/en/agreements/", {"q": text})
    assert [row.key for row in response.context["rows"]] == [agreement.pk]


def test_name_is_the_same_on_each_day_and_the_parties_are_those_of_the_day(client, db):
    agreement = make_agreement(*(make_municipality(name) for name in "ABC"), form="twinning")
    make_act(agreement, "signed", "1990")
    agreement.parties.filter(municipality__name="C").update(left_on="2000")
    name = "Twinning of A, B, and C"
    assert name in client.get(f"/en/agreements/{agreement.number}/").content.decode()
    for query, parties in ({}, "AB"), ({"asOf": "1995-01-01"}, "ABC"):
        (row,) = client.get("/en/agreements/", query).context["rows"]
        assert str(row.name) == name
        assert text_of(row.parties).strip() == " · ".join(f"{one} , North Macedonia" for one in parties)


def test_row_says_the_script_of_a_name_and_keeps_it_from_its_neighbours(client, db):
    make_agreement(make_municipality("Струга"), make_municipality("القدس", country="PS"), title="اتفاق")
    html = client.get("/en/agreements/").content.decode()
    for name, script, country in (("Струга", "Cyrl", "North Macedonia"), ("القدس", "Arab", "Palestinian Territories")):
        assert f'<bdi lang="und-{script}">{name}</bdi>, {country}' in html
    assert ' dir="auto" lang="und-Arab">اتفاق</a>' in html


@pytest.mark.parametrize("path", ["agreements", "municipalities", "joint-projects", "mayors", "good-practices"])
def test_hints_are_tied_to_their_boxes(client, db, path):
    html = client.get(f"/en/{path}/").content.decode()
    hints = re.findall(r'class="hint"(?: id="([^"]*)")?', html)
    assert hints
    assert [hint for hint in hints if f'aria-describedby="{hint}"' not in html] == []


def test_list_filters_by_what_the_boxes_say(client, agreement, saraj):
    other = make_agreement(make_municipality("Tirana", country="AL"), make_municipality(), form="twinning")
    make_act(other, "entered_into_force", "1991")
    for asked, found in [
        ({"municipality": "saraj"}, [agreement]),
        ({"municipality": str(saraj.uid)}, [agreement]),
        ({"country": "AL"}, [other]),
        ({"form": "twinning"}, [other]),
        ({"status": "in_force"}, [other]),
        ({"yearFrom": "1990", "yearTo": "1992"}, [other]),
        ({"asOf": "1980-01-01", "status": "in_force"}, []),
        ({"sort": "since"}, [other, agreement]),
        ({}, [other, agreement]),
    ]:
        rows = client.get("/en/agreements/", asked).context["rows"]
        assert (asked, [row.key for row in rows]) == (asked, [agreement.pk for agreement in found])


def test_list_of_a_municipality_says_its_name(client, agreement, saraj):
    html = client.get("/en/agreements/", {"municipality": str(saraj.uid)}).content.decode()
    assert "<h1>Agreements of Saraj</h1>" in html


def walk(client, address, **query):
    """The keys of each page of a list, as a reader finds them who follows “next page”, and back again."""
    forwards, backwards = [], []
    page = client.get(address, query).context["listing"]
    while True:
        forwards.append(page.keys)
        if not page.next:
            break
        page = client.get(address + page.next).context["listing"]
    while True:
        backwards.append(page.keys)
        if not page.previous:
            break
        page = client.get(address + page.previous).context["listing"]
    return forwards, backwards


@pytest.fixture
def few_on_a_page(monkeypatch):
    monkeypatch.setattr(listing, "USUAL", 2)


@pytest.fixture
def five_of_each(saraj):
    """Five municipalities, mayors, projects and practices, registered one after the other: list → keys."""
    values = (1999, None, 1987, None, 2001)
    towns = [make_municipality(f"Town {place}", population=value) for place, value in zip("badce", values, strict=True)]
    year = [value and str(value) for value in values]
    return {
        "municipalities": towns,
        "mayors": [make_mayor(town, name, starts_on=one) for town, name, one in zip(towns, "badce", year, strict=True)],
        "joint-projects": [make_joint_project(saraj, actual_start=one) for one in year],
        "good-practices": [make_practice(saraj) for _ in year],
    }


@pytest.mark.parametrize(
    ("noun", "sort", "order"),
    [
        ("municipalities", "", "10324"),
        ("municipalities", "name", "10324"),
        ("municipalities", "-population", "40231"),
        ("municipalities", "-registered", "43210"),
        ("mayors", "", "10324"),
        ("mayors", "name", "10324"),
        ("mayors", "-since", "40231"),
        ("joint-projects", "", "43210"),
        ("joint-projects", "registered", "01234"),
        ("joint-projects", "-start", "40231"),
        ("good-practices", "", "43210"),
        ("good-practices", "registered", "01234"),
    ],
)
@pytest.mark.parametrize("language", ["en", "mk"])
def test_each_list_goes_on_in_each_of_its_orders(client, five_of_each, few_on_a_page, language, noun, sort, order):
    # Saraj comes into the list by what else is made.
    query = {"sort": sort, "q": "town"} if noun == "municipalities" else {"sort": sort}
    keys = [five_of_each[noun][int(place)].pk for place in order]
    forwards, backwards = walk(client, f"/{language}/{noun}/", **query)
    assert [key for page in forwards for key in page] == keys
    assert backwards[-1] == keys[:2]


def test_municipalities_tell_how_many_live_there(client, db):
    make_municipality("Tuz", population=60_000)
    make_municipality("Bar")
    text = text_of(client.get("/en/municipalities/?sort=-population").content.decode())
    assert text.count("inhabitants") == 1
    assert "60,000 inhabitants" in text


@pytest.mark.parametrize(
    ("noun", "sort"), [("municipalities", "-population"), ("mayors", "-since"), ("joint-projects", "-start")]
)
def test_csv_has_the_order_of_its_list(client, five_of_each, noun, sort):
    text = b"".join(client.get(f"/en/{noun}.csv", {"sort": sort}).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    uids = [str(one.uid) for one in five_of_each[noun]]
    found = [uids.index(row["uid"]) for row in rows if row["uid"] in uids]
    assert found == [4, 0, 2, 3, 1]


@pytest.mark.parametrize("query", [{}, {"sort": "-since"}, {"sort": "since"}, {"q": "cooperation"}])
def test_list_goes_on_over_pages_and_back(client, db, few_on_a_page, query):
    keys = []
    for date in ("1999", None, "1987", None, "2001"):
        agreement = make_agreement(title_en="Cooperation")
        keys.append(agreement.pk)
        if date:
            make_act(agreement, happened_on=date)
    order = {
        "-since": [keys[4], keys[0], keys[2], keys[3], keys[1]],
        "since": [keys[2], keys[0], keys[4], keys[1], keys[3]],
    }.get(query.get("sort"), keys[::-1])
    forwards, backwards = walk(client, "/en/agreements/", **query)
    assert forwards == [order[:2], order[2:4], order[4:]]
    # The first page is a full one, wherever one comes from.
    assert backwards == [order[4:], order[2:4], order[:2]]


def test_names_that_look_alike_go_on_over_pages_and_back(client, saraj, few_on_a_page):
    keys = [make_agreement(saraj, make_municipality()).pk for _ in range(5)][::-1]
    forwards, backwards = walk(client, "/en/agreements/", q="Sarajit")
    assert forwards == [keys[:2], keys[2:4], keys[4:]]
    assert backwards == forwards[::-1]


def test_the_first_page_is_full_when_records_before_it_are_few(client, db, few_on_a_page):
    agreements = [make_agreement() for _ in range(5)]
    first = client.get("/en/agreements/").context["listing"]
    second = client.get("/en/agreements/" + first.next).context["listing"]
    withdraw_silently(agreements[4])
    back = client.get("/en/agreements/" + second.previous).context["listing"]
    assert (back.keys, back.previous) == ([agreements[3].pk, agreements[2].pk], None)


def test_pages_keep_the_filters_and_nothing_else(client, agreement, few_on_a_page):
    for _ in range(3):
        make_agreement()
    page = client.get("/en/agreements/?form=cooperation&q=&utm_source=x&limit=10&asOf=2020-01-01").context["listing"]
    assert page.query() == "?form=cooperation&asOf=2020-01-01&limit=10"
    html = client.get("/en/agreements/?form=cooperation&q=&utm_source=x").content.decode()
    assert 'rel="next" href="?form=cooperation&amp;after=' in html


@pytest.mark.parametrize(
    "query",
    [
        {"after": "x"}, {"before": "!"}, {"after": "=" * 8}, {"after": "é"}, {"after": "A" * 4000}, {"limit": "9"},
        {"limit": "101"}, {"limit": "x"}, {"after": written(["-registered", None, "0" * 32])},
        {"after": written(["since", "1987", "0" * 32])}, {"after": written(["best", 3])},
        {"q": "saraj", "after": written(["best", -1])}, {"q": "saraj", "after": written(["best", 10**30])},
        {"q": "saraj", "after": written(["best", True])}, {"q": "saraj", "before": written(["best", "1"])},
        {"after": "x", "before": "x"},
    ],
)  # fmt: skip
def test_a_place_that_the_list_did_not_give_is_told(client, agreement, query):
    response = client.get("/en/agreements/", query)
    assert (response.status_code, response.context["listing"].keys) == (400, [])
    assert 'id="error-summary"' in response.content.decode()


def test_best_matches_are_weighed_among_so_many(client, db, few_on_a_page, monkeypatch):
    monkeypatch.setattr(listing, "MOST_RANKED", 3)
    best = make_agreement(make_municipality("Saraj"), make_municipality("Tuzi"))
    others = [make_agreement(title_en="In Saraj") for _ in range(2)]
    response = client.get("/en/agreements/", {"q": "saraj"})
    assert response.context["listing"].keys == [best.pk, others[1].pk]
    assert "the best matches first" in response.content.decode()
    make_agreement(title_en="Again in Saraj")
    response = client.get("/en/agreements/", {"q": "saraj"})
    assert best.pk not in response.context["listing"].keys
    assert "the best matches among the 3 registered last" in response.content.decode().replace("\n", " ")


@pytest.mark.parametrize("address", ["/en/agreements/", "/en/agreements/?q=cooperation&country=MK", "/en/"])
def test_agreements_take_the_same_queries_for_one_and_for_three(client, db, address):
    def make():
        agreement = make_agreement(title_en="Cooperation")
        make_act(agreement, "signed", "1990")
        make_commitment(agreement)
        agreement.fields.add(make_field())

    make()
    one = queries(client, address)
    make()
    make()
    assert queries(client, address) == one
    # With all facets counted: tests keep nothing.
    assert one <= 22


def test_no_value_costs_a_query_of_its_own(client, agreement):
    make_field("culture", "Culture")
    once = queries(client, "/en/agreements/?field=culture")
    assert queries(client, f"/en/agreements/?{'field=culture&' * 200}") == once
    once = queries(client, "/en/agreements/?municipality=Saraj")
    assert queries(client, f"/en/agreements/?{'municipality=Saraj&' * 200}") == once


def test_names_are_looked_up_once_for_a_page(client, agreement):
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/en/agreements/?municipality=Saraj&municipality=Nowhere").status_code == 200
    assert sum("fold(text)" in one["sql"] for one in captured) == 2


def test_municipalities_take_the_same_queries_for_one_and_for_three(client, db):
    make_municipality("Only one")
    one = queries(client, "/en/municipalities/")
    make_agreement()
    assert queries(client, "/en/municipalities/") == one
    assert one <= 6


def test_joint_projects_take_the_same_queries_for_one_and_for_three(client, saraj):
    make_joint_project(saraj)
    one = queries(client, "/en/joint-projects/")
    make_joint_project(saraj, make_municipality())
    make_joint_project(saraj)
    assert queries(client, "/en/joint-projects/") == one
    assert one <= 8


def test_municipalities_are_found_and_counted(client, agreement):
    response = client.get("/en/municipalities/", {"q": "сарај"})
    assert [(one.name, one.agreements) for one in response.context["listing"].rows] == [("Saraj", 1)]
    assert "1 agreement</span>" in response.content.decode()


@pytest.mark.parametrize(("query", "usual"), [({}, "latest in the register"), ({"q": "a"}, "best match")])
def test_each_order_is_offered_once(client, db, query, usual):
    html = client.get("/en/agreements/", query).content.decode()
    box = html[html.index('name="sort"') : html.index("</select>", html.index('name="sort"'))]
    orders = re.findall(r">([^<>]+)</option>", box)
    assert orders[0] == usual
    assert len(orders) == len(set(orders))
    assert "latest in the register" in orders


def test_an_order_that_is_chosen_stays_chosen(client, db):
    html = client.get("/en/agreements/", {"sort": "-registered"}).content.decode()
    assert '<option value="-registered" selected>' in html


@pytest.mark.parametrize("noun", ["agreements", "municipalities", "mayors", "joint-projects", "good-practices"])
def test_what_cannot_be_shown_can_be_cleared(client, db, noun):
    html = client.get(f"/en/{noun}/", {"limit": "three"}).content.decode()
    assert f'<a href="/en/{noun}/">Clear all</a>' in html


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/en/agreements/", "Agreements"),
        ("/en/agreements/?q=%3Cb%3E+bridge", "Agreements: &lt;b&gt; bridge"),
        ("/en/agreements/?asOf=2003-01-01", "Agreements (January 1, 2003)"),
        ("/en/agreements/?status=nothing", "Error: Agreements"),
        ("/en/search/?q=" + "x" * 201, "Error: Search"),
        ("/en/municipalities/compare/?one=nowhere", "Error: Compare two municipalities"),
        ("/en/partners/?field=nothing", "Error: Find a partner"),
    ],
)
def test_title_tells_what_is_wrong_what_was_searched_and_the_day(client, db, address, title):
    assert f"<title>{title} · Besa</title>" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/en/agreements/?status=nothing", "“nothing” is not among what can be chosen here."),
        ("/en/agreements/?sort=nothing", "“nothing” is not among what can be chosen here."),
        ("/en/agreements/?yearFrom=nineteen", "Write a year in digits, such as 1994."),
        ("/en/mayors/?q=" + "x" * 201, "Write at most 200 characters."),
        ("/en/search/?q=" + "x" * 201, "Write at most 200 characters."),
    ],
)
def test_what_is_wrong_is_told_in_the_words_of_the_site(client, db, address, told):
    assert told in client.get(address).content.decode()

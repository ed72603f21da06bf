"""The page of the search over everything, and the suggestions."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from municipalities.models import Alias
from tests.factories import (
    make_act,
    make_agreement,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
    make_network,
    make_practice,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(agreement, saraj):
    Alias.objects.create(municipality=saraj, text="Komuna e Sarajit", language="sq")
    make_mayor(saraj, "Blerim Bexheti", ongoing=True, starts_on="2013")
    return agreement


def names(response):
    return {section.kind: [str(row[0].name) for row in section.rows] for section in response.context["found"]}


def queries(client, address, **query):
    client.get(address, query)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, query).status_code == 200
    return len(captured)


@pytest.mark.parametrize("text", ["Сарај", "saraj", "Sarajit", "Sarait"])
def test_search_leads_to_saraj_first(client, register, text):
    assert names(client.get("/en/search/", {"q": text})) == {
        "municipality": ["Saraj"],
        "agreement": ["Cooperation agreement of Saraj and Rochester Hills"],
    }


def test_agreements_of_a_municipality_are_counted_for_the_day(client, register, saraj):
    make_act(register, "signed", "1985")
    make_act(make_agreement(saraj, make_municipality()), "signed", "2001")
    left = make_agreement(saraj, make_municipality())
    make_act(left, "signed", "1980")
    left.parties.filter(municipality=saraj).update(left_on="1988")
    for query, told in (({}, "3 agreements"), ({"asOf": "1990-01-01"}, "1 agreement"), ({"asOf": "1986-01-01"}, "2 ")):
        html = client.get("/en/search/", {"q": "saraj", **query}).content.decode()
        assert f"<span>North Macedonia</span> <span>{told}" in html, told


def test_search_marks_the_words_and_tells_the_other_name(client, register):
    html = client.get("/en/search/", {"q": "sara"}).content.decode()
    assert ">Cooperation agreement of <mark>Saraj</mark> and Rochester Hills</a>" in html
    assert "also called" not in html
    html = client.get("/en/search/", {"q": "Komuna"}).content.decode()
    assert '<span>also called <span lang=""><mark>Komuna</mark> e Sarajit</span></span>' in html


def test_search_escapes_names_and_words(client):
    make_municipality("<b>Bold</b> & Sons")
    html = client.get("/en/search/", {"q": "bold <script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    html = client.get("/en/search/", {"q": "bold"}).content.decode()
    assert "&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; &amp; Sons</a>" in html


def test_search_shows_each_kind_with_its_number_and_its_list(client, register, saraj):
    for _ in range(6):
        make_agreement(saraj, make_municipality())
    html = client.get("/en/search/", {"q": "saraj"}).content.decode()
    assert '<h2 id="found-agreement">Agreements <span class="muted">7</span></h2>' in html
    assert '<a href="/en/agreements/?q=saraj">All agreements found, with filters</a>' in html
    assert len(names(client.get("/en/search/", {"q": "saraj"}))["agreement"]) == 5


def test_lists_to_which_the_search_leads_hold_the_same(client, register):
    for text in ("saraj", "bexheti"):
        sections = client.get("/en/search/", {"q": text}).context["found"]
        assert sections
        for section in sections:
            path = section.list_address.partition("?")[0]
            listed = client.get(section.list_address).content.decode().partition("<main")[2]
            assert set(re.findall(rf'href="({path}[^/"?]+/)"', listed)) == {row[0].address for row in section.rows}


def test_search_finds_mayors(client, register):
    html = client.get("/en/search/", {"q": "bexheti"}).content.decode()
    assert "<span>Mayor of Saraj</span> <span>North Macedonia</span> <span>since 2013</span>" in html


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ({"starts_on": "2001-05", "ends_on": "2005"}, "2001–2005"),
        ({"starts_on": "2001"}, "from 2001"),
        ({"ends_on": "2005"}, "until 2005"),
        ({"ongoing": True}, "in office"),
    ],
)
def test_terms_of_mayors_are_told_as_far_as_they_are_known(client, saraj, term, told):
    make_mayor(saraj, "Blerim Bexheti", **term)
    html = client.get("/en/search/", {"q": "bexheti"}).content.decode()
    assert f"<span>North Macedonia</span> <span>{told}</span>" in html


def test_search_without_words_helps(client):
    response = client.get("/en/search/")
    assert (response.status_code, names(response)) == (200, {})
    assert "Or browse" in response.content.decode()


def test_search_that_finds_nothing_helps(client, register):
    html = client.get("/en/search/", {"q": "wollongong"}).content.decode()
    assert "Nothing found for “wollongong”" in html
    assert "Write fewer words" in html


def test_search_for_several_words_of_which_one_is_misspelt_tells_who_may_be_meant(client, register):
    response = client.get("/en/search/", {"q": "wollongong Rochster"})
    assert [str(result.name) for result in response.context["meant"]] == ["Rochester Hills"]


def test_names_that_look_alike_are_told_as_such(client, saraj):
    html = client.get("/en/search/", {"q": "Sarajjt"}).content.decode()
    assert "No name holds these words. Did you mean one of these?" in html
    assert ">Saraj</a>" in html


def test_every_search_that_finds_something_is_there_in_other_forms(client, register):
    make_municipality("Zelenikovo")
    for text in ("saraj", "zelenikovo"):
        html = client.get("/en/search/", {"q": text}).content.decode()
        for address in ("search.csv", "search.json", "agreements.atom"):
            assert f'href="/en/{address}?q={text}"' in html


@pytest.mark.parametrize("path", ["/en/search/", "/en/search/suggestions/"])
def test_wrong_input_is_told_with_400(client, path):
    for query in ({"q": "x" * 201}, {"q": "a\0b"}, {"q": "a", "asOf": "soon"}):
        assert client.get(path, query).status_code == 400


def test_wrong_input_is_told_beside_the_box(client):
    html = client.get("/en/search/", {"q": "x" * 201}).content.decode()
    assert '<p class="error" id="search-error">' in html
    assert 'aria-describedby="search-hint search-error" aria-invalid="true"' in html


@pytest.mark.parametrize("text", ["&|!():*'", "\\", "<->", "🙂", "%", "_", "( " * 100, "'; DROP TABLE x; --", "\u202e"])
@pytest.mark.parametrize("path", ["/en/search/", "/mk/search/suggestions/"])
def test_no_text_is_an_error_of_the_server(client, register, path, text):
    assert client.get(path, {"q": text}).status_code == 200


def test_search_keeps_the_day(client, register):
    make_act(register, "signed", "2008")
    html = client.get("/en/search/", {"q": "saraj", "asOf": "2010-06-01"}).content.decode()
    assert f'href="/en/agreements/{register.number}/?asOf=2010-06-01"' in html
    assert 'href="/en/agreements/?q=saraj&amp;asOf=2010-06-01"' in html
    response = client.get("/en/search/", {"q": "saraj", "asOf": "2000-06-01"})
    assert names(response) == {"municipality": ["Saraj"]}


def test_foreign_passages_carry_their_language(client, saraj):
    make_agreement(saraj, make_municipality(), title_sq="Marrëveshje për lumenjtë")
    html = client.get("/en/search/", {"q": "lumenjte"}).content.decode()
    assert ' lang="sq">Marrëveshje për <mark>lumenjtë</mark></a>' in html


def test_queries_are_as_many_for_three_as_for_one(client, register, saraj):
    one = queries(client, "/en/search/", q="saraj")
    for number in range(2):
        make_agreement(make_municipality(f"Saraj {number}"), saraj)
    assert queries(client, "/en/search/", q="saraj") == one
    # Names, whole texts, and two kinds; what the words are is known
    assert one == 4


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Albania", "Albania"),
        ("en", "shqipëri", "Albania"),
        ("sq", "Албанија", "Shqipëri"),
        ("mk", "SHQIPERI", "Албанија"),
        ("sq", "Shqipëria", "Shqipëri"),
    ],
)
def test_country_leads_to_the_lists_of_it(client, db, language, text, name):
    make_agreement(make_municipality("Tuz", country="ME"), make_municipality("Kukës", country="AL"))
    response = client.get(f"/{language}/search/", {"q": text, "asOf": "2020-01-01"})
    ((found, lists),) = response.context["countries"]
    assert (found, [(number, address) for _heading, number, address in lists]) == (
        name,
        [(1, f"/{language}/{noun}/?country=AL&asOf=2020-01-01") for noun in ("agreements", "municipalities")],
    )
    assert 'id="nothing-found"' not in response.content.decode()
    assert all(client.get(address).status_code == 200 for *_told, address in lists)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Macedonia", ["North Macedonia"]),
        ("Македонија", ["North Macedonia"]),
        ("Maqedonia", ["North Macedonia"]),
        ("Kosova", ["Kosovo"]),
        ("Косово", ["Kosovo"]),
        ("Bosnia", ["Bosnia & Herzegovina"]),
        ("united", ["United Kingdom", "United States"]),
        ("Gjermania", ["Germany"]),
        ("gjer", ["Germany"]),  # nothing else is found
        ("Америка", ["United States"]),
        ("USA", ["United States"]),
        ("САД", ["United States"]),
        ("UK", ["United Kingdom"]),
        ("Велика Британија", ["United Kingdom"]),
        ("Gjermanisë", ["Germany"]),
        ("Gjermaninë", ["Germany"]),
        ("Deutschland", ["Germany"]),
        ("Almanya", ["Germany"]),
        ("Nemačka", ["Germany"]),
    ],
)
def test_country_is_known_by_the_words_in_use(client, db, text, names):
    for code in ("MK", "XK", "BA", "US", "GB", "DE"):
        make_municipality(country=code)
    countries = client.get("/en/search/", {"q": text}).context["countries"]
    assert [name for name, _lists in countries] == names


@pytest.mark.parametrize(("text", "found"), [("Tetovo Germany", True), ("wollongong Germany", False)])
def test_country_beside_other_words_that_nothing_holds_is_offered(client, db, text, found):
    make_municipality("Tetovo", country="MK")
    make_municipality("Ulm", country="DE")
    response = client.get("/en/search/", {"q": text})
    assert [name for name, _lists in response.context["countries"]] == ["Germany"]
    assert (bool(response.context["found"]), response.context["is_nothing"]) == (found, not found)


def test_no_more_than_three_countries_are_counted(client, db):
    for code in ("DE", "FR", "IT", "ES", "AL"):
        make_municipality(country=code)
    countries = client.get("/en/search/", {"q": "Germany France Italy Spain Albania"}).context["countries"]
    assert len(countries) == 3


@pytest.mark.parametrize("text", ["Germany", "", "EU", "al", "world"])
def test_what_is_no_country_of_the_register_is_none(client, db, text):
    make_municipality("Kukës", country="AL")
    assert client.get("/en/search/", {"q": text}).context["countries"] == []


def test_a_country_is_suggested_with_its_agreements(client, db):
    for number in range(12):
        make_municipality(f"Albaville {number}", country="FR")
    make_municipality("Kukës", country="AL")
    begun = client.get("/mk/search/suggestions/", {"q": "alba"}).json()
    assert len(begun["suggestions"]) == 8
    assert begun["suggestions"][-1] == {
        "name": "Албанија", "language": "", "kind": "Држава", "note": "Договори",
        "address": "/mk/agreements/?country=AL",
    }  # fmt: skip
    assert names_suggested(client, "en", q="albania")[0] == "Albania"
    assert "Albania" not in names_suggested(client, "en", q="albania", kind="municipality")
    assert "Albania" not in names_suggested(client, "en", q="al")
    make_municipality("Tetovo", country="MK")
    assert names_suggested(client, "en", q="mac") == ["North Macedonia"]


def suggested(client, **query):
    answer = client.get("/en/search/suggestions/", query).json()
    return [one["name"] for one in answer["suggestions"]]


def test_suggestions_begin_with_the_text_or_look_like_it(client, register):
    make_municipality("Sarajevo", country="BA")
    make_municipality("Novo Sarajevo", country="BA")
    assert suggested(client, q="сарај", kind="municipality") == ["Saraj", "Sarajevo", "Novo Sarajevo"]
    assert suggested(client, q="bex", kind="mayor") == ["Blerim Bexheti"]
    assert suggested(client, q="Rochster", kind="municipality") == ["Rochester Hills"]
    assert suggested(client, q="bex", kind="municipality") == []
    assert suggested(client, q="") == []


def test_suggestions_are_at_most_eight(client):
    for number in range(12):
        make_municipality(f"Lindental {number}")
    answer = client.get("/en/search/suggestions/", {"q": "lin"}).json()
    assert (len(answer["suggestions"]), answer["status"]) == (8, "8 suggestions")


@pytest.fixture
def cities():
    """Bigger cities than Saraj, and more than are suggested, of names that begin alike."""
    return [make_municipality(f"Sara{n}", country="ES", population=900_000 - n) for n in range(60)]


def names_suggested(client, language, **query):
    answer = client.get(f"/{language}/search/suggestions/", query).json()
    return [one["name"] for one in answer["suggestions"]]


def test_places_of_the_readers_region_are_suggested_before_bigger_cities(client, cities):
    make_municipality("Sarandë", country="AL", population=20_000)
    make_municipality("Saraj", country="MK")
    make_municipality("Novo Sarajevo", country="BA", population=60_000)
    assert names_suggested(client, "sq", q="sara")[:3] == ["Sarandë", "Saraj", "Sara0"]
    assert names_suggested(client, "mk", q="сара")[:3] == ["Sarandë", "Saraj", "Sara0"]
    assert names_suggested(client, "en", q="sara")[:2] == ["Sara0", "Sara1"]


def test_what_is_called_so_is_suggested_first_then_members(client, cities):
    make_municipality("Saranda", country="AL", population=20_000)
    make_municipality("Saraz", country="FR", is_member=True)
    for name in ("Sar", "Sarawak"):
        make_municipality(name, country="MY", population=10)
    for language in ("en", "sq"):
        assert names_suggested(client, language, q="sar")[:2] == ["Sar", "Saraz"]
    assert names_suggested(client, "sq", q="sara")[:2] == ["Saraz", "Saranda"]
    Alias.objects.create(municipality=cities[40], text="Sara")
    assert names_suggested(client, "sq", q="SARA")[:2] == ["Sara40", "Saraz"]


def test_suggestions_are_of_every_kind_that_is_found(client, cities, saraj):
    for n in range(12):
        make_mayor(saraj, f"Sara Mayor {n}", starts_on=str(2000 + n), ends_on=str(2000 + n))
    make_field("sarabande", "Sarabande")
    answer = client.get("/en/search/suggestions/", {"q": "sara"}).json()
    kinds = [one["kind"] for one in answer["suggestions"]]
    assert kinds == ["Municipality"] * 5 + ["Mayor"] * 2 + ["Field of cooperation"]
    assert len(names_suggested(client, "en", q="sara", kind="municipality")) == 8


def test_a_record_is_suggested_by_the_words_of_its_text(client, saraj):
    for n in range(3):
        make_joint_project(saraj, title=f"Lake path {n}")
    make_practice(saraj, title="Lakes kept clean")
    make_network("Lake towns", make_agreement(saraj, make_municipality("Tuz")))
    make_municipality("Lakeside")
    answer = client.get("/en/search/suggestions/", {"q": "lake"}).json()
    assert sorted((one["kind"], one["name"]) for one in answer["suggestions"]) == [
        ("Good practice", "Lakes kept clean"),
        ("Joint project", "Lake path 1"),
        ("Joint project", "Lake path 2"),
        ("Municipality", "Lakeside"),
        ("Network", "Lake towns"),
    ]
    assert len(names_suggested(client, "en", q="lake", kind="project")) == 3


def test_nearest_names_have_what_places_are_left(client, cities, saraj):
    for n in range(4):
        make_joint_project(saraj, title=f"Sara {n}")
    kinds = [one["kind"] for one in client.get("/en/search/suggestions/", {"q": "sara"}).json()["suggestions"]]
    assert kinds == ["Municipality"] * 6 + ["Joint project"] * 2


def test_a_field_called_so_is_suggested_first(client, db):
    make_field("culture", "Culture")
    make_municipality("Culturetown")
    assert names_suggested(client, "en", q="culture") == ["Culture", "Culturetown"]


def test_suggestions_tell_kind_place_and_address(client, register, saraj):
    answer = client.get("/sq/search/suggestions/", {"q": "saraj", "asOf": "2020-01-01"}).json()
    assert answer["suggestions"] == [
        {
            "name": "Saraj",
            "language": "",
            "kind": "Komunë",
            "note": "Maqedonia e Veriut",
            "address": f"/sq/municipalities/{saraj.uid}/?asOf=2020-01-01",
        },
        {
            "name": "Marrëveshje bashkëpunimi: Saraj dhe Rochester Hills",
            "language": "",
            "kind": "Marrëveshje",
            "note": "Maqedonia e Veriut, SHBA",
            "address": f"/sq/agreements/{register.number}/?asOf=2020-01-01",
        },
    ]


def test_an_unknown_kind_is_refused(client):
    assert client.get("/en/search/suggestions/", {"q": "a", "kind": "party"}).status_code == 400


def test_queries_of_suggestions_are_as_many_for_three_as_for_one(client, register):
    one = queries(client, "/en/search/suggestions/", q="saraj")
    for number in range(2):
        make_municipality(f"Saraj {number}")
    # Names, whole texts, what is likeliest, and two kinds; what the words are is known
    assert queries(client, "/en/search/suggestions/", q="saraj") == one == 5

"""The list of mayors, and the page of one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Act
from pages.records import partnerships
from pages.views import mayor as view
from tests.factories import make_act, make_agreement, make_mayor, make_municipality
from tests.pages.reading import cite, text_of
from tests.pages.test_municipality_page import section


def page(client, mayor, **query):
    response = client.get(f"/en/mayors/{mayor.uid}/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_mayor_stands_with_terms_sources_and_history(client, saraj):
    term = make_mayor(saraj, "Изет Меџити", starts_on="2017", ends_on="2021-10", wikidata_qid="Q1")
    make_mayor(saraj, "Изет  МЕЏИТИ".replace("  ", " "), starts_on="2021-11-01", ongoing=True)
    make_mayor(saraj, "Another", starts_on="2000", ends_on="2004")
    make_mayor(make_municipality("Elsewhere"), "Изет Меџити", starts_on="1990", ends_on="1991")
    cite(term, "starts_on", "2017", publisher="The gazette of Saraj")
    html = page(client, term)
    text = text_of(html)
    assert "Mayor of Saraj North Macedonia Изет Меџити" in text
    assert section(html, "terms").startswith(
        "Terms of office From To Kind November 1, 2021 in office mayor · this term by itself 2017"
    )
    for said in ("Today in office", "Wikidata: Q1", "The gazette of Saraj", "Added: mayor", "taken for those of one"):
        assert said in text, said
    for other in ("Another", "Elsewhere", "1990"):
        assert other not in text, other


@pytest.mark.parametrize(
    ("dates", "as_of", "said"),
    [
        ({"starts_on": "2000", "ongoing": True}, "", "Today in office"),
        ({"starts_on": "2000"}, "", "Today not known: the dates of the terms do not tell"),
        ({"starts_on": "2000", "ends_on": "2004"}, "", "Today not in office"),
        ({"starts_on": "2000", "ends_on": "2004"}, "2002-02-02", "On February 2, 2002 in office"),
        ({"starts_on": "2000", "ends_on": "2004"}, "1999-02-02", "On February 2, 1999 not in office"),
    ],
)
def test_mayor_is_in_office_on_the_day_or_not_or_nobody_knows(client, saraj, dates, as_of, said):
    term = make_mayor(saraj, "First", **dates)
    assert said in text_of(page(client, term, **({"asOf": as_of} if as_of else {})))


def test_mayor_who_was_succeeded_is_not_in_office(client, saraj):
    term = make_mayor(saraj, "Open", starts_on="2000")
    make_mayor(saraj, "Next", starts_on="2004", ends_on="2008")
    assert "Today not in office" in text_of(page(client, term))


def test_terms_of_one_person_stand_together_in_the_list_whoever_is_called_so_elsewhere(client, saraj):
    elsewhere = make_municipality("Elsewhere")
    for year, place in enumerate((saraj, elsewhere, saraj, elsewhere), start=2000):
        make_mayor(place, "Namesake", starts_on=str(year), ends_on=str(year))
    people = client.get("/en/mayors/").context["people"]
    assert [[str(term.starts_on) for term in terms] for terms in people] == [["2000", "2002"], ["2001", "2003"]]


def test_unknown_dates_and_no_end_are_three_different_things(client, saraj):
    rows = [
        section(page(client, make_mayor(saraj, name, **dates)), "terms")
        for name, dates in (
            ("A", {"starts_on": "1990", "ends_on": "1994"}),
            ("B", {}),
            ("C", {"starts_on": "2017-10", "ongoing": True}),
        )
    ]
    assert [row.removeprefix("Terms of office From To Kind ") for row in rows] == [
        "1990 1994 mayor ",
        "not known not known mayor ",
        "October 2017 in office mayor ",
    ]


def test_agreements_are_those_of_all_terms_of_the_person_each_once(client, saraj, rochester_hills):
    first = make_mayor(saraj, "Mayor", starts_on="2000", ends_on="2004")
    make_mayor(saraj, "Mayor", starts_on="2004", ends_on="2008")
    for year, form in (("2002", "twinning"), ("2004", "friendship"), ("2006", "contact"), ("2010", "memorandum")):
        make_act(make_agreement(saraj, rochester_hills, form=form), Act.Kind.SIGNED, year)
    make_act(make_agreement(saraj, rochester_hills, public=False, form="project"), Act.Kind.SIGNED, "2002")
    text = section(page(client, first), "agreements")
    assert [
        word for word in ("Contact", "Friendship", "Twinning", "Memorandum", "Project") if f"{word} of" in text
    ] == [
        "Contact",
        "Friendship",
        "Twinning",
    ]
    assert text.count("Friendship of Saraj") == 1
    assert "2004 · perhaps in office then: the dates are not exact" in text
    assert "No agreement is known" in text_of(page(client, first, asOf="1999-01-01"))


def test_agreements_past_the_limit_are_left_to_the_list(client, saraj, monkeypatch):
    for module in (partnerships, view):
        monkeypatch.setattr(module, "MOST_AGREEMENTS", 1)
    term = make_mayor(saraj)
    make_agreement(saraj, make_municipality())
    assert "more agreements than were compared" not in page(client, term)
    make_agreement(saraj, make_municipality())
    assert "more agreements than were compared" in page(client, term)


def test_three_terms_and_agreements_take_no_more_queries_than_one(client, saraj):
    def make(number):
        make_act(make_agreement(saraj, make_municipality()), Act.Kind.SIGNED, f"200{number}-06")
        return make_mayor(saraj, "Mayor", starts_on=f"200{number}-02-01", ends_on=f"200{number}-12-31")

    def count():
        with CaptureQueriesContext(connection) as captured:
            page(client, term)
        return len(captured)

    term = make(0)
    page(client, term)
    one = count()
    make(1), make(2)
    assert (count(), one <= 16) == (one, True), one


def test_terms_of_one_person_stand_together_in_the_list(client, saraj):
    make_mayor(saraj, "Bekim", starts_on="2000", ends_on="2004")
    make_mayor(make_municipality("Zelenikovo"), "Цветан")
    make_mayor(saraj, "Агим", starts_on="2010")
    make_mayor(saraj, "BEKIM", starts_on="2005", ongoing=True)
    people = client.get("/en/mayors/").context["people"]
    assert [[term.name for term in terms] for terms in people] == [["Агим"], ["Bekim", "BEKIM"], ["Цветан"]]


def test_list_of_mayors_is_narrowed_and_says_when_it_is_empty(client, saraj):
    assert "No mayor is in the register yet." in client.get("/en/mayors/").content.decode()
    mine = make_mayor(saraj, "Изет Меџити")
    make_mayor(make_municipality("Tirana", country="AL"), "Erion Veliaj")
    for asked in ({"q": "izet"}, {"municipality": "saraj"}, {"country": "MK"}):
        people = client.get("/en/mayors/", asked).context["people"]
        assert (asked, people) == (asked, [[mine]])
    assert "Try fewer words, another spelling" in client.get("/en/mayors/", {"q": "zzzz"}).content.decode()
    assert client.get("/en/mayors/", {"country": "XYZ"}).status_code == 400


@pytest.mark.parametrize("path", ["/en/mayors/", "/en/mayors.csv", "/en/mayors.atom", "/api/v1/mayors"])
def test_list_of_a_day_holds_the_terms_that_may_cover_it(client, saraj, path):
    for name, dates in (
        ("Before", {"starts_on": "1990", "ends_on": "2014"}),
        ("To some day of the year", {"starts_on": "2010", "ends_on": "2015"}),
        ("Acting", {"acting": True}),
        ("Later", {"starts_on": "2015-07", "ongoing": True}),
    ):
        make_mayor(make_municipality(f"Place of {name}"), name, **dates)

    def named(**query):
        response = client.get(path, query)
        text = response.getvalue().decode()
        assert response.status_code == 200
        return [name for name in ("Before", "To some day of the year", "Acting", "Later") if f"Place of {name}" in text]

    assert named() == ["Before", "To some day of the year", "Acting", "Later"]
    assert named(asOf="2015-06-30") == ["To some day of the year", "Acting"]
    assert client.get(path, {"asOf": "0000-00-00"}).status_code == 400


def test_list_of_a_day_without_mayors_says_so_and_leads_back_to_today(client, saraj):
    make_mayor(saraj, "Later", starts_on="2015", ongoing=True)
    html = client.get("/en/mayors/?asOf=1990-01-01").content.decode()
    assert "No mayor that the register knows was in office on that day." in html
    assert '<a href="/en/mayors/">Back to today</a>' in html
    html = client.get("/en/mayors/?country=MK&asOf=1990-01-01").content.decode()
    assert '<a href="/en/mayors/?country=MK">Back to today</a>' in html


def test_list_tells_unknown_dates_from_terms_that_go_on(client, saraj):
    for name, dates in (
        ("A", {"starts_on": "1990", "ends_on": "1994"}),
        ("B", {"ends_on": "1994"}),
        ("C", {"starts_on": "1990"}),
        ("D", {}),
        ("E", {"starts_on": "2017-10", "ongoing": True}),
        ("F", {"ongoing": True, "acting": True}),
    ):
        make_mayor(saraj, name, **{"acting": True, **dates})
    text = text_of(client.get("/en/mayors/").content.decode())
    place = "Saraj , North Macedonia"
    for said in (
        f"A {place} 1990 – 1994 acting",
        f"B {place} to 1994 , start not known",
        f"C {place} from 1990 , end not known",
        f"D {place} dates not known",
        f"E {place} in office since October 2017",
        f"F {place} in office, start not known",
    ):
        assert said in text, said

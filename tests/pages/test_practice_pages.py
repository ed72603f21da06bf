"""The list of good practices, and the page of one."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Adoption
from tests.factories import (
    make_agreement,
    make_field,
    make_municipality,
    make_practice,
    withdraw_silently,
)
from tests.pages.reading import cite, text_of
from tests.pages.test_municipality_page import section


def page(client, practice, language="en", **query):
    response = client.get(f"/{language}/good-practices/{practice.uid}/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_practice_tells_problem_solution_evidence_owner_field_and_agreement(client, saraj, agreement):
    practice = make_practice(
        saraj, title="Mobile bins", problem="No yard", solution="A lorry", evidence="310 tonnes", agreement=agreement,
        fields=[make_field("waste", "Waste")],
    )  # fmt: skip
    cite(practice, "problem", publisher="The news of Saraj")
    html = page(client, practice)
    assert section(html, "problem") == "The problem Source 1 No yard "
    assert section(html, "solution") == "The solution A lorry "
    assert section(html, "evidence") == "What shows that it works 310 tonnes "
    text = text_of(html)
    for said in (
        "Owner Saraj , North Macedonia", "Fields of cooperation Waste", "Added: good practice", "The news of Saraj",
        "Shared under the agreement Cooperation agreement of Saraj and Rochester Hills",
        "No other municipality is known to have taken it up.",
    ):  # fmt: skip
        assert said in text, said


def test_practice_published_after_midnight_is_of_the_new_day(client, saraj):
    after_midnight = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)  # 00:30 in Skopje
    html = page(client, make_practice(saraj, published_at=after_midnight))
    assert "Published July 1, 2026" in text_of(html)
    assert '"datePublished": "2026-07-01"' in html


def test_those_who_took_it_up_stand_with_the_day_and_on_the_map(client, saraj, rochester_hills):
    practice = make_practice(saraj, rochester_hills)
    Adoption.objects.create(
        practice=practice, municipality=make_municipality("Tirana", country="AL"), adopted_on="2021"
    )
    html = page(client, practice)
    text = section(html, "adopted")
    assert "Tirana , Albania: 2021 Rochester Hills , United States: date not known" in text
    assert html.count('class="arc"') == 1
    assert "Tirana" not in page(client, practice, asOf="2020-12-31")


def test_agreement_that_is_not_public_is_not_named(client, saraj):
    practice = make_practice(saraj, agreement=make_agreement(saraj, make_municipality(), public=False))
    assert "Shared under the agreement none is named" in text_of(page(client, practice))


def test_practice_in_another_language_says_so_and_is_not_indexed(client, saraj):
    practice = make_practice(
        saraj, title_en="", title_mk="Корпи", problem_mk="Отпад", solution_mk="Камион", original_language="mk"
    )
    html = page(client, practice)
    assert '<h1 dir="auto" lang="mk">Корпи' in html
    assert "Not yet available in English; shown in Macedonian." in html
    assert '<meta name="robots" content="noindex">' in html
    assert "noindex" not in page(client, practice, "mk")


def test_translated_practice_shows_its_original(client, saraj):
    practice = make_practice(saraj, title_en="Bins", title_sq="Kosha", original_language="sq")
    assert "Translated from Albanian: the original text Kosha" in text_of(page(client, practice))


def test_practice_that_is_not_public_is_missing_and_the_withdrawn_leaves_its_tombstone(client, saraj):
    draft, gone = make_practice(saraj, public=False), make_practice(saraj, title="Gone")
    withdraw_silently(gone, "Never done")
    assert client.get(f"/en/good-practices/{draft.uid}/").status_code == 404
    response = client.get(f"/en/good-practices/{gone.uid}/")
    assert response.status_code == 410
    text = text_of(response.content.decode())
    assert "Never done" in text
    assert "Its address is never given to another record." in text
    assert "Gone" not in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Road", "Bins"]),
        ({"q": "lorry"}, ["Bins"]),
        ({"q": "камион"}, []),
        ({"municipality": "saraj"}, ["Bins"]),
        ({"municipality": "tirana"}, ["Road", "Bins"]),
        ({"country": "AL"}, ["Road"]),
        ({"field": "waste"}, ["Bins"]),
    ],
)
def test_practices_are_found_by_words_owner_adopter_country_and_field(client, saraj, asked, found):
    tirana = make_municipality("Tirana", country="AL")
    make_practice(saraj, tirana, title="Bins", solution="A lorry", fields=[make_field("waste")])
    make_practice(tirana, title="Road")
    make_practice(saraj, title="Draft", public=False)
    rows = client.get("/en/good-practices/", asked).context["listing"].rows
    assert [practice.title for practice in rows] == found


def test_list_without_any_practice_says_so(client, db):
    assert "No good practice is in the register yet." in client.get("/en/good-practices/").content.decode()


def test_three_take_no_more_queries_than_one(client, saraj):
    def make(number):
        return make_practice(saraj, make_municipality(), fields=[make_field(f"field-{number}")])

    def count(path):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    practice = make(0)
    one_page, one_list = f"/en/good-practices/{practice.uid}/", "/en/good-practices/"
    one = count(one_page), count(one_list)
    make(1), make(2)
    Adoption.objects.create(practice=practice, municipality=make_municipality())
    Adoption.objects.create(practice=practice, municipality=make_municipality())
    assert (count(one_page), count(one_list)) == one

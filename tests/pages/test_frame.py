"""What all pages have in common and no single one has: languages, errors, the foreign host (and test_page_types)."""

import re

import pytest
from django.urls import reverse

from agreements.models import Field
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
from tests.pages.reading import text_of


def test_switcher_keeps_page_and_query(client, db):
    html = client.get("/en/agreements/?q=%D0%A1%D0%B0%D1%80%D0%B0%D1%98&country=MK").content.decode()
    assert 'href="/sq/agreements/?q=%D0%A1%D0%B0%D1%80%D0%B0%D1%98&amp;country=MK" lang="sq"' in html


def test_switcher_of_a_strange_address_stays_on_the_site(client, db):
    html = client.get("//evil.example/x").content.decode()
    assert 'href="//evil' not in html
    assert '<a href="/sq/" lang="sq"' in html


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("mk,en;q=0.5", "mk"), ("sq-AL", "sq"), ("de, en;q=0.1", "en"), ("tlh", "en"), ("", "en"), ("*;q=x,\u0000", "en")],
)
def test_root_leads_to_the_language_of_the_browser(client, wanted, language):
    response = client.get("/", headers={"Accept-Language": wanted})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("path", ["/en/nothing", "/nothing", "/en/agreements/IMCA-2024-000001/", "/en/agreements/x/"])
def test_missing_page_is_said_in_the_site_s_dress(client, db, path):
    response = client.get(path)
    assert response.status_code == 404
    assert 'class="wordmark"' in response.content.decode()


def test_server_error_needs_nothing(client, monkeypatch, db):
    monkeypatch.setattr("pages.views.home.coverage.coverage", lambda day: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/en/")
    assert response.status_code == 500
    for text in ("Something went wrong here", "Këtu diçka shkoi keq", "Овде нешто тргна наопаку"):
        assert text in response.content.decode()


def test_unknown_host_is_refused_and_not_a_failure(client, db):
    assert client.get("/en/", headers={"Host": "evil.example"}).status_code == 400


def test_home_counts_what_is_public(client, agreement, saraj, rochester_hills):
    over = make_agreement(saraj, rochester_hills)
    for one in (agreement, over):
        make_act(one, "entered_into_force", "2001")
    make_act(over, "terminated", "2005")
    make_agreement(public=False)
    make_joint_project()
    make_joint_project(public=False)
    make_municipality("Nobody's partner", country="AL")
    context = client.get("/en/").context
    coverage = context["coverage"]
    assert (context["selection"].agreements, coverage.municipalities, coverage.countries) == (2, 2, 2)
    assert (coverage.agreements, coverage.in_force, coverage.projects) == (2, 1, 1)


def test_search_of_the_front_page_keeps_the_day(client, db):
    day = '<input type="hidden" name="asOf" value="2003-01-01">'
    assert day in client.get("/en/?asOf=2003-01-01").content.decode()
    assert 'name="asOf"' not in client.get("/en/").content.decode()


def test_names_of_municipalities_and_mayors_say_their_script_on_every_page(client, saraj):
    struga = make_municipality("Струга")
    for place in (saraj, make_municipality("Bitola")):
        agreement = make_agreement(struga, place)
        agreement.fields.add(Field.objects.first() or make_field("lakes"))
    network = make_network("Lakes", agreement)
    mayor, project = make_mayor(struga, "Зоран"), make_joint_project(struga, title="Очи")
    practice = make_practice(struga, struga, title="Мост")
    paths = [
        "agreements/", "municipalities/", "mayors/", "joint-projects/", "good-practices/", f"mayors/{mayor.uid}/",
        f"municipalities/{struga.uid}/", f"joint-projects/{project.uid}/", f"good-practices/{practice.uid}/",
        f"networks/{network.uid}/", "fields/lakes/", f"municipalities/compare/?one={struga.uid}&other={saraj.uid}",
        f"partners/?municipality={struga.uid}",
    ]  # fmt: skip
    for path in paths:
        html = client.get(f"/en/{path}").content.decode()
        found = re.findall(r"<(a|bdi|b|p|h1|li|span)\b([^>]*)>(Струга|Зоран|Очи|Мост)<", html)
        assert found, path
        # What is written twice over for voices ("Compare Струга") stands in a span of theirs.
        untold = [one for one in found if "und-Cyrl" not in one[1] and "lang=" not in one[1]]
        assert (path, untold) == (path, [])


def test_home_says_that_a_selection_is_one(client, agreement):
    sentence = "This is a selection, not the whole: 1 of the 2 agreements"
    assert sentence not in client.get("/en/").content.decode()
    make_agreement(origin="selection")
    for name in ("home", "agreement-list", "about"):
        assert sentence in client.get(reverse(name)).content.decode()


@pytest.mark.parametrize(
    ("path", "day", "said"),
    [
        ("agreements/", "2001-05-01", "as they were on that day, as far as is known today. Back"),
        ("agreements/", "2050-05-01", "a day to come: legal status, parties and mayors as they would be on that day"),
        ("joint-projects/", "2001-05-01", "Joint projects and good practices are shown as they stand today. Back"),
        ("good-practices/", "2001-05-01", "Joint projects and good practices are shown as they stand today. Back"),
    ],
)
def test_the_banner_says_what_the_day_means(client, db, path, day, said):
    assert said in text_of(client.get(f"/en/{path}", {"asOf": day}).content.decode())

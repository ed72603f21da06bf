"""What all pages have in common: languages, links, headers, no cookies."""

import pytest
from django.urls import reverse

from pages import urls
from tests.factories import make_agreement, make_joint_project, make_municipality

LANGUAGES = ("sq", "mk", "en")


@pytest.fixture
def addresses(agreement, saraj):
    """One address of every kind of page, without the language."""
    project = make_joint_project(saraj)
    found = {
        "home": "/",
        "about": "/about/",
        "agreement-list": "/agreements/",
        "agreement": f"/agreements/{agreement.number}/",
        "municipality-list": "/municipalities/",
        "municipality": f"/municipalities/{saraj.uid}/",
        "project-list": "/joint-projects/",
        "project": f"/joint-projects/{project.uid}/",
    }
    assert set(found) == {pattern.name for pattern in urls.in_each_language}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_in_every_language(client, addresses, language):
    for name, path in addresses.items():
        response = client.get(f"/{language}{path}")
        html = response.content.decode()
        assert (name, response.status_code, response.headers["Content-Language"]) == (name, 200, language)
        assert f'<html lang="{language}">' in html
        assert html.count("<h1") == 1
        assert html.count('id="main"') == 1


def test_every_page_sets_no_cookie_and_a_strict_policy(client, addresses):
    for path in addresses.values():
        response = client.get(f"/en{path}")
        assert response.cookies == {}
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_every_page_has_unique_ids_and_links_that_lead_somewhere(client, addresses):
    for path in addresses.values():
        html = client.get(f"/en{path}").content.decode()
        ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
        assert sorted(ids) == sorted(set(ids))
        targets = {part.split('"')[0] for part in html.split('href="#')[1:]}
        assert targets - set(ids) == set()
        assert 'href=""' not in html


def test_every_page_names_its_translations(client, addresses):
    for path in addresses.values():
        html = client.get(f"/en{path}").content.decode()
        for language in LANGUAGES:
            assert f'<link rel="alternate" hreflang="{language}" href="http://testserver/{language}{path}">' in html


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


def test_pages_refuse_to_be_written(client, addresses):
    for path in addresses.values():
        assert client.post(f"/en{path}").status_code == 405


@pytest.mark.parametrize("path", ["/en/nothing", "/nothing", "/en/agreements/IMCA-2024-000001/", "/en/agreements/x/"])
def test_missing_page_is_said_in_the_site_s_dress(client, db, path):
    response = client.get(path)
    assert response.status_code == 404
    assert 'class="wordmark"' in response.content.decode()


def test_server_error_needs_nothing(client, monkeypatch, db):
    monkeypatch.setattr("pages.views.home.coverage.coverage", lambda: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/en/")
    assert response.status_code == 500
    for text in ("Something went wrong here", "Këtu diçka shkoi keq", "Овде нешто тргна наопаку"):
        assert text in response.content.decode()


def test_unknown_host_is_refused_and_not_a_failure(client, db):
    assert client.get("/en/", headers={"Host": "evil.example"}).status_code == 400


def test_home_counts_what_is_public(client, agreement):
    make_agreement(public=False)
    make_municipality("Nobody's partner", country="AL")
    context = client.get("/en/").context
    coverage = context["coverage"]
    assert (context["selection"].agreements, coverage.municipalities, coverage.countries) == (1, 2, 2)


def test_home_says_that_a_selection_is_one(client, agreement):
    sentence = "This is a selection, not the whole: 1 of the 2 agreements"
    assert sentence not in client.get("/en/").content.decode()
    make_agreement(origin="selection")
    for name in ("home", "agreement-list", "about"):
        assert sentence in client.get(reverse(name)).content.decode()

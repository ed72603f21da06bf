"""What each page says of its own address: one canonical, one for each language, and one for everybody else."""

import re

import pytest
from django.test import Client, RequestFactory

from pages import urls
from tests.factories import make_field, make_municipality, make_network

HOST = "http://testserver"
pytestmark = pytest.mark.django_db


def links(path) -> dict:
    html = Client().get(path).content.decode()
    found = {"canonical": re.findall(r'<link rel="canonical" href="([^"]*)">', html)}
    for language, address in re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', html):
        found.setdefault(language, []).append(address)
    return found


@pytest.mark.parametrize("language", ["sq", "mk", "en"])
@pytest.mark.parametrize(
    ("path", "rest"),
    [
        ("agreements/", "agreements/"),
        ("agreements/?q=Saraj&asOf=2003-01-01&utm_source=x", "agreements/"),
        ("about/?fbclid=1", "about/"),
        ("privacy/", "privacy/"),
    ],
)
def test_a_page_names_itself_in_every_language(language, path, rest):
    assert links(f"/{language}/{path}") == {
        "canonical": [f"{HOST}/{language}/{rest}"],
        "sq": [f"{HOST}/sq/{rest}"],
        "mk": [f"{HOST}/mk/{rest}"],
        "en": [f"{HOST}/en/{rest}"],
        "x-default": [f"{HOST}/en/{rest}"],
    }


def test_the_front_page_leaves_the_choice_to_the_browser():
    assert links("/mk/")["x-default"] == [f"{HOST}/"]


def test_a_record_page_has_one_canonical_address():
    place = make_municipality()
    assert links(f"/sq/municipalities/{place.uid}/?asOf=2003-01-01")["canonical"] == [
        f"{HOST}/sq/municipalities/{place.uid}/"
    ]


def test_an_error_names_no_address():
    assert links("/en/nothing/") == {"canonical": []}


@pytest.mark.parametrize(
    "query", ["q=%D0%A1%D0%B0%D1%80%D0%B0%D1%98", "country=MK&form=twinning&form=contact", "q=a%26b%3Dc"]
)
def test_the_switcher_keeps_the_query(query):
    html = Client().get(f"/en/agreements/?{query}").content.decode()
    escaped = query.replace("&", "&amp;")
    for language in ("sq", "mk", "en"):
        assert f'<a href="/{language}/agreements/?{escaped}" lang="{language}"' in html


def feed(path) -> str:
    html = Client().get(path).content.decode()
    (address,) = re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]*)">', html)
    return address.replace("&amp;", "&")


def test_a_page_leads_feed_readers_to_what_it_shows(saraj):
    make_field("culture", "Culture")
    assert feed("/mk/about/") == "/mk/agreements.atom"
    assert feed("/en/agreements/?country=MK&sort=since&q=a%26b") == "/en/agreements.atom?country=MK&q=a%26b"
    assert feed("/en/joint-projects/") == "/en/joint-projects.atom"
    assert feed(f"/en/municipalities/{saraj.uid}/?asOf=2003-01-01") == f"/en/agreements.atom?municipality={saraj.uid}"
    assert feed("/en/fields/culture/") == "/en/agreements.atom?field=culture"
    network = f"/en/networks/{make_network().uid}/"
    assert feed(network) == f"/en/agreements.atom?network={network.split('/')[-2]}"
    assert feed("/en/mayors/?q=bexheti") == "/en/mayors.atom?q=bexheti"
    assert [feed(f"/sq/{name}/") for name in ("fields", "networks")] == ["/sq/fields.atom", "/sq/networks.atom"]
    for path in ("/en/agreements/?country=MK", f"/en/municipalities/{saraj.uid}/", "/en/fields/culture/", network):
        assert Client().get(feed(path)).status_code == 200


@pytest.mark.parametrize("page", [one for one in (*urls.once, *urls.in_each_language) if one.name != "report"], ids=str)
def test_a_page_takes_nothing_but_its_address(page):
    assert page.callback(RequestFactory().post("/")).status_code == 405

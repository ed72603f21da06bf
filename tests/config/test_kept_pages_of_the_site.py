"""The site's own pages are the same kept as fresh, and tell of every change."""

import pytest
from django.utils import timezone

from provenance.acting import acting
from tests import factories

PAGES = [
    "/en/",
    "/en/agreements/",
    "/mk/agreements/?country=MK",
    "/en/agreements.atom",
    "/api/v1/agreements",
    "/sitemap.xml",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_the_same_kept_as_fresh(client, keeps, agreement, address, django_assert_num_queries):
    fresh = client.get(address, headers={"Accept-Encoding": "br", "Origin": "https://elsewhere.example"})
    assert fresh.status_code == 200
    with django_assert_num_queries(0):  # the version alone is asked, beside them (provenance/version.py)
        again = client.get(address, headers={"Accept-Encoding": "br", "Origin": "https://elsewhere.example"})
    assert again.content == fresh.content
    assert dict(again.headers) == dict(fresh.headers)
    assert fresh["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("address", PAGES)
def test_what_is_unchanged_is_304_with_the_headers_of_the_page(client, keeps, agreement, address):
    headers = {"Origin": "https://elsewhere.example"}
    fresh = client.get(address, headers=headers)
    unchanged = client.get(address, headers=headers | {"If-None-Match": fresh["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    of_the_page_alone = {
        "API-Version",
        "Content-Type",
        "Content-Length",
        "Content-Language",
        "Last-Modified",
        "Link",
        "Allow",
    }
    expected = {name: value for name, value in fresh.headers.items() if name not in of_the_page_alone}
    kept_headers = dict(unchanged.headers)
    assert {one.strip() for one in kept_headers.pop("Vary").split(",")} == {
        one.strip() for one in expected.pop("Vary").split(",")
    }
    assert kept_headers == expected
    assert {"Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"} <= set(expected)
    assert fresh.has_header("Access-Control-Allow-Origin") == address.startswith("/api/")


def test_a_page_tells_of_every_change(client, keeps, agreement):
    before = client.get("/en/agreements/")
    with acting(name="a test"):
        factories.make_agreement(*[party.municipality for party in agreement.parties.all()], title_en="Something new")
    after = client.get("/en/agreements/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "Something new" in after.content.decode()
    assert "Something new" not in before.content.decode()


def test_the_day_is_part_of_the_page(client, keeps, agreement, monkeypatch):
    before = client.get("/en/agreements/")["ETag"]
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: tomorrow)
    assert client.get("/en/agreements/", headers={"If-None-Match": before}).status_code == 200


def test_a_part_of_the_sitemap_is_304_when_unchanged(client, keeps, agreement):
    fresh = client.get("/sitemaps/agreement-1.xml")
    assert fresh.status_code == 200
    assert client.get("/sitemaps/agreement-1.xml", headers={"If-None-Match": fresh["ETag"]}).status_code == 304

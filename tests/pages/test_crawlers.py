"""Sitemaps, robots.txt, humans.txt, security.txt, favicon.ico."""

import datetime as dt
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from agreements.models import GoodPractice
from agreements.workflow import published_from_sources
from pages.formats import sitemaps
from pages.records.nouns import NOUNS
from pages.urls import in_each_language
from tests.factories import (
    make_agreement,
    make_commitment,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
    make_network,
    withdraw_silently,
)

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
HOST = "http://testserver"
pytestmark = pytest.mark.django_db


def read(path):
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    return ElementTree.fromstring(answer.getvalue())


def addresses(root) -> list[str]:
    return [one.text.removeprefix(HOST) for one in root.iter(S + "loc")]


def latest_part(noun: str) -> str:
    """The part with the records made last: earlier tests of the same database may have used up the first."""
    return [part for part in addresses(read("/sitemap.xml")) if f"/{noun}-" in part][-1]


def every_address() -> list[str]:
    return [page for part in addresses(read("/sitemap.xml")) for page in addresses(read(part))]


@pytest.fixture
def some(agreement, saraj):
    make_joint_project(saraj)
    make_mayor(saraj)
    GoodPractice.objects.create(owner=saraj, title="t", problem="p", solution="s", **published_from_sources())


def test_every_public_page_is_listed_in_every_language_once(some, agreement, saraj):
    draft, gone = make_agreement(public=False), make_agreement()
    withdraw_silently(gone)
    listed = every_address()
    assert len(listed) == len(set(listed))
    for language in ("sq", "mk", "en"):
        for path in ("", f"agreements/{agreement.number}/", f"municipalities/{saraj.uid}/", "agreements/", "privacy/"):
            assert f"/{language}/{path}" in listed
    assert not [address for address in listed if draft.number in address or gone.number in address]
    assert {Client().get(address).status_code for address in listed if address.startswith("/en/")} == {200}


def test_no_kind_of_page_is_forgotten(some):
    """Pages that have no record and are not in the sitemap are forms, answers to a question, or no pages."""
    with translation.override("en"):
        listed = set(addresses(read("/sitemaps/pages-1.xml")))
        plain = {
            address.name: reverse(address.name) for address in in_each_language
            if not address.pattern.converters and "(?P" not in str(address.pattern)
        }  # fmt: skip
        left_out = {name for name, address in plain.items() if address.endswith("/") and address not in listed}
    assert left_out <= {"search", "suggestions", "compare", "partner-finder"}


def test_each_address_names_the_same_page_in_the_other_languages(agreement):
    path = f"agreements/{agreement.number}/"
    urls = list(read(latest_part("agreement")))
    assert [url.find(S + "loc").text for url in urls] == [f"{HOST}/{code}/{path}" for code in ("sq", "mk", "en")]
    for url in urls:
        assert {link.get("hreflang"): link.get("href") for link in url.iter(LINK)} == {
            **{code: f"{HOST}/{code}/{path}" for code in ("sq", "mk", "en")},
            "x-default": f"{HOST}/en/{path}",
        }


def test_a_page_in_fallback_text_is_not_listed(saraj):
    project = make_joint_project(saraj, title_en="A bridge", title_sq="Një urë", summary_sq="Mbi Treskën")
    assert addresses(read(latest_part("joint-project"))) == [f"/sq/joint-projects/{project.uid}/"]
    for language, noindex in (("sq", False), ("en", True), ("mk", True)):
        page = Client().get(f"/{language}/joint-projects/{project.uid}/").content.decode()
        assert ('<meta name="robots" content="noindex">' in page) == noindex


@pytest.mark.parametrize(
    ("noun", "make", "key"), [("field", make_field, "code"), ("network", make_network, "uid")], ids=["field", "network"]
)
def test_a_page_of_which_the_name_is_in_another_language_is_not_listed(noun, make, key):
    found = make(name="Lakes", name_sq="Liqene")
    paths = {code: f"/{code}/{noun}s/{getattr(found, key)}/" for code in ("sq", "mk", "en")}
    listed = addresses(read(latest_part(noun)))
    assert [path for path in paths.values() if path in listed] == [paths["sq"], paths["en"]]
    for path in paths.values():
        page = Client().get(path).content.decode()
        assert ('<meta name="robots" content="noindex">' in page) == (path not in listed)


def test_an_agreement_whose_promise_is_not_translated_is_not_listed(agreement):
    make_commitment(agreement, text_en="A camp", text_sq="Një kamp")
    listed = addresses(read(latest_part("agreement")))
    assert listed == [f"/{language}/agreements/{agreement.number}/" for language in ("sq", "en")]
    for language in ("sq", "mk", "en"):
        path = f"/{language}/agreements/{agreement.number}/"
        page = Client().get(path).content.decode()
        assert ('<meta name="robots" content="noindex">' in page) == (path not in listed)


@pytest.mark.parametrize("noun", NOUNS)
def test_the_last_change_is_the_logs(some, noun):
    make_network(), make_field()
    before = timezone.now().replace(microsecond=0)
    (lastmod, *_others) = {one.text for one in read(latest_part(noun)).iter(S + "lastmod")}
    assert before - dt.timedelta(minutes=1) <= dt.datetime.fromisoformat(lastmod) <= timezone.now()


def test_parts_are_bounded_and_keep_their_records(monkeypatch, saraj):
    monkeypatch.setattr(sitemaps, "RECORDS_IN_PART", 2)
    made = [make_municipality() for _ in range(4)]
    parts = [part for part in addresses(read("/sitemap.xml")) if "/municipality-" in part]
    assert [int(part[:-4].rpartition("-")[2]) for part in parts] == sorted(
        {(one.pk + 1) // 2 for one in [saraj, *made]}
    )
    listed = [len(addresses(read(part))) for part in parts]
    assert (max(listed), sum(listed)) == (6, 15)


def test_a_part_of_full_size_is_far_from_the_protocols_bounds():
    assert sitemaps.RECORDS_IN_PART * 3 < 50_000


@pytest.mark.parametrize("path", ["agreement-2", "agreement-999999", "pages-2", "nothing-1", "field-1"])
def test_a_part_that_holds_nothing_is_not_there(agreement, path):
    assert Client().get(f"/sitemaps/{path}.xml").status_code == 404


def test_a_sitemap_costs_the_same_queries_always(django_assert_num_queries, saraj, rochester_hills):
    for more in (1, 2):
        for _ in range(more):
            make_agreement(saraj, rochester_hills)
        part = latest_part("agreement")
        with django_assert_num_queries(3):
            read(part)


def test_robots_are_led_to_the_sitemap_and_kept_from_questions():
    answer = Client().get("/robots.txt")
    lines = answer.content.decode().splitlines()
    assert (answer["Content-Type"], lines[0], lines[-1]) == (
        "text/plain; charset=utf-8", "User-agent: *", f"Sitemap: {HOST}/sitemap.xml",
    )  # fmt: skip
    assert {line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")} == {
        "/admin/", "/*?", *(f"/{code}/{path}/" for code in ("sq", "mk", "en") for path in ("search", "report")),
    }  # fmt: skip


def test_humans_are_told_what_this_is(settings):
    settings.CONTACT = {"name": "Demo registrar", "url": "", "email": "registrar@example.org"}
    text = Client().get("/humans.txt").content.decode()
    assert ("Contact: Demo registrar" in text, "Contact: registrar@example.org" in text, "CC BY 4.0" in text) == (
        True,
    ) * 3


def test_security_txt_says_whom_to_tell(settings):
    settings.CONTACT = {"name": "", "url": "https://example.org/contact", "email": "registrar@example.org"}
    answer = Client().get("/.well-known/security.txt")
    fields = [line.partition(": ")[::2] for line in answer.content.decode().splitlines()]
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert [value for name, value in fields if name == "Contact"] == [
        "mailto:registrar@example.org", "https://example.org/contact",
    ]  # fmt: skip
    (expires,) = [value for name, value in fields if name == "Expires"]
    # RFC 9116: in the future, and less than a year.
    assert dt.timedelta(days=90) < dt.datetime.fromisoformat(expires) - timezone.now() < dt.timedelta(days=365)
    assert dict(fields)["Canonical"] == f"{HOST}/.well-known/security.txt"


@pytest.mark.parametrize("url", ["", "http://example.org/"])
def test_without_a_contact_there_is_no_security_txt(settings, url):
    settings.CONTACT = {"name": "Demo", "url": url, "email": ""}
    assert Client().get("/.well-known/security.txt").status_code == 404


def test_favicon_is_our_own_drawing():
    answer = Client().get("/favicon.ico")
    icon = Image.open(io.BytesIO(answer.getvalue()))
    assert (answer["Content-Type"], icon.format, icon.ico.sizes()) == (
        "image/vnd.microsoft.icon", "ICO", {(16, 16), (32, 32), (48, 48), (64, 64)},
    )  # fmt: skip
    svg = (Path(__file__).parents[2] / "static" / "icon.svg").read_text()
    assert re.search('fill="(#[0-9a-f]{6})"', svg).group(1) == "#9a2f1e"
    assert icon.convert("RGB").getpixel((4, 32)) == (0x9A, 0x2F, 0x1E)


def test_no_program_gets_a_cookie(some):
    client = Client()
    for path in (
        "sitemap.xml",
        latest_part("agreement").removeprefix("/"),
        "robots.txt",
        "humans.txt",
        "favicon.ico",
        "en/picture.png",
    ):
        assert client.get(f"/{path}").status_code == 200
    assert client.cookies == {}

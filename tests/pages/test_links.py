"""No link of the site is dead, none leads visitors astray, and every page can be reached by links."""

import logging
from urllib.parse import urldefrag, urlsplit

import pytest

from pages import urls
from pages.formats import printing
from tests.page_types import LANGUAGES, PAGE_TYPES
from tests.pages.crawling import RESOURCES, SITE, crawl, nothing_laid_out

MEDIA_TYPES = {
    "atom": "application/atom+xml",
    "css": "text/css",
    "csv": "text/csv",
    "ics": "text/calendar",
    "js": "text/javascript",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "webp": "image/webp",
    "xml": "application/xml",
}
UNASKED = ("/humans.txt", "/favicon.ico")
# What is met by sending a form, or by typing.
NOT_LINKED = {"report-received", "search-csv", "search-json", "suggestions", "security"}
if not printing.AVAILABLE:
    NOT_LINKED.add("agreement-pdf")


@pytest.fixture(scope="module")
def site(register):
    """From the front pages, and from what crawlers and browsers ask for unasked."""
    with nothing_laid_out():
        return crawl("/", *(f"/{language}/" for language in LANGUAGES), "/robots.txt", *UNASKED)


def without_fragment(address):
    return urldefrag(address).url.removeprefix(SITE)


def test_no_link_is_dead(site):
    assert len(site.answers) > 3 * len(PAGE_TYPES)
    dead = {address for address, answer in site.answers.items() if answer.status not in (200, 302, 303)}
    assert [(on, address) for on, _, _, address in site.internal if without_fragment(address) in dead] == []


def test_every_anchor_leads_to_its_place(site):
    missing = set()
    for on, tag, _, address in site.internal:
        answer, fragment = site.answers.get(without_fragment(address)), urldefrag(address).fragment
        if fragment and tag == "a" and answer and answer.content_type == "text/html" and fragment not in answer.ids:
            missing.add((on, address))
    assert missing == set()


def test_every_page_is_linked(site):
    reached = {answer.page for answer in site.answers.values()}
    assert {pattern.name for pattern in [*urls.once, *urls.in_each_language]} - reached - NOT_LINKED == set()


def test_no_link_leads_visitors_to_the_admin(site):
    assert [one for one in site.internal if urlsplit(one[3]).path.startswith("/admin")] == []


def test_no_address_sets_a_cookie(site):
    assert {address: answer.cookies for address, answer in site.answers.items() if answer.cookies} == {}


def test_nothing_is_loaded_from_elsewhere(site):
    assert [one for one in site.external if any(one[1] == tag for tag, _ in RESOURCES)] == []


def test_external_links_are_whole_and_say_what_they_are(site):
    """They are not fetched; `pytest --log-level=INFO` lists them."""
    wrong = []
    for on, tag, attributes, address in site.external:
        logging.getLogger(__name__).info("%s links to %s", on, address)
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https", "mailto", "webcal"):
            wrong.append((on, address))
        if tag == "a" and parts.scheme in ("http", "https") and not attributes.get("rel"):
            wrong.append((on, address, "rel"))
    assert wrong == []


def test_files_have_the_media_type_of_their_names(site):
    wrong = {}
    for address, answer in site.answers.items():
        suffix = urlsplit(address).path.rpartition(".")[2]
        if suffix in MEDIA_TYPES and answer.content_type != MEDIA_TYPES[suffix]:
            wrong[address] = answer.content_type
    assert wrong == {}

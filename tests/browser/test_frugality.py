"""What a first visit costs: few bytes, no jump of the layout, nothing that holds the first picture back."""

import gzip
import time
from contextlib import contextmanager

import pytest

from tests.browser.visiting import Visitor

BUDGET = 100_000  # bytes, all of it: page, style, scripts, pictures
PICTURES_WITHOUT_SIZE = "[...document.images].filter(i => !i.getAttribute('width') || !i.getAttribute('height')).length"
BLOCKING = (
    "performance.getEntriesByType('resource')"
    ".filter(e => e.initiatorType === 'script' && e.renderBlockingStatus === 'blocking').map(e => e.name)"
)


def weight(response) -> int:
    """Bytes as they travel. Static files are compressed once they are collected, which a test's server does not do."""
    if response.headers.get("content-encoding"):
        return response.request.sizes()["responseBodySize"]
    body = response.body() if response.status == 200 or "text/html" in response.headers["content-type"] else b""
    return len(gzip.compress(body)) if "/static/" in response.url else len(body)


def first_visit(visitor, one, address) -> tuple[list, dict]:
    """What shifted, pictures without size, what blocks; the bytes of each address."""
    visitor.responses.clear()
    page = visitor.visit(one, address)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found = [page.evaluate(script) for script in ("window.shifted", PICTURES_WITHOUT_SIZE, BLOCKING)]
    return found, {response.url: weight(response) for response in answers(visitor)}


def answers(visitor) -> list:
    """What came for this page. The icon, of 200 bytes, a browser asks for when it likes: when the next one is there."""
    return [response for response in visitor.responses if not response.url.endswith("/icon.svg")]


@contextmanager
def who_remembers_nothing(browser, width):
    """One window for all first visits: to open one takes longer than to read a page."""
    with Visitor(browser, viewport={"width": width, "height": 800}) as visitor:
        network = visitor.context.new_cdp_session(visitor.page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        yield visitor


@pytest.mark.parametrize(("width", "language"), [(320, "mk"), (1280, "en")])
def test_first_visit_is_light_and_nothing_shifts_or_waits(browser, pages, width, language):
    """In Macedonian, too, whose letters take two bytes. What comes of sending a form is no first visit."""
    wrong = {}
    with who_remembers_nothing(browser, width) as visitor:
        for one, address in pages(language):
            if one.method == "GET":
                for again in range(10):
                    # A browser in need of a processor may show the half of a page that it has read: what shifts for a
                    # reason of the page's own shifts each time.
                    time.sleep(again / 5)
                    found, weights = first_visit(visitor, one, address)
                    if found[0] == 0:
                        break
                if found != [0, 0, []] or sum(weights.values()) > BUDGET:
                    wrong[one.name] = {"shift, pictures without size, blocking": found, "bytes": weights}
    assert wrong == {}


def test_who_remembers_nothing_asks_for_all_again(browser, pages):
    with who_remembers_nothing(browser, 1280) as visitor:
        asked = []
        for _ in range(2):
            first_visit(visitor, *pages("en")[0])
            asked.append([response.request.sizes()["responseBodySize"] > 0 for response in answers(visitor)])
    assert asked[0] == asked[1]
    assert set(asked[1]) == {True}

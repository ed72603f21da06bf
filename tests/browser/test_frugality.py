"""What a first visit costs: few bytes, no jump of the layout, nothing that holds the first picture back."""

import gzip
import time

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


def first_visit(browser, one, address, width) -> tuple[list, dict]:
    """What shifted, pictures without size, what blocks; the bytes of each address."""
    with Visitor(browser, viewport={"width": width, "height": 800}) as visitor:
        page = visitor.visit(one, address)
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        found = [page.evaluate(script) for script in ("window.shifted", PICTURES_WITHOUT_SIZE, BLOCKING)]
        return found, {response.url: weight(response) for response in visitor.responses}


@pytest.mark.parametrize(("width", "language"), [(320, "mk"), (1280, "en")])
def test_first_visit_is_light_and_nothing_shifts_or_waits(browser, pages, width, language):
    """In Macedonian, too, whose letters take two bytes. What comes of sending a form is no first visit."""
    wrong = {}
    for one, address in pages(language):
        if one.method == "GET":
            for again in range(10):
                # A browser in need of a processor may show the half of a page that it has read: what shifts for a
                # reason of the page's own shifts each time.
                time.sleep(again / 5)
                found, weights = first_visit(browser, one, address, width)
                if found[0] == 0:
                    break
            if found != [0, 0, []] or sum(weights.values()) > BUDGET:
                wrong[one.name] = {"shift, pictures without size, blocking": found, "bytes": weights}
    assert wrong == {}

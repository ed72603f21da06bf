"""What a first visit costs: few bytes, no jump of the layout, nothing that holds the first picture back."""

import gzip

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


def test_first_visit_stays_in_the_budget(browser, pages):
    """In Macedonian, whose letters take two bytes."""
    heavy = {}
    for one, address in pages("mk"):
        with Visitor(browser) as visitor:
            visitor.visit(one, address)
            weights = {response.url: weight(response) for response in visitor.responses}
            if sum(weights.values()) > BUDGET:
                heavy[one.name] = weights
    assert heavy == {}


def test_nothing_shifts_and_nothing_holds_the_page_back(browser, pages):
    wrong = {}
    for width in (320, 1280):
        for one, address in pages("en"):
            with Visitor(browser, viewport={"width": width, "height": 800}) as visitor:
                page = visitor.visit(one, address)
                page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
                found = [page.evaluate(script) for script in ("window.shifted", PICTURES_WITHOUT_SIZE, BLOCKING)]
                if found != [0, 0, []]:
                    wrong[one.name, width] = {"shift, pictures without size, blocking": found}
    assert wrong == {}

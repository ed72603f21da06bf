"""Without a mouse: from the search to a document, with scripts and without, and the focus is always seen."""

import pytest

from tests.browser.visiting import Visitor

FOCUSED = """async () => {
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));  // until it has scrolled
    const e = document.activeElement;
    if (e === document.body) return null;
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    e.dataset.reached = 1;
    return {
        html: e.outerHTML.slice(0, 120), href: e.getAttribute('href') || '', name: e.name || '',
        tag: e.tagName.toLowerCase(), text: e.innerText || '',
        seen: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
            && box.bottom > 0 && box.top < innerHeight,
    };
}"""
FOCUSABLE = (
    "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary,"
    ' [tabindex="0"]\')].filter(e => e.checkVisibility() && e.tabIndex >= 0 && !e.disabled).length'
)


def tab_to(page, wanted, most=400) -> dict:
    """Press Tab until what has the focus is wanted; every stop on the way must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        place = page.evaluate(FOCUSED)
        if place is not None:
            assert place["seen"], place
            if wanted(place):
                return place
    raise AssertionError("never reached")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_keyboard_leads_from_search_to_a_document(browser, pages, scripts):
    with Visitor(browser, reduced_motion="reduce") as visitor:
        if not scripts:  # the tests' own looking at the page needs them: the page's are refused instead
            visitor.context.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page = visitor.visit(*pages("en")[0])
        tab_to(page, lambda place: place["name"] == "q")
        page.keyboard.type("northtown")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "/search/" in page.url
        tab_to(page, lambda place: "/en/agreements/?" in place["href"])
        with page.expect_navigation():
            page.keyboard.press("Enter")
        tab_to(page, lambda place: place["tag"] == "summary" and place["text"] == "Form")
        if not page.evaluate("document.activeElement.parentElement.open"):
            page.keyboard.press("Enter")
        tab_to(page, lambda place: place["name"] == "form" and "memorandum" in place["html"])
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "form=memorandum" in page.url
        tab_to(page, lambda place: "/en/agreements/IMCA-" in place["href"])
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("h1").inner_text().startswith("Memorandum on water")
        document = tab_to(page, lambda place: place["href"].startswith("/media/documents/"))
        assert visitor.take_complaints() == []
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert download.value.url.endswith(document["href"])


def test_pages_work_where_scripts_are_switched_off(browser, pages):
    with Visitor(browser, java_script_enabled=False) as visitor:
        page = visitor.visit(*pages("en")[0])
        page.get_by_label("Search the register").first.fill("Сарај")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=%D0%A1%D0%B0%D1%80%D0%B0%D1%98")
        page.get_by_role("link", name="Cooperation agreement between the Municipality of Saraj").first.click()
        page.wait_for_url("**/en/agreements/*/")
        assert page.locator("h1").inner_text().startswith("Cooperation agreement between the Municipality of Saraj")
        page.get_by_role("link", name="Shqip").click()
        page.wait_for_url("**/sq/agreements/*/")
        assert page.locator("html").get_attribute("lang") == "sq"
        assert page.locator("h1").inner_text().startswith("Marrëveshje bashkëpunimi")


@pytest.mark.parametrize(
    "name", ["home", "search, found", "agreements", "agreement of twelve", "municipality", "report"]
)
def test_keyboard_reaches_everything_and_focus_is_seen(browser, pages, name):
    with Visitor(browser, reduced_motion="reduce") as visitor:
        page = visitor.visit(*next(pair for pair in pages("en") if pair[0].name == name))
        wanted, unseen = page.evaluate(FOCUSABLE), []
        for _ in range(wanted * 3):  # a box for a date has several stops
            page.keyboard.press("Tab")
            place = page.evaluate(FOCUSED)
            if place is None:
                break
            if not place["seen"]:
                unseen.append(place["html"])
        reached = page.evaluate("document.querySelectorAll('[data-reached]').length")
        assert (unseen, reached) == ([], wanted)

"""Small screens, enlarged text, forced colours, no motion, paper."""

import pytest

from tests.browser.visiting import Visitor

# What sticks out of the window, boxes that scroll by themselves aside.
TOO_WIDE = """
(() => {
    const boxed = e => e && (/auto|scroll|hidden/.test(getComputedStyle(e).overflowX) || boxed(e.parentElement));
    return [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg') && !boxed(e.parentElement))
        .map(e => e.outerHTML.slice(0, 90)).slice(0, 3);
})()
"""
SMALL = {"viewport": {"width": 320, "height": 640}}


@pytest.mark.parametrize("language", ["sq", "mk"])
def test_pages_fit_a_screen_of_320_pixels(browser, pages, language):
    """Which is 1280 enlarged to 400 %: nothing is scrolled sideways but tables, in boxes of their own."""
    wrong = {}
    with Visitor(browser, **SMALL, device_scale_factor=4) as visitor:
        for one, address in pages(language):
            page = visitor.visit(one, address)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 320:
                wrong[one.name] = (width, page.evaluate(TOO_WIDE))
    assert wrong == {}


def test_what_scrolls_sideways_is_reached_by_keyboard(browser, pages):
    wrong = {}
    with Visitor(browser, **SMALL) as visitor:
        for one, address in pages("sq"):
            boxes = visitor.visit(one, address).evaluate(
                "[...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1"
                " && /auto|scroll/.test(getComputedStyle(e).overflowX) && e.tabIndex < 0"
                " && !e.querySelector('a[href], button, input')).map(e => e.outerHTML.slice(0, 90))"
            )
            if boxes:
                wrong[one.name] = boxes
    assert wrong == {}


def test_text_may_be_twice_as_large(browser, pages):
    wrong = {}
    with Visitor(browser, viewport={"width": 640, "height": 800}) as visitor:
        for one, address in pages("en"):
            page = visitor.visit(one, address)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 640:
                wrong[one.name] = (width, page.evaluate(TOO_WIDE))
    assert wrong == {}


def test_forced_colours_leave_buttons_badges_and_drawings_to_be_seen(browser, pages):
    """Whatever is told by a ground alone has an edge, too, and drawings take the reader's colours."""
    wrong = {}
    with Visitor(browser, forced_colors="active", color_scheme="dark") as visitor:
        for one, address in pages("en"):
            page = visitor.visit(one, address)
            found = page.evaluate(
                "[...document.querySelectorAll('button, .badge, .notice')].filter(e => e.checkVisibility()"
                " && !/[1-9]/.test(getComputedStyle(e).borderWidth)).map(e => e.outerHTML.slice(0, 80))"
            )
            lines = page.evaluate(
                "[...document.querySelectorAll('svg .arc path, svg .land')].map(e => getComputedStyle(e))"
                ".filter(s => s.stroke === 'none' && s.fill === 'none').length"
            )
            if (found, lines, complaints := visitor.take_complaints()) != ([], 0, []):
                wrong[one.name] = (found[:3], lines, complaints)
    assert wrong == {}


def test_nothing_moves_for_who_wants_no_motion(browser, pages):
    wrong = {}
    with Visitor(browser, reduced_motion="reduce") as visitor:
        for one, address in pages("en"):
            moving = visitor.visit(one, address).evaluate(
                "document.getAnimations().length + [...document.querySelectorAll('*')]"
                ".filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).length"
            )
            smooth = visitor.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
            if (moving, smooth) != (0, "auto"):
                wrong[one.name] = (moving, smooth)
    assert wrong == {}


def test_paper_shows_the_record_and_nothing_to_click(browser, pages):
    wrong = {}
    with Visitor(browser) as visitor:
        for one, address in pages("en"):
            page = visitor.visit(one, address)
            page.emulate_media(media="print")
            printed = page.evaluate(
                "[...document.querySelectorAll('nav, form, button, input, .skip, .screen-only')]"
                ".filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))"
            )
            if printed or not page.locator("h1").is_visible():
                wrong[one.name] = printed[:3]
            page.emulate_media(media="screen")
    assert wrong == {}


def test_paper_writes_addresses_of_sources_out(browser, pages):
    with Visitor(browser) as visitor:
        one, address = next(pair for pair in pages("sq") if pair[0].name == "agreement of twelve")
        page = visitor.visit(one, address)
        page.emulate_media(media="print")
        assert page.locator(".parties").is_visible()
        written = page.evaluate("getComputedStyle(document.querySelector('.sources a[href^=http]'), '::after').content")
        assert "attr(href)" in written or "https://paper.example/" in written
        assert len(page.pdf()) > 10_000

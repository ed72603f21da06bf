"""Small screens, enlarged text, forced colours, no motion, paper: one visit of each page answers all that can be
asked of it."""

import pytest

from tests.browser.test_keyboard import FOCUSED
from tests.browser.visiting import Visitor, violations

# What sticks out of the window, boxes that scroll by themselves aside.
TOO_WIDE = """
(() => {
    const boxed = e => e && (/auto|scroll|hidden/.test(getComputedStyle(e).overflowX) || boxed(e.parentElement));
    return [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg') && !boxed(e.parentElement))
        .map(e => e.outerHTML.slice(0, 90)).slice(0, 3);
})()
"""
BOXES_OUT_OF_REACH = """
[...document.querySelectorAll('main *')]
    .filter(e => e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX)
        && e.tabIndex < 0 && !e.querySelector('a[href], button, input'))
    .map(e => e.outerHTML.slice(0, 90))
"""
WITHOUT_EDGE = """
[...document.querySelectorAll('button, .badge, .notice')]
    .filter(e => e.checkVisibility() && !/[1-9]/.test(getComputedStyle(e).borderWidth))
    .map(e => e.outerHTML.slice(0, 80))
"""
# Lines and grounds of drawings that have the colour of what lies behind them, or none.
INVISIBLE_LINES = """
(() => {
    const nothing = ['none', 'transparent', 'rgba(0, 0, 0, 0)'];
    const behind = e => {
        const colour = e ? getComputedStyle(e).backgroundColor : 'rgb(255, 255, 255)';
        return nothing.includes(colour) ? behind(e.parentElement) : colour;
    };
    return [...document.querySelectorAll('svg .arc path, svg .land')].filter(e => {
        const style = getComputedStyle(e);
        return [style.stroke, style.fill].every(colour => [...nothing, behind(e)].includes(colour));
    }).length;
})()
"""
MOVING = """
document.getAnimations().length + [...document.querySelectorAll('*')]
    .filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).length
"""
SCROLLING = "getComputedStyle(document.documentElement).scrollBehavior"
TO_CLICK = """
[...document.querySelectorAll('nav, form, button, input, .skip, .screen-only')]
    .filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))
"""
TARGETS = {"runOnly": {"type": "rule", "values": ["target-size"]}}


def too_wide(visitor):
    width = visitor.page.evaluate("document.documentElement.scrollWidth")
    return width > visitor.page.viewport_size["width"] and (width, visitor.page.evaluate(TOO_WIDE))


def boxes_out_of_reach(visitor):
    return visitor.page.evaluate(BOXES_OUT_OF_REACH)


def small_targets(visitor):
    return violations(visitor.page, TARGETS)


@pytest.fixture(scope="module", params=["sq", "mk"])
def small(browser, pages, request):
    """A screen of 320 pixels, which is 1280 enlarged to 400 %."""
    with Visitor(browser, viewport={"width": 320, "height": 640}, device_scale_factor=4) as visitor:
        return visitor.visit_all(pages(request.param), too_wide, boxes_out_of_reach, small_targets)


def test_pages_fit_a_screen_of_320_pixels(small):
    """Nothing is scrolled sideways but tables, in boxes of their own."""
    assert small[too_wide] == {}


def test_what_scrolls_sideways_is_reached_by_keyboard(small):
    assert small[boxes_out_of_reach] == {}


def test_targets_are_large_enough_on_a_small_screen(small):
    assert small[small_targets] == {}


def not_skipping_to_the_content(visitor):
    """Where the first stop of who comes by keyboard is another, cannot be seen, or leads elsewhere."""
    visitor.page.evaluate("document.activeElement.blur()")
    visitor.page.keyboard.press("Tab")
    place = visitor.page.evaluate(FOCUSED)
    visitor.page.keyboard.press("Enter")
    found = place["text"], place["seen"], visitor.page.evaluate("document.activeElement.id")
    return found != ("Skip to the main content", True, "main") and found


def moving(visitor):
    """What moves, or is scrolled to smoothly, for a reader who wants no motion."""
    found = visitor.page.evaluate(MOVING), visitor.page.evaluate(SCROLLING)
    return found != (0, "auto") and found


def unseen_in_forced_colours(visitor):
    visitor.page.emulate_media(forced_colors="active", color_scheme="dark")
    found = visitor.page.evaluate(WITHOUT_EDGE)[:3], visitor.page.evaluate(INVISIBLE_LINES), visitor.take_complaints()
    visitor.page.emulate_media(forced_colors="none", color_scheme="light")
    return found != ([], 0, []) and found


def wrong_on_paper(visitor):
    visitor.page.emulate_media(media="print")
    found = visitor.page.evaluate(TO_CLICK)[:3], visitor.page.locator("h1").is_visible()
    visitor.page.emulate_media(media="screen")
    return found != ([], True) and found


def too_wide_enlarged(visitor):
    """With text twice as large in a window of half the width."""
    visitor.page.set_viewport_size({"width": 640, "height": 800})
    visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = too_wide(visitor)
    visitor.page.set_viewport_size({"width": 1280, "height": 900})
    return found


@pytest.fixture(scope="module")
def large(browser, pages):
    """A large screen of a reader who wants no motion. What changes the page for good is asked last."""
    questions = not_skipping_to_the_content, moving, unseen_in_forced_colours, wrong_on_paper, too_wide_enlarged
    with Visitor(browser, reduced_motion="reduce") as visitor:
        return visitor.visit_all(pages("en"), *questions)


def test_first_stop_of_the_keyboard_skips_to_the_content(large):
    assert large[not_skipping_to_the_content] == {}


def test_nothing_moves_for_who_wants_no_motion(large):
    assert large[moving] == {}


def test_forced_colours_leave_buttons_badges_and_drawings_to_be_seen(large):
    """Whatever is told by a ground alone has an edge, too, and drawings take the reader's colours."""
    assert large[unseen_in_forced_colours] == {}


def test_paper_shows_the_record_and_nothing_to_click(large):
    assert large[wrong_on_paper] == {}


def test_text_may_be_twice_as_large(large):
    assert large[too_wide_enlarged] == {}


def test_paper_writes_addresses_of_sources_out(browser, pages):
    with Visitor(browser) as visitor:
        one, address = next(pair for pair in pages("sq") if pair[0].name == "agreement of twelve")
        page = visitor.visit(one, address)
        page.emulate_media(media="print")
        assert page.locator(".parties").is_visible()
        written = page.evaluate("getComputedStyle(document.querySelector('.sources a[href^=http]'), '::after').content")
        assert "attr(href)" in written or "https://paper.example/" in written
        assert len(page.pdf()) > 10_000

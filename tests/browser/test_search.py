"""Suggestions as somebody types: by keyboard, by pointer, told to screen readers; and the search without any script."""

import re

import pytest

from tests.browser.visiting import Visitor, violations
from tests.factories import make_agreement, make_mayor, make_municipality

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
BOX = 'input[role="combobox"]'
OPTIONS = '[role="option"]'


@pytest.fixture
def saraj(site):
    place = make_municipality("Saraj", name_mk="Сарај", country="MK")
    for name in ("Sarajevo", "Sarandë"):
        make_municipality(name, country="BA")
    make_agreement(place, make_municipality("Rochester Hills", country="US"))
    make_mayor(place, "Sara Mayor")
    return place


@pytest.fixture
def page(browser, site, saraj):
    """The list of agreements, with the search in the masthead; complaints of the browser fail the test."""
    with Visitor(browser) as visitor:
        visitor.page.goto(f"{site}/en/about/")
        yield visitor.page
        assert visitor.take_complaints() == []


def type_in(page, text, box=BOX):
    """All letters at once: on a slow machine single ones would be asked for each by itself, and answered in between."""
    page.locator(box).focus()
    page.keyboard.insert_text(text)
    page.wait_for_selector(OPTIONS)


def names(page):
    return page.locator(f"{OPTIONS} b").all_inner_texts()


def chosen(page):
    """The name that is told to be active, by the box itself."""
    return page.evaluate(
        f"""() => {{
            const box = document.querySelector('{BOX}');
            const option = document.getElementById(box.getAttribute('aria-activedescendant'));
            const told = option && option.getAttribute('aria-selected') === 'true';
            return told ? option.querySelector('b').textContent : null;
        }}"""
    )


def test_keyboard_walks_through_the_suggestions(page, site, saraj):
    type_in(page, "sar")
    agreement = "Cooperation agreement of Saraj and Rochester Hills"
    assert names(page) == ["Saraj", "Sarajevo", "Sarandë", agreement, "Sara Mayor"]
    assert page.locator(BOX).get_attribute("aria-expanded") == "true"
    assert page.get_by_role("status").inner_text() == "5 suggestions"
    walked = [chosen(page)]
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
        walked.append(chosen(page))
    assert walked == [None, "Saraj", "Sarajevo", "Saraj", None, "Sara Mayor", None, "Saraj"]
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/en/municipalities/{saraj.uid}/")


def test_escape_closes_and_enter_searches_for_the_words(page, site):
    type_in(page, "sar")
    page.keyboard.press("Escape")
    assert (names(page), page.locator(BOX).get_attribute("aria-expanded")) == ([], "false")
    assert page.locator(BOX).input_value() == "sar"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(OPTIONS)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/en/search/?q=sar")


def test_leaving_the_box_closes_the_list(page):
    type_in(page, "sar")
    page.keyboard.press("Tab")
    assert names(page) == []


def test_pointer_chooses(page, site, saraj):
    type_in(page, "сарај")
    page.locator(OPTIONS).first.click()
    page.wait_for_url(f"{site}/en/municipalities/{saraj.uid}/")


def test_only_the_last_answer_is_shown(page):
    """Slow answers to the first letters must not replace that to the whole word."""
    slow, early = [], {"status": "1 suggestion", "suggestions": [{"name": "Early", "kind": "", "note": ""}]}
    page.route(re.compile(r"/suggestions/\?q=(?!sarande$)"), lambda route: slow.append(route))
    page.locator(BOX).focus()
    with page.expect_request("**/suggestions/?q=sar"):
        page.keyboard.type("sar")
    page.keyboard.type("ande")
    page.wait_for_selector(OPTIONS)
    assert names(page) == ["Sarandë"]
    assert slow != []
    for route in slow:
        route.fulfill(json=early)
    page.evaluate("fetch('/robots.txt').then(answer => answer.text())")  # what was answered before it has arrived
    assert names(page) == ["Sarandë"]


def test_list_opens_over_the_page_without_moving_it(page):
    before = page.evaluate(
        "[...document.querySelectorAll('h1, main, nav, form')].map(e => e.getBoundingClientRect().top)"
    )
    type_in(page, "sar")
    after = page.evaluate(
        "[...document.querySelectorAll('h1, main, nav, form')].map(e => e.getBoundingClientRect().top)"
    )
    assert after == before


@pytest.mark.parametrize("options", [{"width": 1280}, {"width": 320}], ids=str)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_list_keeps_to_accessibility_and_to_the_screen(browser, site, saraj, options, scheme):
    with Visitor(browser, viewport={**options, "height": 900}, color_scheme=scheme, reduced_motion="reduce") as visitor:
        page = visitor.page
        page.goto(f"{site}/mk/search/?q=saraj")
        page.locator(BOX).fill("")
        type_in(page, "sar")
        page.keyboard.press("ArrowDown")
        assert violations(page, RULES) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= options["width"]


def test_search_works_without_any_script(browser, site, saraj):
    with Visitor(browser, java_script_enabled=False) as visitor:
        page = visitor.page
        page.goto(f"{site}/en/")
        page.get_by_label("Search the register").fill("Сарај")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}/en/search/?q=%D0%A1%D0%B0%D1%80%D0%B0%D1%98")
        page.get_by_role("link", name="Cooperation agreement of Saraj and Rochester Hills").click()
        assert page.locator("h1").inner_text().startswith("Cooperation agreement of Saraj and Rochester Hills")


def test_choosing_fills_a_box_that_is_no_search(page, site, saraj):
    page.goto(f"{site}/en/partners/")
    type_in(page, "sar", "main " + BOX)
    assert names(page) == ["Saraj", "Sarajevo", "Sarandë"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.get_by_role("combobox", name="Your municipality").input_value() == "Saraj"
    assert page.url == f"{site}/en/partners/"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/partners/?municipality=Saraj*")
    assert page.locator("h1").inner_text() == "Partners for Saraj"

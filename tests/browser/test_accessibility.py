"""Every type of page, in every language, light and dark: nothing that axe could find, nothing in the console."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.visiting import Visitor
from tests.page_types import LANGUAGES

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What the colour scheme can change; everything else is the same document.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
TARGETS = {"runOnly": {"type": "rule", "values": ["target-size"]}}


def violations(page, options) -> list[tuple]:
    """By axe itself: `Axe.run` would load it for each question and send all that is right, too."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "options => axe.run(options).then(results => results.violations)", {**options, "resultTypes": ["violations"]}
    )
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]


def test_axe_finds_what_is_wrong(browser):
    with Visitor(browser) as visitor:
        visitor.page.set_content("<title>Wrong</title><img src='data:,'><p style='color: #eee; background: #fff'>Pale")
        assert {name for name, _ in violations(visitor.page, RULES)} >= {"image-alt", "html-has-lang", "color-contrast"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_keep_to_accessibility_and_policy(browser, pages, language):
    wrong = {}
    with Visitor(browser) as visitor:
        for one, address in pages(language):
            page = visitor.visit(one, address)
            found = violations(page, RULES)
            page.emulate_media(color_scheme="dark")
            found += [("dark", violation) for violation in violations(page, COLOURS)]
            page.emulate_media(color_scheme="light")
            if found := found + visitor.take_complaints():
                wrong[one.name] = found
    assert wrong == {}


def test_targets_are_large_enough_on_a_small_screen(browser, pages):
    wrong = {}
    with Visitor(browser, viewport={"width": 320, "height": 640}) as visitor:
        for one, address in pages("sq"):
            if found := violations(visitor.visit(one, address), TARGETS):
                wrong[one.name] = found
    assert wrong == {}

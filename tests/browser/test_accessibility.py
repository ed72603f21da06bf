"""Every type of page, in every language, light and dark: nothing that axe could find, nothing in the console."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.visiting import Visitor
from tests.page_types import LANGUAGES

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What the colour scheme can change; everything else is the same document.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
TARGETS = {"runOnly": {"type": "rule", "values": ["target-size"]}}


def violations(page, options) -> list[tuple]:
    found = Axe().run(page, options=options).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]


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

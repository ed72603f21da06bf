"""Every type of page, in every language, light and dark: nothing that axe could find, nothing in the console."""

import pytest

from tests.browser.visiting import Visitor, violations
from tests.page_types import LANGUAGES

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What the colour scheme can change; everything else is the same document.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


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

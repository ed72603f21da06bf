"""Every type of page, in every language, light and dark: nothing that axe could find, nothing in the console."""

import pytest

from tests.browser.visiting import Visitor, violations
from tests.page_types import LANGUAGES

# What the colour scheme can change; everything else is the same document.
COLOURS = ["color-contrast", "link-in-text-block"]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {name: {"enabled": False} for name in COLOURS},
}
# Marks what looks as nothing did before, and answers with those looks. A look is what the rules on colours judge by:
# the style of an element that has words, and of all around it.
NEW_LOOKS = """
seen => {
    const brief = text => {
        let one = 7, other = 11;
        for (let place = 0; place < text.length; place++) {
            one = Math.imul(one ^ text.charCodeAt(place), 0x01000193);
            other = Math.imul(other + text.charCodeAt(place), 0x9E3779B1) ^ other >>> 15;
        }
        return `${one} ${other}`;
    };
    const own = (e, style = getComputedStyle(e)) => [
        style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.textShadow, style.position,
        style.fontSize, style.fontWeight, style.textDecoration, style.borderBottom, e.localName, e.matches(':disabled'),
    ].join();
    const looks = new Map([[null, '']]);
    const look = e => {
        if (!looks.has(e)) looks.set(e, brief(own(e) + look(e.parentElement)));
        return looks.get(e);
    };
    const known = new Set(seen), fresh = [];
    for (const e of document.querySelectorAll('body, body *')) {
        delete e.dataset.look;
        const hasWords = e.matches('input, select, textarea')
            || [...e.childNodes].some(one => one.nodeType === Node.TEXT_NODE && one.data.trim());
        if (hasWords && !known.has(look(e))) {
            known.add(look(e));
            fresh.push(look(e));
            e.dataset.look = 'new';
        }
    }
    return fresh;
}
"""


@pytest.fixture(scope="module")
def seen():
    """The looks that were held against the rules on colours, on whatever page and in whatever language."""
    return {"light": [], "dark": []}


def wrong_colours(page, seen) -> list:
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        fresh = page.evaluate(NEW_LOOKS, seen[scheme])
        seen[scheme] += fresh
        if fresh:
            options = {"runOnly": {"type": "rule", "values": COLOURS}}
            found += [(scheme, violation) for violation in violations(page, options, "[data-look]")]
    return found


def test_axe_finds_what_is_wrong(browser, seen):
    page = "<title>Wrong</title><img src='data:,'><p style='color: {}; background: #fff'>Pale <a href='#x'>or not</a>"
    with Visitor(browser) as visitor:
        visitor.page.set_content(page.format("#eee"))
        assert {name for name, _ in violations(visitor.page, RULES)} >= {"image-alt", "html-has-lang"}
        for colour, found in (("#eee", {"color-contrast"}), ("#eee", set()), ("#ddd", {"color-contrast"})):
            visitor.page.set_content(page.format(colour))
            assert {violation[0] for _, violation in wrong_colours(visitor.page, seen)} == found


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_keep_to_accessibility_and_policy(browser, pages, seen, language):
    wrong = {}
    with Visitor(browser) as visitor:
        for one, address in pages(language):
            page = visitor.visit(one, address)
            found = violations(page, RULES) + wrong_colours(page, seen)
            if found := found + visitor.take_complaints():
                wrong[one.name] = found
    assert wrong == {}

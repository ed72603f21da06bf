"""Maps and plots as a browser draws them: letters that can be read, names that do not cover each other."""

import random

import pytest

from tests.browser.visiting import Visitor
from tests.factories import make_act, make_agreement, make_municipality

LETTERS = """selector => [...document.querySelectorAll(selector)].map(text =>
    parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
NAMES = """() => [...document.querySelectorAll('.map text')].map(text => {
    const box = text.getBoundingClientRect()
    return [text.textContent, box.left, box.top + box.height / 4, box.right, box.bottom - box.height / 4]
})"""


@pytest.fixture
def star(site):
    """The addresses of the overview's pages and of a municipality with sixty partners."""
    dice = random.Random(4)
    centre = make_municipality("Centre", latitude=42, longitude=21.3)
    for n in range(60):
        place = {"latitude": dice.uniform(-30, 65), "longitude": dice.uniform(-120, 120)}
        agreement = make_agreement(centre, make_municipality(f"Partner {n}", country="DE", **place))
        make_act(agreement, "signed", str(1960 + n))
    return f"{site}/en/municipalities/{centre.uid}/", f"{site}/en/overview/", f"{site}/en/overview/maps/europe/"


def test_letters_can_be_read_and_names_do_not_cover_each_other(browser, star):
    wrong = {}
    with Visitor(browser) as visitor:
        page = visitor.page
        for address in star:
            page.goto(address)
            for width in (320, 360, 480, 481, 640, 641, 768, 1024, 1280, 2560, 3840):
                page.set_viewport_size({"width": width, "height": 900})
                smallest = min(page.evaluate(LETTERS, ".map text, .plot text"))
                covered = covering(page.evaluate(NAMES)) if address == star[0] else []
                if smallest < 12 or covered or page.evaluate("document.documentElement.scrollWidth") > width:
                    wrong[address, width] = smallest, covered
        page.goto(star[0])
        names = [name for name, *_box in page.evaluate(NAMES)]
    assert wrong == {}
    assert "Centre" in names
    assert len(names) > 2


def covering(names):
    """The pairs of names whose letters lie over each other."""
    return [
        (one[0], other[0])
        for place, one in enumerate(names)
        for other in names[place + 1 :]
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]


def test_dots_far_from_each_other_are_reached_by_keyboard(browser, site):
    here = make_municipality("Here", latitude=42, longitude=21)
    there = make_municipality("There", country="US", latitude=42, longitude=-83)
    make_agreement(here, there)
    with Visitor(browser, viewport={"width": 320, "height": 640}) as visitor:
        page = visitor.page
        page.goto(f"{site}/en/municipalities/{here.uid}/")
        link = page.get_by_role("link", name="There").first
        box = link.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        page.get_by_role("group").get_by_role("link", name="There").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/municipalities/{there.uid}/")

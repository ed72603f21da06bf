"""What a form of filters makes of the address: what somebody filled in, and nothing empty."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.browser.visiting import Visitor
from tests.factories import make_agreement, make_municipality


@pytest.mark.parametrize(
    ("path", "filled", "asked"),
    [
        ("agreements/?country=MK", {"q": "cooperation"}, [("q", "cooperation"), ("country", "MK")]),
        ("municipalities/", {}, []),
        # A list may be asked for two values of one key, of which the box that is left empty is a third.
        ("agreements/?municipality={uid}", {"q": "tuz"}, [("q", "tuz"), ("municipality", "{uid}")]),
        ("mayors/", {"municipality": "Tuz"}, [("municipality", "Tuz")]),
        ("partners/", {"municipality": "Tuz"}, [("municipality", "Tuz")]),
    ],
)
def test_address_holds_what_was_filled_in(browser, site, path, filled, asked):
    town = make_municipality("Tuz", country="MK")
    make_agreement(town, make_municipality("Bar", country="ME"))
    with Visitor(browser) as visitor:
        page = visitor.page
        page.goto(f"{site}/en/{path.format(uid=town.uid)}")
        for name, text in filled.items():
            page.locator(f'form.filters input[name="{name}"]').first.fill(text)
        with page.expect_navigation():
            page.locator("form.filters button[type=submit]").first.click()
        found = parse_qsl(urlsplit(page.url).query, keep_blank_values=True)
        assert found == [(name, value.format(uid=town.uid)) for name, value in asked]
        assert visitor.take_complaints() == []

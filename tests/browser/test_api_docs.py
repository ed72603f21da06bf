"""The API's docs page in a real browser: under the site's policy, and of use."""

from playwright.sync_api import expect

from tests import factories
from tests.browser.visiting import Visitor


def test_docs_page_lists_and_tries_the_api_without_a_violation(browser, site):
    factories.make_field("culture")
    with Visitor(browser) as visitor:
        page = visitor.page
        page.goto(f"{site}/api/v1/docs")
        page.click("#operations-fields-listFields .opblock-summary")
        page.click(".try-out__btn")
        page.click(".execute")
        expect(page.locator(".live-responses-table .response .response-col_status")).to_have_text("200")
        expect(page.locator(".live-responses-table .highlight-code").first).to_contain_text('"culture"')
        assert visitor.take_complaints() == []

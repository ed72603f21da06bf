"""The visitor of all these tests notes what a browser complains of: else none of them would notice."""

import pytest

from tests.browser.visiting import Visitor

SITE = "http://register.test/"
POLICY = {"Content-Security-Policy": "script-src 'self'"}


def told(browser, **files) -> list[str]:
    """What is complained of on a page with this body and these files; what is not among them fails."""

    def answer(route):
        name = route.request.url.removeprefix(SITE).replace(".", "_")
        if name == "aborted_css" or name not in files:
            route.abort("aborted" if name == "aborted_css" else "connectionrefused")
        else:
            route.fulfill(body=files[name], headers=POLICY, content_type="text/html" if name == "" else None)

    files[""] = f'<title>A page</title><link rel="icon" href="data:,">{files.pop("page")}'
    with Visitor(browser) as visitor:
        visitor.context.route("**/*", answer)
        visitor.page.goto(SITE)
        return visitor.take_complaints()


@pytest.mark.parametrize(
    ("page", "script", "complaint"),
    [
        ("<script>1</script>", "", "CSP: script-src-elem"),
        ("", "console.error('said')", "said"),
        ("", "throw Error('thrown')", "thrown"),
        ("<img src='gone.png' alt=''>", "", f"{SITE}gone.png failed: net::ERR_CONNECTION_REFUSED"),
        ("<link rel='stylesheet' href='aborted.css'>", "", f"{SITE}aborted.css failed: net::ERR_ABORTED"),
        ("", "document.cookie = 'seen=1'", "cookie seen"),
        ("<img src='http://elsewhere.test/dot.svg' alt=''>", "", "http://elsewhere.test/dot.svg from elsewhere"),
    ],
)
def test_a_visitor_tells_what_the_browser_complains_of(browser, page, script, complaint):
    elsewhere = {"http://elsewhere_test/dot_svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}
    page += "<script src='own.js'></script>"
    assert complaint in told(browser, page=page, own_js=script, **elsewhere)


def test_a_visitor_tells_nothing_of_a_page_without_fault_nor_what_the_browser_says_of_itself(browser):
    script = "console.log('x'); console.warn('[Deprecation] x'); console.warn('[Intervention] x')"
    assert told(browser, page="<script src='own.js'></script>", own_js=script) == []

"""A visitor who notes whatever the browser complains of."""

from tests.page_types import PageType

# Before anything of the page: violations of the policy become errors of the console, shifts of the layout are added up.
WATCH = """
addEventListener('securitypolicyviolation', e => console.error('CSP: ' + e.violatedDirective));
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => window.shifted += entry.value))
    .observe({type: 'layout-shift', buffered: true});
"""


class Visitor:
    """One browsing context. `complaints`: errors, violations, requests that failed or went to another host."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.page = self.context.new_page()
        self.complaints, self.responses = [], []
        self.page.add_init_script(WATCH)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", lambda response: self.responses.append(response))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

    def visit(self, one: PageType, address: str):
        """Open a page, as its type says; the page."""
        self.page.goto(address)
        if one.method == "POST":
            self.responses.clear()
            with self.page.expect_navigation():
                self.page.locator("main form[method=post] button[type=submit]").click()
        return self.page

    def take_complaints(self) -> list:
        """What was wrong since the last time: cookies and hosts of others included."""
        site = "/".join(self.page.url.split("/")[:3])
        found = self.complaints + [f"cookie {cookie['name']}" for cookie in self.context.cookies()]
        found += [f"{one.url} from elsewhere" for one in self.responses if not one.url.startswith((site, "data:"))]
        self.complaints.clear()
        self.responses.clear()
        return found

    def _failed(self, request) -> None:
        # Who leaves a page while its icon is still on the way breaks that request off: the page is not to blame.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.url} failed: {request.failure}")

    def _heard(self, message) -> None:
        # What the page itself answers (404 and the like) is no complaint of the page.
        own = message.location.get("url") == self.page.url and "the server responded with a status of 4" in message.text
        if message.type in ("error", "warning") and not own:
            self.complaints.append(message.text)

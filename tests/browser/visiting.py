"""A visitor who notes whatever the browser complains of, and what is asked on a visit."""

from axe_playwright_python.base import AXE_SCRIPT

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
        self.context.set_default_timeout(120_000)  # a machine may have other things to do
        self.page = self.context.new_page()
        self.complaints, self.heard, self.responses = [], [], []
        self.page.add_init_script(WATCH)
        self.page.on("console", lambda message: self.heard.append(message))
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

    def visit_all(self, pages, *questions) -> dict:
        """Open each of [(type, address)] once and ask all questions of it.

        A question is a function of the visitor that answers with what is wrong, with something false if all is well.
        What is found: {question: {name of the type: what is wrong}}.
        """
        found = {question: {} for question in questions}
        for one, address in pages:
            self.visit(one, address)
            for question in questions:
                if wrong := question(self):
                    found[question][one.name] = wrong
        return found

    def take_complaints(self) -> list:
        """What was wrong since the last time: cookies and hosts of others included."""
        self.page.evaluate("0")  # whatever the page has said so far comes before the answer
        site = "/".join(self.page.url.split("/")[:3])
        asked = {response.url for response in self.responses if response.request.is_navigation_request()}
        found = self.complaints + [message.text for message in self.heard if is_complaint(message, asked)]
        found += [f"cookie {cookie['name']}" for cookie in self.context.cookies()]
        found += [f"{one.url} from elsewhere" for one in self.responses if not one.url.startswith((site, "data:"))]
        for taken in (self.complaints, self.heard, self.responses):
            taken.clear()
        return found

    def _failed(self, request) -> None:
        # Who leaves a page while its icon is still on the way breaks that request off: the page is not to blame. For
        # its style and its scripts whoever leaves has waited.
        awaited = request.resource_type in ("stylesheet", "script")
        if awaited or request.failure not in (None, "net::ERR_ABORTED"):
            self.complaints.append(f"{request.url} failed: {request.failure}")


def is_complaint(message, asked: set[str]) -> bool:
    """Whether the console says that something is wrong; that a page asked for answers 404 and the like is not."""
    own = message.location.get("url") in asked and "the server responded with a status of 4" in message.text
    # What the browser says of itself: what it will drop one day, what it does where machine or network are slow.
    of_browser = message.type == "warning" and message.text.startswith(("[Deprecation]", "[Intervention]"))
    return message.type in ("error", "warning") and not own and not of_browser


def violations(page, options: dict, of: str = "html") -> list[tuple]:
    """Of these elements. By axe itself: `Axe.run` would load it for each question and send all that is right, too."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "([of, options]) => axe.run(of, options).then(results => results.violations)",
        [of, {**options, "resultTypes": ["violations"]}],
    )
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]

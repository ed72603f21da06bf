"""Every type of page that a visitor can meet, in one table: for the checks of tests/browser and tests/pages, and for
the screenshots.

Addresses stand behind the language's prefix; a word in braces is a key of a record (`tests.register.fill` gives them
for the tests, `tests.browser.screenshots` finds them in a register that runs). A page that this table does not know
fails `tests/pages/test_page_types.py`.
"""

from dataclasses import dataclass
from string import Formatter

LANGUAGES = ("sq", "mk", "en")


@dataclass(frozen=True)
class PageType:
    name: str
    path: str
    status: int = 200
    method: str = "GET"  # POST: what comes of sending the page's form empty

    def fits(self, keys: dict[str, str]) -> bool:
        """Whether a register with these keys has such a page."""
        return {key for _, key, _, _ in Formatter().parse(self.path) if key} <= set(keys)

    def address(self, language: str, keys: dict[str, str]) -> str:
        return f"/{language}/{self.path.format(**keys)}"


PAGE_TYPES = [
    PageType("home", ""),
    PageType("about", "about/"),
    PageType("agreements", "agreements/"),
    PageType("agreements, filtered", "agreements/?country=MK&form=memorandum&sort=since"),
    PageType("agreements, none", "agreements/?q=nowhere+to+be+found"),
    PageType("agreements, wrong", "agreements/?yearFrom=abc&status=x", 400),
    PageType("agreements, past day", "agreements/?asOf=2003-01-01"),
    PageType("agreement of the seed", "agreements/{seed}/"),
    PageType("agreement of twelve", "agreements/{rich}/"),
    PageType("agreement of twelve, past day", "agreements/{rich}/?asOf=2003-01-01"),
    PageType("agreement, imported", "agreements/{imported}/"),
    PageType("agreement, nothing known", "agreements/{bare}/"),
    PageType("agreement, wrong day", "agreements/{bare}/?asOf=2003-13-01", 400),
    PageType("agreement, withdrawn", "agreements/{gone}/", 410),
    PageType("municipalities", "municipalities/"),
    PageType("municipalities, found", "municipalities/?q=northtown"),
    PageType("municipalities, none", "municipalities/?q=nowhere+to+be+found"),
    PageType("municipalities, wrong", "municipalities/?country=XYZ", 400),
    PageType("municipality", "municipalities/{municipality}/"),
    PageType("municipality, nothing known", "municipalities/{bare_municipality}/"),
    PageType("joint projects", "joint-projects/"),
    PageType("joint projects, wrong", "joint-projects/?status=x", 400),
    PageType("joint project", "joint-projects/{project}/"),
    PageType("joint project, withdrawn", "joint-projects/{gone_project}/", 410),
    PageType("report", "report/agreement/{rich_uid}/"),
    PageType("report, wrong", "report/agreement/{rich_uid}/", 400, method="POST"),
    PageType("report received", "report/received/{report}/"),
    PageType("accessibility", "accessibility/"),
    PageType("privacy", "privacy/"),
    PageType("missing", "nothing/", 404),
]

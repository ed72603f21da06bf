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
    PageType("home, past day", "?asOf=2003-01-01"),
    PageType("about", "about/"),
    PageType("search", "search/"),
    PageType("search, found", "search/?q=northtown"),
    PageType("search, found by inflected name", "search/?q=Sarajit"),
    PageType("search, a country", "search/?q=North+Macedonia"),
    PageType("search, none", "search/?q=zzzzqqqq"),
    PageType("search, wrong", "search/?q=" + "x" * 201, 400),
    PageType("agreements", "agreements/"),
    PageType("agreements, filtered", "agreements/?country=MK&form=memorandum&sort=since"),
    PageType("agreements, none", "agreements/?q=zzzzqqqq"),
    PageType("agreements, wrong", "agreements/?yearFrom=abc&status=x&asOf=2003-13-01", 400),
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
    PageType("municipalities, none", "municipalities/?q=zzzzqqqq"),
    PageType("municipalities, wrong", "municipalities/?country=XYZ", 400),
    PageType("compare", "municipalities/compare/"),
    PageType("compare, two", "municipalities/compare/?one={municipality}&other={partner}"),
    PageType("compare, choice", "municipalities/compare/?one=town&other={partner}"),
    PageType("compare, wrong", "municipalities/compare/?one=zzzzqqqq&other=zzzzqqqq", 400),
    PageType("municipality", "municipalities/{municipality}/"),
    PageType("municipality, nothing known", "municipalities/{bare_municipality}/"),
    PageType("joint projects", "joint-projects/"),
    PageType("joint projects, wrong", "joint-projects/?status=x", 400),
    PageType("joint project", "joint-projects/{project}/"),
    PageType("joint project, withdrawn", "joint-projects/{gone_project}/", 410),
    PageType("mayors", "mayors/"),
    PageType("mayors, none", "mayors/?q=zzzzqqqq"),
    PageType("mayor", "mayors/{mayor}/"),
    PageType("good practices", "good-practices/"),
    PageType("good practices, none", "good-practices/?q=zzzzqqqq"),
    PageType("good practice", "good-practices/{practice}/"),
    PageType("good practice, withdrawn", "good-practices/{gone_practice}/", 410),
    PageType("fields", "fields/"),
    PageType("field", "fields/{field}/"),
    PageType("networks", "networks/"),
    PageType("network", "networks/{network}/"),
    PageType("overview", "overview/"),
    PageType("overview, past day", "overview/?asOf=2003-01-01"),
    PageType("map of the world", "overview/maps/world/"),
    PageType("map of Europe", "overview/maps/europe/"),
    PageType("partner finder", "partners/"),
    PageType(
        "partner finder, found", "partners/?municipality={municipality}&field={field}&challenge=waste+in+the+lake"
    ),
    PageType("partner finder, wrong", "partners/?municipality=zzzzqqqq&field=nothing", 400),
    PageType("report", "report/agreement/{rich_uid}/"),
    PageType("report, wrong", "report/agreement/{rich_uid}/", 400, method="POST"),
    PageType("report received", "report/received/{report}/"),
    PageType("accessibility", "accessibility/"),
    PageType("privacy", "privacy/"),
    PageType("missing", "nothing/", 404),
]

# What is no page: the name of each form in the map of addresses, with a path to it and its media type.
OTHER_FORMS = {
    "picture": ("picture.png", "image/png"),
    "agreement-picture": ("agreements/{rich}/picture.png", "image/png"),
    "municipality-picture": ("municipalities/{municipality}/picture.png", "image/png"),
    "agreement-csv": ("agreements.csv?country=MK", "text/csv"),
    "municipality-csv": ("municipalities.csv", "text/csv"),
    "project-csv": ("joint-projects.csv", "text/csv"),
    "mayor-csv": ("mayors.csv", "text/csv"),
    "good-practice-csv": ("good-practices.csv", "text/csv"),
    "field-csv": ("fields.csv", "text/csv"),
    "network-csv": ("networks.csv", "text/csv"),
    "search-csv": ("search.csv?q=north", "text/csv"),
    "search-json": ("search.json?q=north", "application/json"),
    "good-practice-json": ("good-practices.json", "application/json"),
    "network-json": ("networks.json", "application/json"),
    "agreement-bibtex": ("agreements/{rich}/citation.bib", "application/x-bibtex"),
    "agreement-csl": ("agreements/{rich}/citation.json", "application/vnd.citationstyles.csl+json"),
    "agreement-calendar": ("agreements/{rich}/calendar.ics", "text/calendar"),
    "agreement-pdf": ("agreements/{rich}/record.pdf", "application/pdf"),
    "calendar": ("agreements.ics", "text/calendar"),
    "municipality-calendar": ("municipalities/{municipality}/calendar.ics", "text/calendar"),
    "suggestions": ("search/suggestions/?q=north", "application/json"),
    "agreement-feed": ("agreements.atom", "application/atom+xml"),
    "municipality-feed": ("municipalities.atom", "application/atom+xml"),
    "mayor-feed": ("mayors.atom", "application/atom+xml"),
    "project-feed": ("joint-projects.atom", "application/atom+xml"),
    "good-practice-feed": ("good-practices.atom", "application/atom+xml"),
    "field-feed": ("fields.atom", "application/atom+xml"),
    "network-feed": ("networks.atom", "application/atom+xml"),
    "overview-csv": ("overview.csv", "text/csv"),
}

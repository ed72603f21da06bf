"""`linked_data()` in the head of pages: what the page says, as JSON-LD, from what its template was given.

The page of an agreement is written in parts, and brings its own (`linked_data_of_agreement`).
"""

from collections.abc import Callable

from jinja2 import pass_context

from pages.formats import linked_data as data
from pages.formats.site import Site
from pages.wording.translated import gettext as _

ATOM, JSON, CSV = "application/atom+xml", "application/json", "text/csv"


@pass_context
def linked_data(context) -> str:
    """Nothing on pages that say that something is missing or wrong, and on forms of reports."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None or match.url_name not in PAGES:
        return ""
    needed, nodes = PAGES[match.url_name]
    return data.block(*nodes(Site(request), context)) if needed in context and not _is_wrong(context) else ""


def linked_data_of_agreement(site: Site, context: dict) -> str:
    """The same of an agreement, whose page is written in parts: from the context of its main part."""
    record, name = context["agreement"], context["name"]
    trail = _trail(site, _("Agreements"), "agreement-list", name, site.page("agreement", record["number"]))
    return data.block(data.agreement(site, record, name, context["form"]), *data.events(site, record, name), trail)


def _is_wrong(context) -> bool:
    """Whether the page tells what is wrong with what was asked."""
    given = (context.get("form"), context.get("listing"))
    return bool(context.get("errors")) or any(getattr(one, "errors", None) for one in given)


def _trail(site: Site, label: str, listed: str, name, address: str) -> dict:
    return data.breadcrumbs((label, site.page(listed)), (str(name), address))


def _municipality(site: Site, context) -> list[dict]:
    place = context["municipality"]
    names = [place.local_name, *(name for _code, name in context["names"]), *(one.text for one in context["aliases"])]
    in_office = [term for term, is_certain in context["in_office"] if is_certain]
    trail = _trail(site, _("Municipalities"), "municipality-list", place.name, site.page("municipality", place.uid))
    return [data.municipality(site, place, names, in_office), trail]


def _mayor(site: Site, context) -> list[dict]:
    first = context["mayor"]
    terms = [first, *(term for term in context["terms"] if term.pk != first.pk)]
    trail = _trail(site, _("Mayors"), "mayor-list", first.name, site.page("mayor", first.uid))
    return [data.mayor(site, terms, context["in_office"]), trail]


def _project(site: Site, context) -> list[dict]:
    found = context["project"]
    trail = _trail(site, _("Joint projects"), "project-list", context["title"], site.page("project", found.uid))
    return [data.project(site, found, [partner.municipality for partner in context["partners"]]), trail]


def _practice(site: Site, context) -> list[dict]:
    found = context["practice"]
    address = site.page("good-practice", found.uid)
    trail = _trail(site, _("Good practices"), "good-practice-list", context["title"], address)
    return [data.practice(site, found, context["adoptions"], context["fields"]), trail]


def _field(site: Site, context) -> list[dict]:
    found, name = context["field"], context["name"]
    trail = _trail(site, _("Fields of cooperation"), "field-list", name, site.page("field", found.code))
    return [data.field(site, found, name), trail]


def _network(site: Site, context) -> list[dict]:
    found, name = context["network"], context["name"]
    trail = _trail(site, _("Networks"), "network-list", name, site.page("network", found.uid))
    return [data.network(site, found, name), trail]


def _comparison(site: Site, context) -> list[dict]:
    both = [side.municipality for side in context["sides"]] if context["comparison"] else []
    if not both:
        return [data.web_page(site, _("Compare two municipalities"), site.page("compare"))]
    one, other = both
    address = f"{site.page('compare')}?one={one.uid}&other={other.uid}"
    return [data.web_page(site, f"{one.name} · {other.name}", address, [data.named(site, place) for place in both])]


def _page(name: Callable[[], str], page: str):
    """The node of a page that is about no record of its own."""

    def nodes(site: Site, context) -> list[dict]:
        return [data.web_page(site, name(), site.page(page))]

    return nodes


def _map(site: Site, context) -> list[dict]:
    page = site.page("overview-map", context["request"].resolver_match.kwargs["stretch"])
    trail = _trail(site, _("Overview"), "overview", context["stretch"].name, page)
    return [data.web_page(site, str(context["stretch"].name), page), trail]


def _home(site: Site, context) -> list[dict]:
    return [data.website(site)]


def _overview(site: Site, context) -> list[dict]:
    downloads = {CSV: site.page("overview-csv")}
    return [data.dataset(site, f"Besa: {_('Overview')}", site.page("overview"), downloads)]


def _list(name: Callable[[], str], noun: str, api: str, csv: str):
    """The nodes of a list: the whole of it, however the page at hand is narrowed."""

    def nodes(site: Site, context) -> list[dict]:
        downloads = {JSON: site.page(api), CSV: site.page(csv), ATOM: site.page(f"{noun}-feed")}
        return [data.dataset(site, f"Besa: {name()}", site.page(f"{noun}-list"), downloads)]

    return nodes


# By the name of the page's address: what its template must have been given, and what is said of it.
PAGES = {
    "home": ("rows", _home),
    "agreement-list": (
        "listing",
        _list(lambda: _("Agreements"), "agreement", "api:agreement-list", "agreement-csv"),
    ),
    "municipality-list": (
        "listing",
        _list(lambda: _("Municipalities"), "municipality", "api:municipality-list", "municipality-csv"),
    ),
    "project-list": (
        "listing",
        _list(lambda: _("Joint projects"), "project", "api:joint-project-list", "project-csv"),
    ),
    "mayor-list": ("listing", _list(lambda: _("Mayors"), "mayor", "api:mayor-list", "mayor-csv")),
    "good-practice-list": (
        "listing",
        _list(lambda: _("Good practices"), "good-practice", "good-practice-json", "good-practice-csv"),
    ),
    "municipality": ("municipality", _municipality),
    "mayor": ("mayor", _mayor),
    "project": ("project", _project),
    "good-practice": ("practice", _practice),
    "field-list": (
        "fields",
        _list(lambda: _("Fields of cooperation"), "field", "api:field-list", "field-csv"),
    ),
    "field": ("field", _field),
    "network-list": (
        "networks",
        _list(lambda: _("Networks"), "network", "network-json", "network-csv"),
    ),
    "network": ("network", _network),
    "overview": ("total", _overview),
    "overview-map": ("stretch", _map),
    "partner-finder": ("form", _page(lambda: _("Find a partner"), "partner-finder")),
    "compare": ("boxes", _comparison),
    "search": ("form", _page(lambda: _("Search"), "search")),
    "about": ("day", _page(lambda: _("About and data"), "about")),
    "accessibility": ("contact", _page(lambda: _("Accessibility"), "accessibility")),
    "privacy": ("contact", _page(lambda: _("Privacy"), "privacy")),
}

"""The links of pages, and the parts of pages that hold the same links everywhere."""

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from jinja2 import pass_context

from pages import navigation
from pages.day import Day
from pages.parts import part


@pass_context
def page(context, name: str, *args, **query) -> str:
    """`page("agreement", agreement.number)`: its address, for the day of this page; `page("search", q="Saraj")`."""
    return context["day"].address(name, *args, **query)


@pass_context
def querystring(context, **changed) -> str:
    """The query of this page with other values; None takes one away. It begins with `?`, or is empty."""
    query = context["request"].GET.copy()
    for name, value in changed.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else ""


@pass_context
def language_links(context):
    """The same page, query kept, in each language: code, name in its own language, address, whether it is this one.

    Every page's address is /<language>/<the same path>: a page that has none (an error before any address was
    understood) links to the front pages.
    """
    request = context.get("request")
    query = request.META.get("QUERY_STRING", "") if request is not None else ""
    first, _slash, rest = (request.path_info if request is not None else "/").lstrip("/").partition("/")
    if first not in dict(settings.LANGUAGES) or hasattr(request, "unreadable"):
        first, rest, query = "", "", ""
    return [
        {
            "code": code,
            "name": name,
            "url": iri_to_uri(f"/{code}/{rest}") + (f"?{query}" if query else ""),
            "is_current": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]


@pass_context
def part_here(context, name: str) -> SafeString:
    """`part_here("includes/site_nav.html")`: a part that hangs on the page's name (`here`) and its `day` alone."""
    match = getattr(context.get("request"), "resolver_match", None)
    day = context["day"]
    return part(name, day=Day(day.as_of, day.on), here=match.url_name if match else "")


@pass_context
def links_to(context, group: str) -> list:
    """`links_to("SECTIONS")`: label, address and whether the reader is there, for a group of links."""
    return [section.link(context["day"], context["here"]) for section in getattr(navigation, group)]

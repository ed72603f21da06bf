"""What the head of every page says of its address, and of how it is shown where others link to it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from jinja2 import pass_context

from pages.wording.translated import gettext as _

FEEDS = {
    "agreement-list": "agreement-feed",
    "municipality-list": "municipality-feed",
    "mayor-list": "mayor-feed",
    "project-list": "project-feed",
    "good-practice-list": "good-practice-feed",
    "field-list": "field-feed",
    "network-list": "network-feed",
}
ONLY_OF_LISTS = ("after", "before", "page", "sort")
# Open Graph names a language with a country.
LOCALES = {"en": "en_GB", "sq": "sq_AL", "mk": "mk_MK"}


@pass_context
def addresses(context) -> dict:
    """For `includes/addresses.html`: canonical, hreflang and x-default.

    Queries are left out: search engines are asked not to follow them (robots.txt), and a page for a past day, or one
    reached by a link that says where it came from, is known by its plain address. Who speaks none of the languages is
    led to English; from `/`, to the language that the browser prefers.
    """
    request = context.get("request")
    first, _slash, rest = request.path.lstrip("/").partition("/")
    if first not in dict(settings.LANGUAGES):
        return {}
    languages = {code: request.build_absolute_uri(f"/{code}/{rest}") for code in dict(settings.LANGUAGES)}
    default = languages[settings.LANGUAGE_CODE] if rest else request.build_absolute_uri("/")
    return {
        "canonical": languages[first],
        "alternates": [*languages.items(), ("x-default", default)],
        "feed": _feed(request),
    }


def _feed(request) -> str:
    """The address of the feed that a reader of this page may want to follow: that of its list, or of all agreements."""
    match = request.resolver_match
    kind = getattr(match, "url_name", "")
    if kind in FEEDS:
        query = request.GET.copy()
        for name in ONLY_OF_LISTS:
            query.pop(name, None)
        return reverse(FEEDS[kind]) + (f"?{query.urlencode()}" if query else "")
    agreements = reverse(FEEDS["agreement-list"])
    if kind == "municipality":
        return f"{agreements}?municipality={match.kwargs['uid']}"
    if kind == "field":
        return f"{agreements}?field={match.kwargs['code']}"
    if kind == "network":
        return f"{agreements}?network={match.kwargs['uid']}"
    return agreements


@pass_context
def open_graph(context) -> dict:
    """For `includes/open_graph.html`: title, picture and language, for where a link to the page is shown."""
    request = context["request"]
    kind = getattr(request.resolver_match, "url_name", "")
    name, picture = _subject(context, kind)
    return {
        "title": name or "Besa",
        "address": request.build_absolute_uri(request.path),
        "picture": request.build_absolute_uri(picture),
        "alternative": _("Besa: %(name)s. A map of where it is.") % {"name": name}
        if name
        else _("Besa: what municipalities have promised each other"),
        "locale": LOCALES[get_language()],
        "others": [locale for code, locale in LOCALES.items() if code != get_language()],
    }


def _subject(context, kind: str) -> tuple[str, str]:
    """What the page is about, if it is about one record, and the address of its picture."""
    arguments = context["request"].resolver_match.kwargs
    if kind == "agreement" and "name" in context:
        return str(context["name"]), reverse("agreement-picture", kwargs=arguments)
    if kind == "municipality" and "municipality" in context:
        return context["municipality"].name, reverse("municipality-picture", kwargs=arguments)
    if kind == "mayor" and "mayor" in context:
        place = context["mayor"].municipality
        return f"{context['mayor'].name}, {place.name}", reverse("municipality-picture", args=[place.uid])
    if kind in ("project", "good-practice") and "title" in context:
        return str(context["title"]), reverse("picture")
    return "", reverse("picture")

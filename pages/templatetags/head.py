"""What the head of every page says of its address: the one it is known by, and the same page in other languages."""

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("includes/addresses.html", takes_context=True)
def addresses(context):
    """{% addresses %}: canonical, hreflang and x-default.

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
    }

"""The links that stand on every page."""

from django import template

from pages import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def links_to(context, group):
    """{% links_to "SECTIONS" as links %}: label, address and whether the reader is there, for a group of links."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.url_name if match else ""
    return [section.link(context["day"], here) for section in getattr(navigation, group)]

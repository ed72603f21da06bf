"""The links that stand on every page, and the parts that hold them."""

from django import template

from pages import navigation
from pages.day import Day
from pages.parts import part

register = template.Library()


@register.simple_tag(takes_context=True)
def part_here(context, name):
    """{% part_here "includes/site_nav.html" %}: a part that hangs on the page's name (`here`) and its `day` alone."""
    match = getattr(context.get("request"), "resolver_match", None)
    day = context["day"]
    return part(name, day=Day(day.as_of, day.on), here=match.url_name if match else "")


@register.simple_tag(takes_context=True)
def links_to(context, group):
    """{% links_to "SECTIONS" as links %}: label, address and whether the reader is there, for a group of links."""
    return [section.link(context["day"], context["here"]) for section in getattr(navigation, group)]

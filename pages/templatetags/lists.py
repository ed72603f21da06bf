"""Lists of records."""

from django import template
from django.utils.safestring import SafeString

from pages.lists.rows import AgreementRow

register = template.Library()


@register.simple_tag
def items(rows: list[AgreementRow], level) -> SafeString:
    """{% items rows 2 %}: the rows as items of a list, with headings of this level."""
    return SafeString("".join([row.item(int(level)) for row in rows]))

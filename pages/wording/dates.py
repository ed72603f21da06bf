"""Dates as the reader's language has them, by the Unicode CLDR."""

import datetime as dt
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from django.conf import settings
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language

from pages.wording.cldr import locale
from provenance.dates import PartialDate


def long_date(value) -> str:
    """A partial date, a day or a moment as a `<time>` element, as precise as it is known; nothing for None."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.datetime):
        value = localtime(value)
        return _time(
            value.isoformat(timespec="minutes"), f"{format_date(value, 'long', locale=locale())}, {value:%H:%M}"
        )
    return _long_date(str(value), get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=10_000)
def _long_date(written: str, language: str) -> str:
    date = PartialDate.parse(written)
    if date.precision == "year":
        return _time(written, str(date.year))
    if date.precision == "month":
        return _time(written, format_skeleton("yMMMM", date.first, locale=locale()))
    return _time(written, format_date(date.first, "long", locale=locale()))


def _time(machine: str, human: str) -> str:
    return format_html('<time datetime="{}">{}</time>', machine, human)

"""How templates write numbers, shares, money and days: as the reader's language has them, by the Unicode CLDR."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from babel.numbers import format_currency, format_decimal, format_percent
from django.utils import timezone
from jinja2 import pass_environment
from jinja2.filters import make_attrgetter

from pages.wording.cldr import locale


def grouped(number) -> str:
    """30000 → 30,000 or 30.000, as the language has it."""
    return "" if number is None else format_decimal(number, locale=locale())


def share(part, whole) -> str:
    """12.3%, 12,3 %; what is more than nothing is never said to be nothing, nor what is less than all to be all."""
    if not whole:
        return ""
    language = locale()
    pattern = language.percent_formats[None].pattern.replace("##0", "##0.0")
    rounded = round(part / whole, 3)
    if part and not rounded:
        return "< " + format_percent(0.001, pattern, locale=language)
    if part < whole and rounded == 1:
        return "> " + format_percent(0.999, pattern, locale=language)
    return format_percent(rounded, pattern, locale=language)


def money(amount, currency: str) -> str:
    return format_currency(amount, currency, locale=locale())


def degrees(number: float) -> str:
    """-83.14993 → 83.1499: the word beside it says the side."""
    return format_decimal(abs(number), "0.####", locale=locale())


def iso_day(value: dt.date | dt.datetime | None) -> str:
    """2026-11-28, of a moment its day here; nothing for None."""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return value.isoformat() if value else ""


def today() -> str:
    return iso_day(timezone.localdate())


@pass_environment
def consecutive(environment, rows: Iterable, attribute: str) -> Iterator[tuple]:
    """Runs of neighbours that have the same attribute: pairs of it and the rows."""
    return ((value, list(run)) for value, run in groupby(rows, make_attrgetter(environment, attribute)))

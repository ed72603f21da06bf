"""What templates ask of days and rows, beside what `pages/wording/` says."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils import timezone
from jinja2 import pass_environment
from jinja2.filters import make_attrgetter


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

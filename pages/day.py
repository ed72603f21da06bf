"""The day for which a page answers: today, or the day that the address names by `asOf`.

Links from a page about a day lead to pages about the same day: `Day.address` in Python, `{% page %}` in templates.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from municipalities.filters import DayField
from pages.addresses import address_of

FIELD = DayField(required=False)


@dataclass(frozen=True)
class Day:
    """`as_of` is the day that was asked for, or None; `on` the day for which the page answers."""

    as_of: dt.date | None
    on: dt.date

    def address(self, name: str, *args, **query) -> str:
        """The address of another page, with this day, if one was asked for, and a query of its own."""
        if self.as_of:
            query["asOf"] = self.as_of.isoformat()
        return address_of(name, *args) + (f"?{urlencode(query, doseq=True)}" if query else "")


def day_of(request: HttpRequest) -> Day:
    """The same for view and template of one request. BadRequest for an `asOf` that is no day of the calendar."""
    if not hasattr(request, "day"):
        as_of = _asked_for(request)
        request.day = Day(as_of, as_of or timezone.localdate())
    return request.day


def _asked_for(request: HttpRequest) -> dt.date | None:
    try:
        return FIELD.clean(request.GET.get("asOf"))
    except ValidationError as wrong:
        raise BadRequest(wrong.messages[0]) from None


def day(request: HttpRequest) -> dict:
    """For templates: `day`. A page that tells what is wrong with an address answers for today."""

    def asked() -> Day:
        try:
            return day_of(request)
        except BadRequest:
            return Day(None, timezone.localdate())

    return {"day": SimpleLazyObject(asked)}

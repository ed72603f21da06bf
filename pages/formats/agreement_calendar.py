"""The dates of one agreement for a calendar (RFC 5545): its term, what is due, what is planned, its anniversaries.

Whole days, and only days that are known to the day: a calendar has no place for "1987".
"""

import datetime as dt

from icalendar import vRecur

from agreements.models import Act
from pages.formats.calendars import Entry, calendar, whole_day
from pages.wording.texts import Text, text_in
from pages.wording.translated import gettext as _


def has_dates(record: dict) -> bool:
    """Whether there is anything for a calendar; one without events is none (RFC 5545)."""
    return any(True for _date in _dates(record))


def calendar_of(record: dict, name: Text, address: str) -> bytes:
    """The calendar of a record of `agreement_record.written`; the same record gives the same bytes."""
    stamp = dt.datetime.combine(dt.date.fromisoformat(record["registered_on"]), dt.time(), dt.UTC)
    return calendar(
        str(name),
        address,
        (
            Entry(uid, f"{summary}: {name}", address, stamp, first, last, rule=rule)
            for uid, summary, first, last, rule in _dates(record)
        ),
    )


def _dates(record: dict):
    """(uid, what it is, first day, last day, rule of repetition or None)"""
    if end := whole_day(record["term_ends_on"]):
        yield f"{record['uid']}-term", _("The term ends"), end, end, None
    for act in record["acts"]:
        day = whole_day(act["happened_on"])
        if day and act["kind"] == Act.Kind.SIGNED and not act["struck_out"]:
            rule = vRecur({"FREQ": ["YEARLY"], "BYMONTH": [day.month], "BYMONTHDAY": [day.day]})
            yield f"{act['uid']}-anniversary", _("Anniversary of the signature"), day, day, rule
        if (until := whole_day(act["extends_to"])) and not act["struck_out"]:
            yield f"{act['uid']}-until", _("The renewed term ends"), until, until, None
    for promise in record["commitments"]:
        # Whatever the precision of what it is counted from: by this day.
        if promise["next_due_on"]:
            due = dt.date.fromisoformat(promise["next_due_on"])
            words = text_in(promise["text"], record["original_language"]).text
            yield f"{promise['uid']}-due", _("Due: %(promise)s") % {"promise": words}, due, due, None
    for activity in record["activities"]:
        first, last = whole_day(activity["starts_on"]), whole_day(activity["ends_on"])
        if first:
            title = text_in(activity["title"], record["original_language"]).text
            yield activity["uid"], title, first, last or first, None

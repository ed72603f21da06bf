"""The dates of many agreements for a calendar to follow (RFC 5545, 7986): ends of terms, what is due, what was done.

Whole days, and only days that are known to the day: a calendar has no place for "1987". The same date has the same
UID for ever, in every feed and every language, so that a calendar moves what was moved and shows nothing twice.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from agreements.ledger import with_keeping
from agreements.models import Act, Activity, Agreement, Commitment
from pages.names import agreement_name
from pages.texts import text_of
from provenance.dates import EARLIEST_YEAR, PartialDate

ONE_DAY = dt.timedelta(days=1)
MOST = 1_000  # of each kind, the latest


@dataclass(frozen=True)
class Entry:
    """Something on a day, or on several to `last`."""

    uid: str
    summary: str
    agreement: Agreement
    first: dt.date
    last: dt.date | None = None
    place: str = ""


def entries(agreements: QuerySet, *, on: dt.date, since: dt.date | None = None) -> Iterator[Entry]:
    """All known days of these agreements, `since` a day if one is given; eight queries for any number."""
    within = {"agreement__in": agreements.order_by()}
    named = Prefetch("agreement", Agreement.objects.with_parties())
    bound = since.isoformat() if since else f"{EARLIEST_YEAR:04}"
    for agreement in (
        agreements.filter(term=Agreement.Term.FIXED, term_ends_on__gte=bound)
        .with_parties()
        .order_by("-term_ends_on", "-pk")[:MOST]
    ):
        if day := _day(agreement.term_ends_on):
            yield Entry(f"{agreement.uid}-term", _("The term ends"), agreement, day)
    for act in (
        Act.objects.filter(**within, struck_out=False, extends_to__gte=bound)
        .prefetch_related(named)
        .order_by("-extends_to", "-pk")[:MOST]
    ):
        if day := _day(act.extends_to):
            yield Entry(f"{act.uid}-until", _("The renewed term ends"), act.agreement, day)
    promises = with_keeping(Commitment.objects.filter(**within), on=on).filter(next_due_on__isnull=False)
    if since:
        promises = promises.filter(next_due_on__gte=since)
    for promise in promises.prefetch_related(named).order_by("-next_due_on", "-pk")[:MOST]:
        words = _("Due: %(promise)s") % {"promise": text_of(promise, "text").text}
        yield Entry(f"{promise.uid}-due", words, promise.agreement, promise.next_due_on)
    for activity in (
        Activity.objects.filter(**within, starts_on__gte=bound)
        .prefetch_related(named)
        .order_by("-starts_on", "-pk")[:MOST]
    ):
        if day := _day(activity.starts_on):
            last = _day(activity.ends_on)
            words = text_of(activity, "title").text
            yield Entry(str(activity.uid), words, activity.agreement, day, last, activity.place)


def _day(date: PartialDate | None) -> dt.date | None:
    """The day, if the date is known to the day."""
    return date.first if date is not None and date.precision == "day" else None


def calendar(name: str, address: str, entries: Iterator[Entry], absolute) -> bytes:
    """The feed. `address` is the page that shows the same; `absolute` makes a path an absolute address."""
    feed = Calendar()
    feed.add("version", "2.0")
    feed.add("prodid", "-//Besa//Agreements//EN")
    feed.add("method", "PUBLISH")
    # RFC 7986's words, and those that were usual before it
    for word in ("name", "x-wr-calname"):
        feed.add(word, name)
    feed.add("url", address)
    feed.add("refresh-interval", ONE_DAY, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "P1D")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.uid}@besa")
        # A calendar wants a moment for each event; this one does not move by itself, so that the same is the same.
        event.add("dtstamp", entry.agreement.published_at.replace(microsecond=0))
        event.add("dtstart", entry.first)
        event.add("dtend", (entry.last or entry.first) + ONE_DAY)
        event.add("summary", Truncator(f"{entry.summary}: {agreement_name(entry.agreement)}").chars(250))
        if entry.place:
            event.add("location", entry.place)
        event.add("url", absolute(reverse("agreement", args=[entry.agreement.number])))
        event.add("transp", "TRANSPARENT")
        feed.add_component(event)
    return feed.to_ical()

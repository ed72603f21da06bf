"""Calendars (RFC 5545, 7986), and the dates of many agreements for one: ends of terms, what is due, what was done.

Whole days, and only days that are known to the day: a calendar has no place for "1987". The same date has the same
UID for ever, in every feed and every language, so that a calendar moves what was moved and shows nothing twice.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.text import Truncator
from icalendar import Calendar, Event, Timezone, vRecur

from agreements.ledger import with_keeping
from agreements.models import Act, Activity, Agreement, Commitment
from pages.formats.site import Site
from pages.wording.names import agreement_name
from pages.wording.texts import text_of
from pages.wording.translated import gettext as _
from provenance.dates import EARLIEST_YEAR, PartialDate

ONE_DAY = dt.timedelta(days=1)
MOST = 1_000  # of each kind, the latest
MOST_CHARACTERS = 250


@dataclass(frozen=True)
class Entry:
    """Something on a day, or on several to `last`. `stamp`: a moment that does not move by itself."""

    uid: str
    summary: str
    address: str
    stamp: dt.datetime
    first: dt.date
    last: dt.date | None = None
    place: str = ""
    rule: vRecur | None = None


def calendar(name: str, address: str, entries: Iterable[Entry]) -> bytes:
    """The file: the same entries give the same bytes. `address` is that of the page that shows the same."""
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
        feed.add_component(_event(entry))
    if not feed.subcomponents:
        # Who follows a calendar may come before its first date, and RFC 5545 knows no calendar without any part.
        feed.add_component(Timezone.from_tzid(settings.TIME_ZONE))
    return feed.to_ical()


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@besa")
    event.add("dtstamp", entry.stamp.replace(microsecond=0))
    event.add("dtstart", entry.first)
    event.add("dtend", (entry.last or entry.first) + ONE_DAY)
    event.add("summary", Truncator(entry.summary).chars(MOST_CHARACTERS))
    if entry.place:
        event.add("location", entry.place)
    event.add("url", entry.address)
    event.add("transp", "TRANSPARENT")
    if entry.rule:
        event.add("rrule", entry.rule)
    return event


def entries(agreements: QuerySet, site: Site, *, on: dt.date, since: dt.date | None = None) -> Iterator[Entry]:
    """All known days of these agreements, `since` a day if one is given; a fixed number of queries."""
    within = {"agreement__in": agreements.order_by()}
    named = Prefetch("agreement", Agreement.objects.with_parties())
    bound = since.isoformat() if since else f"{EARLIEST_YEAR:04}"

    def entry(uid, words: str, agreement: Agreement, first: dt.date, last: dt.date | None = None, place: str = ""):
        summary = f"{words}: {agreement_name(agreement)}"
        address = site.page("agreement", agreement.number)
        return Entry(str(uid), summary, address, agreement.published_at, first, last, place)

    terms = agreements.filter(term=Agreement.Term.FIXED, term_ends_on__gte=bound).with_parties()
    for agreement in terms.order_by("-term_ends_on", "-pk")[:MOST]:
        if day := whole_day(agreement.term_ends_on):
            yield entry(f"{agreement.uid}-term", _("The term ends"), agreement, day)
    renewals = Act.objects.filter(**within, struck_out=False, extends_to__gte=bound).prefetch_related(named)
    for act in renewals.order_by("-extends_to", "-pk")[:MOST]:
        if day := whole_day(act.extends_to):
            yield entry(f"{act.uid}-until", _("The renewed term ends"), act.agreement, day)
    promises = with_keeping(Commitment.objects.filter(**within), on=on).filter(
        next_due_on__isnull=False, **({"next_due_on__gte": since} if since else {})
    )
    for promise in promises.prefetch_related(named).order_by("-next_due_on", "-pk")[:MOST]:
        words = _("Due: %(promise)s") % {"promise": text_of(promise, "text").text}
        yield entry(f"{promise.uid}-due", words, promise.agreement, promise.next_due_on)
    activities = Activity.objects.filter(**within, starts_on__gte=bound).prefetch_related(named)
    for activity in activities.order_by("-starts_on", "-pk")[:MOST]:
        if day := whole_day(activity.starts_on):
            last, title = whole_day(activity.ends_on), text_of(activity, "title").text
            yield entry(activity.uid, title, activity.agreement, day, last, activity.place)


def whole_day(date: PartialDate | str | None) -> dt.date | None:
    """The day, if the date is known to the day."""
    known = PartialDate.of(date) if date else None
    return known.first if known and known.precision == "day" else None

"""The ledger of commitments: whether each promise is kept on a day, from its cadence and what served it."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from agreements.models import Activity, AgreementSearch, Commitment, Service
from provenance.dates import FirstDay, LastDay

# What is promised without a rhythm, but continuously, is kept while something served it in this time.
CONTINUOUS_MONTHS = 18


class Keeping(models.TextChoices):
    """Whether a promise is kept, as far as the register knows."""

    KEPT = "kept", _("kept")
    DUE = "due", _("due")
    OVERDUE = "overdue", _("overdue")
    UNKNOWN = "unknown", _("not known")


@dataclass(frozen=True)
class Entry:
    """A commitment's line in the ledger: its state on the day, what last served it, and when it is due next."""

    commitment: Commitment
    keeping: Keeping
    last: Activity | None = None
    due_on: dt.date | None = None


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_of(activity: Activity) -> dt.date | None:
    """The last day on which it may have taken place; None where no date is known."""
    date = activity.ends_on or activity.starts_on
    return date.last if date else None


def entry(commitment: Commitment, served_by: Iterable[Activity], *, since: dt.date | None, on: dt.date) -> Entry:
    """The commitment's state on the day `on`.

    `served_by` are the activities that served it, `since` the first day on which the agreement was signed or in
    force (None: not known). An activity of unknown date, or after the day, serves nothing yet.
    """
    dated = [(day, activity) for activity in served_by if (day := day_of(activity)) and day <= on]
    last_day, last = max(dated, key=lambda pair: (pair[0], pair[1].pk or 0), default=(None, None))

    if commitment.cadence == Commitment.Cadence.ONCE:
        due = commitment.due_on.last if commitment.due_on else None
        if last:
            return Entry(commitment, Keeping.KEPT, last, due)
        if due is None:
            return Entry(commitment, Keeping.UNKNOWN)
        return Entry(commitment, Keeping.DUE if on <= due else Keeping.OVERDUE, None, due)

    if commitment.cadence == Commitment.Cadence.UNSPECIFIED:
        return Entry(commitment, Keeping.KEPT if last else Keeping.UNKNOWN, last)

    if commitment.cadence == Commitment.Cadence.CONTINUOUS:
        if last is None:
            return Entry(commitment, Keeping.UNKNOWN)
        until = months_after(last_day, CONTINUOUS_MONTHS)
        return Entry(commitment, Keeping.KEPT if on <= until else Keeping.UNKNOWN, last)

    start = last_day or since
    if start is None:
        return Entry(commitment, Keeping.UNKNOWN)
    due = months_after(start, commitment.every_months)
    if on > due:
        return Entry(commitment, Keeping.OVERDUE, last, due)
    return Entry(commitment, Keeping.KEPT if last else Keeping.DUE, last, due)


# The same in SQL, for documents that the database builds; a test holds the two against each other.


class MonthsAfter(models.Func):
    """`months_after` of a day and a number of months."""

    template = "(%(expressions)s)::date"
    arg_joiner = " + interval '1 month' * "
    arity = 2
    output_field = models.DateField()


def with_keeping(commitments: models.QuerySet, *, on: "dt.date | models.Expression") -> models.QuerySet:
    """Adds `keeping`, the state on the day; `last_served_on`, the day; and `next_due_on`, when it is due (again)."""
    cadence = Commitment.Cadence
    served = (
        Service.objects.filter(commitment=OuterRef("pk"))
        .annotate(day=LastDay(Coalesce("activity__ends_on", "activity__starts_on")))
        .filter(day__lte=on)
    )
    since = AgreementSearch.objects.filter(agreement=OuterRef("agreement")).annotate(day=FirstDay("since"))
    return commitments.annotate(
        last_served_on=Subquery(served.order_by("-day").values("day")[:1]),
        next_due_on=Case(
            When(cadence=cadence.ONCE, then=LastDay("due_on")),
            When(
                cadence=cadence.PERIODIC,
                then=MonthsAfter(Coalesce("last_served_on", Subquery(since.values("day"))), "every_months"),
            ),
        ),
        keeping=Case(
            When(
                GreaterThanOrEqual(MonthsAfter("last_served_on", Value(CONTINUOUS_MONTHS)), on),
                cadence=cadence.CONTINUOUS,
                then=Value(Keeping.KEPT),
            ),
            When(cadence=cadence.CONTINUOUS, then=Value(Keeping.UNKNOWN)),
            When(
                cadence__in=[cadence.ONCE, cadence.UNSPECIFIED],
                last_served_on__isnull=False,
                then=Value(Keeping.KEPT),
            ),
            When(next_due_on=None, then=Value(Keeping.UNKNOWN)),
            When(next_due_on__lt=on, then=Value(Keeping.OVERDUE)),
            When(last_served_on__isnull=False, then=Value(Keeping.KEPT)),
            default=Value(Keeping.DUE),
            output_field=models.CharField(),
        ),
    )

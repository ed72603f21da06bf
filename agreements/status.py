"""What an agreement is worth on a day: its legal status, from its acts and its term.

The rules, once:

- Acts count in the order of their days; on one day, in the order of `Act.Kind`. A date that is known by its year or
  month counts from its first day. An act without a date counts from the day by which the register knew of it; what
  was before it is not known.
- Each act leads from some statuses to another (`AFTER`) and leaves every other as it is. Struck-out acts never count.
- A fixed term expires the day after its end, unless it is renewed tacitly. A renewal sets the end anew, or takes it
  away. What is signed again after it expired begins anew, without an end.
- Before its first act an agreement has no status: on that day there was none.

The database keeps the same periods in `StatusPeriod`, by the same rules (migration 0004); lists are filtered there.
This module says why, for one agreement, and for agreements that are not saved.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from agreements.models import Act, Agreement, LegalStatus

NO_STATUS = None
ANY = {NO_STATUS, *LegalStatus}
BEGINNING = {NO_STATUS, LegalStatus.UNKNOWN}

# kind of act: (the statuses on which it has an effect, the status to which it leads)
AFTER = {
    Act.Kind.INITIATED: (BEGINNING, LegalStatus.NEGOTIATED),
    Act.Kind.APPROVED: (BEGINNING, LegalStatus.NEGOTIATED),
    Act.Kind.SIGNED: (BEGINNING | {LegalStatus.NEGOTIATED, LegalStatus.EXPIRED}, LegalStatus.SIGNED),
    Act.Kind.ENTERED_INTO_FORCE: (
        BEGINNING | {LegalStatus.NEGOTIATED, LegalStatus.SIGNED},
        LegalStatus.IN_FORCE,
    ),
    Act.Kind.AMENDED: (set(), NO_STATUS),
    Act.Kind.RENEWED: (ANY, LegalStatus.IN_FORCE),
    Act.Kind.SUSPENDED: (
        {LegalStatus.UNKNOWN, LegalStatus.SIGNED, LegalStatus.IN_FORCE},
        LegalStatus.SUSPENDED,
    ),
    Act.Kind.RESUMED: ({LegalStatus.UNKNOWN, LegalStatus.SUSPENDED}, LegalStatus.IN_FORCE),
    Act.Kind.TERMINATED: (ANY, LegalStatus.TERMINATED),
}
EXPIRES = {LegalStatus.SIGNED, LegalStatus.IN_FORCE, LegalStatus.SUSPENDED}
ORDER_ON_ONE_DAY = list(Act.Kind)
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From `first` (None: always before) to `last` (None: as far as is known), both included."""

    status: LegalStatus
    first: dt.date | None
    last: dt.date | None

    def covers(self, on: dt.date) -> bool:
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


def day_of(act: Act) -> dt.date:
    """The day from which the act counts."""
    return act.happened_on.first if act.happened_on else act.known_by


def periods(agreement: Agreement, acts: Iterable[Act]) -> list[Period]:
    """The agreement's statuses in time, without gaps, from these acts of it."""
    acts = sorted(
        (act for act in acts if not act.struck_out),
        key=lambda act: (
            day_of(act),
            ORDER_ON_ONE_DAY.index(act.kind),
            act.extends_to is None,
            str(act.extends_to),
        ),
    )
    undated = not acts or any(act.happened_on is None for act in acts)
    status, since = (LegalStatus.UNKNOWN if undated else NO_STATUS), None
    term_end = None
    if agreement.term == Agreement.Term.FIXED and not agreement.tacit_renewal and agreement.term_ends_on:
        term_end = agreement.term_ends_on.last
    found = []

    def until(day: dt.date | None) -> None:
        """Closes the period that lasts to the day before `day`."""
        if status is not NO_STATUS and (since is None or day is None or since < day):
            found.append(Period(status, since, day - ONE_DAY if day else None))

    for act in [*acts, None]:
        on = day_of(act) if act else None
        if term_end and (on is None or term_end < on) and status in EXPIRES:
            until(term_end + ONE_DAY)
            since = max(term_end + ONE_DAY, since) if since else term_end + ONE_DAY
            status = LegalStatus.EXPIRED
        if act is None:
            until(None)
            break
        effective_on, leads_to = AFTER[act.kind]
        following = leads_to if status in effective_on else status
        if following != status:
            until(on)
            since = on
        if act.kind == Act.Kind.RENEWED:
            term_end = act.extends_to.last if act.extends_to and not agreement.tacit_renewal else None
        elif act.kind == Act.Kind.SIGNED and status == LegalStatus.EXPIRED:
            term_end = None
        status = following
    return found


def status_on(agreement: Agreement, acts: Iterable[Act], on: dt.date) -> LegalStatus | None:
    """The legal status on that day; None before the agreement's first act."""
    return next((period.status for period in periods(agreement, acts) if period.covers(on)), NO_STATUS)

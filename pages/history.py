"""The public history of a record for its page: what was added is counted, what was changed is told."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from provenance import history
from provenance.history import Difference, in_words
from provenance.models import Change, ChangeQuerySet, Record

MOST_ROWS = 600
MOST_STEPS = 30


@dataclass(frozen=True)
class Entry:
    """What one actor did for one reason at one time. `differences`: pairs of a row's name (or empty) and its facts."""

    at: dt.datetime
    who: str
    reason: str
    sums: list[str]
    differences: list[tuple[str, list[Difference]]]


def history_of(record: Record) -> list[Entry]:
    """The latest first; at most 30 entries, of the record's last 600 public changes."""
    return _entries(Change.objects.about(record))


def history_of_row(row: Record) -> list[Entry]:
    """The same of one row that belongs to another record, such as a mayor's term to a municipality."""
    return _entries(history.history_of(row))


def _entries(changes: ChangeQuerySet) -> list[Entry]:
    changes = list(changes.public()[:MOST_ROWS])
    return [
        Entry(
            step.at,
            step.who,
            step.reason,
            list(_sums(step.rows)),
            [(row.name, row.differences) for row in step.rows if row.action == Change.Action.CHANGED],
        )
        for step in in_words(changes, public=True)[:MOST_STEPS]
    ]


def _sums(rows):
    """“Added: agreement, party × 2”."""
    patterns = {Change.Action.CREATED: _("Added: %(what)s"), Change.Action.DELETED: _("Removed: %(what)s")}
    for action, pattern in patterns.items():
        kinds = Counter(row.kind for row in rows if row.action == action)
        if kinds:
            yield pattern % {
                "what": ", ".join(kind if number == 1 else f"{kind} × {number}" for kind, number in kinds.items())
            }
    if any(row.action == Change.Action.TOUCHED for row in rows):
        yield _("Something named here was changed.")

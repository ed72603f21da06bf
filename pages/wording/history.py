"""The public history of a record for its page: what was added is counted, what was changed is told."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models
from django.db.models import Case, When
from django.db.models.functions import Cast

from pages.wording.sources import Row
from pages.wording.translated import gettext as _
from provenance import history
from provenance.compiled import Compiled, Given
from provenance.history import Difference, in_words
from provenance.models import Change, Record

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


class Written(NamedTuple):
    """A public change as the log has it; only of what was changed, not added or removed, are the columns read."""

    pk: int
    epoch: int
    transaction_id: int
    at: dt.datetime
    actor_uid: str | None
    actor_name: str
    reason: str
    action: str
    model: str
    uid: str
    record_model: str
    record_uid: str
    is_public: bool
    before: dict | None
    after: dict | None


def _of_changed(column: str) -> Case:
    return Case(When(action=Change.Action.CHANGED, then=Cast(column, models.TextField())))


_changes = Compiled(
    Change.objects.public()
    .filter(
        record_model=Given("model", models.CharField()),
        record_uid=Given("uid", models.UUIDField()),
    )
    .order_by("-epoch", "-transaction_id", "-id")[:MOST_ROWS]
    .annotate(columns_before=_of_changed("before"), columns_after=_of_changed("after"))
    .values_list(*Written._fields[:-2], "columns_before", "columns_after")
)


def changes_of(record: Record | Row) -> str:
    """Its last 600 public changes, as JSON; one query."""
    return _changes.text(model=record.address, uid=record.uid)


def history_of(
    record: Record | Row, known: Mapping[tuple[str, str], str] | None = None, changes: str | None = None
) -> list[Entry]:
    """The latest first; at most 30 entries.

    `known` are names of its rows, by model and uid; `changes` what `changes_of` gave, which is asked unless it is at
    hand.
    """
    return _entries(map(_read, json.loads(changes_of(record) if changes is None else changes)), known)


def _read(row: dict) -> Written:
    row["at"] = dt.datetime.fromisoformat(row["at"])
    for name in ("before", "after"):
        text = row.pop(f"columns_{name}")
        row[name] = json.loads(text) if text else None
    return Written(**row)


def history_of_row(row: Record) -> list[Entry]:
    """The same of one row that belongs to another record, such as a mayor's term to a municipality."""
    return _entries(history.history_of(row).public()[:MOST_ROWS])


def _entries(changes: Iterable, known: Mapping[tuple[str, str], str] | None = None) -> list[Entry]:
    steps = in_words(changes, public=True, in_full=(Change.Action.CHANGED,), known=known)
    return [
        Entry(
            step.at,
            step.who,
            step.reason,
            list(_sums(step.rows)),
            [
                (row.name, row.differences)
                for row in step.rows
                if row.action == Change.Action.CHANGED and row.differences
            ],
        )
        for step in steps[:MOST_STEPS]
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

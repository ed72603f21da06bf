"""The public history of a record, in words, from the log."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field as Column
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from agreements.models import Field
from municipalities.models import Municipality
from pages.names import listed
from provenance.models import Change, Record

MOST_ROWS = 600
MOST_STEPS = 30
LONGEST_VALUE = 300
# Rows that the outside knows by name; other foreign keys are internal numbers and are not shown.
NAMED = (Municipality, Field)


@dataclass(frozen=True)
class Difference:
    """One fact of a changed row: what it was, what it is; empty is “nothing”."""

    fact: str
    before: str
    after: str
    language: str = ""


@dataclass
class Step:
    """All that one transaction changed for one reason: who, when, why; `sums` counts what was added or removed."""

    at: dt.datetime
    who: str
    reason: str
    sums: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def history_of(record: Record) -> list[Step]:
    """The latest steps first; at most 30, of the record's last 600 public changes."""
    changes = list(Change.objects.about(record).public()[:MOST_ROWS])
    names = _names_in(changes)
    steps: dict[tuple, list[Change]] = {}
    for change in changes:
        steps.setdefault((change.epoch, change.transaction_id, change.actor_name, change.reason), []).append(change)
    return [_step(rows, names) for rows in list(steps.values())[:MOST_STEPS]]


def _step(rows: list[Change], names: dict) -> Step:
    first = rows[-1]
    step = Step(first.at, _who(first), first.reason)
    added = Counter(change.model for change in rows if change.action == Change.Action.CREATED)
    removed = Counter(change.model for change in rows if change.action == Change.Action.DELETED)
    for counter, pattern in ((added, _("Added: %(what)s")), (removed, _("Removed: %(what)s"))):
        if counter:
            step.sums.append(pattern % {"what": listed_sums(counter)})
    if any(change.action == Change.Action.TOUCHED for change in rows):
        step.sums.append(_("A municipality named here changed its name."))
    for change in reversed(rows):
        if change.action == Change.Action.CHANGED:
            step.differences += _differences(change, names)
    return step


def listed_sums(counter: Counter) -> str:
    """“agreement, 2 parties”: never shortened, so not by `listed`."""
    return ", ".join(
        str(_model(model)._meta.verbose_name) if number == 1 else f"{number} {_model(model)._meta.verbose_name_plural}"
        for model, number in counter.items()
    )


def _who(change: Change) -> str:
    """Programs by name; people by what they are: a clerk's name is no public fact."""
    if change.actor_uid:
        return _("a user of the register")
    return change.actor_name or _("the register")


def _differences(change: Change, names: dict) -> Iterable[Difference]:
    model = _model(change.model)
    before, after = change.before or {}, change.after or {}
    for column in after:
        found = _column(model, column)
        if found is None or _is_shadow(model, found):
            continue
        language = found.language if isinstance(found, TranslationField) else ""
        label = (found.translated_field if language else found).verbose_name
        yield Difference(
            capfirst(str(label)),
            _value(found, before.get(column), names),
            _value(found, after[column], names),
            language,
        )


def _model(label: str):
    return apps.get_model(label)


def _column(model, column: str) -> Column | None:
    return next((found for found in model._meta.concrete_fields if found.column == column), None)


def _is_shadow(model, column: Column) -> bool:
    """The raw column of a translated field, which only repeats one of the languages."""
    try:
        return isinstance(model._meta.get_field(f"{column.name}_en"), TranslationField)
    except FieldDoesNotExist:
        return False


def _value(column: Column, value, names: dict) -> str:
    if value in (None, "", []):
        return ""
    if column.remote_field:
        return names.get((column.related_model, value), _("another one"))
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    if isinstance(value, list):
        return listed([str(item) for item in value])
    return Truncator(str(dict(column.flatchoices).get(value, value))).chars(LONGEST_VALUE)


def _names_in(changes: list[Change]) -> dict:
    """The names of the municipalities and fields that the changes point to: one query for each kind."""
    wanted = {model: set() for model in NAMED}
    for change in changes:
        if change.action != Change.Action.CHANGED:
            continue
        for column in _model(change.model)._meta.concrete_fields:
            if column.related_model in wanted:
                wanted[column.related_model] |= {
                    values.get(column.column) for values in (change.before or {}, change.after or {})
                } - {None}
    return {
        (model, row.pk): str(row)
        for model, keys in wanted.items()
        for row in (model.objects.filter(pk__in=keys) if keys else ())
    }

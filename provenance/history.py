"""The log in words: who changed a record, when, why, and what from and to what.

One reading for two readers: those who keep the register see every column and who acted; the public sees public
columns, and of people only that they are users of the register.
"""

import datetime as dt
import uuid
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath

from django.apps import apps
from django.db import connection, models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from provenance.dates import PartialDate, PartialDateField
from provenance.differences import Piece, word_differences
from provenance.facts import fact_name, model_name
from provenance.models import Change, ChangeQuerySet, Record

CITATION = "provenance.citation"
# From so many letters on, a text is told by the words that differ.
LONG_TEXT = 80


@dataclass(frozen=True)
class Difference:
    """One fact of a row: what it was and what it became, in words; empty is "nothing".

    `language` is the language of a translated text (BCP 47), else empty.
    """

    fact: str
    before: str
    after: str
    language: str = ""

    @property
    def pieces(self) -> list[Piece]:
        """Of a long text that was changed, what stayed, went and came, word by word; else nothing."""
        if self.before and self.after and max(len(self.before), len(self.after)) >= LONG_TEXT:
            return word_differences(self.before, self.after)
        return []


@dataclass(frozen=True)
class RowChange:
    """What happened to one row: `kind` is its noun, `name` which one; the name is empty for the record itself and
    for rows that are no longer there. What is not told in full has no name and no differences."""

    action: Change.Action
    kind: str
    name: str = ""
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """All that one actor did for one reason in one transaction."""

    at: dt.datetime
    who: str
    reason: str
    rows: list[RowChange]


def history_of(row: Record) -> ChangeQuerySet:
    """The changes of a record with all that belongs to it, or those of one row that belongs to a record.

    Latest first. To which record a row belongs, the database says (`record_of`).
    """
    table = connection.ops.quote_name(row._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT home.record_model, home.record_uid FROM {table} AS place,"  # noqa: S608 - a table's own name
            " record_of(%s, to_jsonb(place)) AS home WHERE place.uid = %s",
            [row._meta.label_lower, row.uid],
        )
        model, record = cursor.fetchone() or (None, None)
    if (model, record) in ((row._meta.label_lower, row.uid), (None, None)):
        return Change.objects.about(row)
    return Change.objects.filter(
        record_model=model, record_uid=record, model=row._meta.label_lower, uid=row.uid
    ).order_by("-epoch", "-transaction_id", "-id")


def in_words(
    changes: Iterable[Change],
    *,
    public: bool,
    in_full: Container[str] = tuple(Change.Action),
    known: Mapping[tuple[str, str], str] | None = None,
) -> list[Step]:
    """The changes, in their order, as steps. One query for each kind of row that they name, however many they are.

    Only the actions `in_full` are told with names and differences; `known` are names of rows, by model and uid, for
    which nobody needs to be asked.
    """
    changes = [change for change in changes if change.is_public or not public]
    names = Names([change for change in changes if change.action in in_full], public=public, known=known or {})
    kinds = {label: str(model_name(label)) for label in {change.model for change in changes}}
    steps: dict[tuple, list[Change]] = {}
    for change in changes:
        key = (change.epoch, change.transaction_id, change.actor_uid, change.actor_name, change.reason)
        steps.setdefault(key, []).append(change)
    return [
        Step(
            rows[0].at,
            _who(rows[0], public),
            _why(rows[0]),
            [
                row_in_words(change, kinds[change.model], names)
                if change.action in in_full
                else RowChange(Change.Action(change.action), kinds[change.model])
                for change in sorted(rows, key=lambda change: change.pk)
            ],
        )
        for rows in steps.values()
    ]


def _who(change: Change, public: bool) -> str:
    """Programs by their name, in the reader's language; people by theirs, but not to the public, to whom a clerk's name
    is no public fact."""
    if public and change.actor_uid:
        return _("a user of the register")
    if change.actor_uid:
        return change.actor_name
    return _(change.actor_name) if change.actor_name else _("the register itself")


def _why(change: Change) -> str:
    """People's reasons as they wrote them; those of programs are texts of our own, in the reader's language."""
    return _(change.reason) if change.reason and not change.actor_uid else change.reason


def row_in_words(change: Change, kind: str, names: "Names") -> RowChange:
    model = _model(change.model)
    name = "" if _is_the_record(change) else names.of_row(change)
    if change.model == CITATION and (fact := (change.after or change.before or {}).get("field")):
        name = f"{_fact_cited(change, fact)}, {name}" if name else _fact_cited(change, fact)
    return RowChange(Change.Action(change.action), kind, name, list(_differences(change, model, names)))


def _differences(change: Change, model, names: "Names") -> Iterable[Difference]:
    before, after = names.columns(change)
    for column in {**before, **after}:
        known = _column(model, column)
        if known is not None and _says_nothing(change, known, {**before, **after}):
            continue
        old, new = (names.value(change, known, values.get(column)) for values in (before, after))
        if old != new:
            original = getattr(known, "translated_field", known)
            label = capfirst(str(original.verbose_name)) if known is not None else column
            yield Difference(label, old, new, known.language if original is not known else "")


def _says_nothing(change: Change, column: models.Field, columns: dict) -> bool:
    """What repeats something said elsewhere, or is no fact for people."""
    if isinstance(column, models.JSONField):
        return True
    if change.model == CITATION and column.name in {"model", "record"}:
        return True
    if any(f"{column.name}_{code}" in columns for code in _languages(column)):
        return True
    # A new or deleted party of an agreement need not name the agreement whose history this is.
    return (
        change.action != Change.Action.CHANGED
        and not _is_the_record(change)
        and column.is_relation
        and column.related_model._meta.label_lower == change.record_model
    )


def _languages(column: models.Field) -> list[str]:
    """The languages in columns of their own of which this raw column holds the first that is filled."""
    return [
        other.language
        for other in column.model._meta.concrete_fields
        if getattr(other, "translated_field", None) is not None and other.translated_field.name == column.name
    ]


def _is_the_record(change: Change) -> bool:
    return (change.model, change.uid) == (change.record_model, change.record_uid)


@cache
def _model(label: str):
    """The model of that name; None if the register has it no more."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _column(model, name: str) -> models.Field | None:
    if model is None:
        return None
    return next((column for column in model._meta.concrete_fields if column.column == name), None)


class Names:
    """The names of all rows that some changes are about or point to: one query for each kind of row."""

    def __init__(self, changes: list[Change], *, public: bool, known: Mapping[tuple[str, str], str]):
        self.public = public
        self.by_key: dict[tuple, str] = {}
        self.by_uid: dict[tuple, str] = {(_model(label), uid): name for (label, uid), name in known.items()}
        wanted: dict[type, tuple[set[int], set[uuid.UUID]]] = {}
        for change in changes:
            model = _model(change.model)
            if model is None:
                continue
            if not _is_the_record(change) and (model, str(change.uid)) not in self.by_uid:
                wanted.setdefault(model, (set(), set()))[1].add(change.uid)
            for values in self.columns(change):
                for name, value in values.items():
                    column = _column(model, name)
                    if column is not None and column.is_relation and value is not None:
                        wanted.setdefault(column.related_model, (set(), set()))[0].add(value)
        for model, (keys, uids) in wanted.items():
            # All that a name is made of comes in the same query: a party is called by its municipality.
            rows = model._base_manager.select_related().filter(models.Q(pk__in=keys) | models.Q(uid__in=uids))
            for row in rows:
                name = self._name(row)
                self.by_key[model, row.pk] = self.by_uid[model, str(row.uid)] = name

    def _name(self, row) -> str:
        if self.public and not getattr(row, "is_public", True):
            return _("a record that is not public")
        return str(row)

    def columns(self, change: Change) -> tuple[dict, dict]:
        """What the reader may see of the row before and after."""
        if self.public:
            return change.before or {}, change.after or {}
        return (
            {**(change.before or {}), **(change.private_before or {})},
            {**(change.after or {}), **(change.private_after or {})},
        )

    def of_row(self, change: Change) -> str:
        return self.by_uid.get((_model(change.model), str(change.uid)), "")

    def value(self, change: Change, column: models.Field | None, value) -> str:
        """A value of the log (JSON) as a person would write it."""
        if value in (None, "", []):
            return ""
        if column is None:
            return str(value)
        if column.is_relation:
            return self.by_key.get((column.related_model, value)) or _("a record that is no longer here")
        if change.model == CITATION and column.name == "field":
            return _fact_cited(change, value)
        return value_in_words(column, value)


def value_in_words(column: models.Field, value) -> str:
    """A column's value, as JSON holds it, in words of the active language."""
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(column, PartialDateField):
        return date_in_words(PartialDate.parse(value))
    if isinstance(column, models.DateTimeField):
        return date_format(localtime(parse_datetime(value)), "DATETIME_FORMAT")
    if isinstance(column, models.DateField):
        return date_format(parse_date(value), "DATE_FORMAT")
    if isinstance(column, models.FileField):
        return PurePosixPath(value).name
    if isinstance(column, models.DecimalField | models.FloatField):
        return number_format(value)
    return str(value)


def date_in_words(date: PartialDate) -> str:
    """As precise as it is known: 1987, June 1987, June 21, 1987."""
    if date.precision == "year":
        return str(date.year)
    return date_format(date.first, "DATE_FORMAT" if date.precision == "day" else "YEAR_MONTH_FORMAT")


def _fact_cited(change: Change, name: str) -> str:
    """The fact of which a citation speaks, by its label where it is a column of the cited row."""
    cited = ((change.after or change.before or {}).get("model")) or change.record_model
    return str(fact_name(cited, name))

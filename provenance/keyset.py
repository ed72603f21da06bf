"""Lists that move by key: each page begins behind a record, however many stand before it.

Nothing is skipped or shown twice when records come in between, and the last page costs what the first does. Pages of
the site and of the API move alike, by the same cursors.
"""

import base64
import binascii
import json
import uuid
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.lookups import GreaterThan, LessThan
from django.db.models.sql.constants import CURSOR

# Of a name of 200 letters, however they are written
LONGEST_CURSOR = 3_500


class BadCursorError(ValueError):
    """A cursor that this list did not give out."""


def written(place: list) -> str:
    """A place in a list as a cursor: opaque, and safe in an address."""
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def read(cursor: str, length: int) -> list:
    """The place that a cursor stands for, a list of so many values; BadCursorError for any other text."""
    try:
        place = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise BadCursorError from error
    if not isinstance(place, list) or len(place) != length:
        raise BadCursorError
    return place


class Row(models.Func):
    """Values that are compared together, one after the other: one index serves such a comparison."""

    function = "ROW"
    output_field = models.BooleanField()


@dataclass(frozen=True)
class Order:
    """By an expression, or by none; then, in the same direction, by the order of registration.

    `form_field` reads the expression's value from a cursor. Where it may be NULL, such records come last. `key` is the
    primary key, as it stands beside the value where that is of another table: one index serves both.
    """

    by: object = None
    form_field: forms.Field | None = None
    descending: bool = False
    nullable: bool = False
    key: str = "pk"

    def all(self, records: models.QuerySet) -> models.QuerySet:
        """The whole list in this order, for who reads it to the end."""
        sign = "-" if self.descending else ""
        if self.by is None:
            return records.order_by(f"{sign}pk")
        last = {"nulls_last": True} if self.nullable else {}
        return records.order_by(self.by.desc(**last) if self.descending else self.by.asc(**last), f"{sign}{self.key}")

    def rows(self, records: models.QuerySet, place: tuple | None, size: int, *, backwards=False) -> list[tuple]:
        """(key, uid, value) of up to `size` records behind a place (value, key), or from the list's begin.

        The value is as the database has it: a partial date is text. `backwards`: those before the place, or at the
        list's end; the nearest to it first.
        """
        found = []
        for stretch in self._stretches(records, place, backwards):
            found += _asked(stretch[: size - len(found)])
            if len(found) >= size:
                break
        return found

    def _stretches(self, records, place, backwards):
        """Records in order; those without a value are a stretch of their own, since no index would serve both."""
        value, key = place or (None, None)
        stretches = []
        # A place among those with a value is behind none that has none, and the other way about.
        if self.by is not None and (place is None or value is not None or backwards):
            stretches.append((self._with_value, place if value is not None else None))
        if (self.by is None or self.nullable) and (place is None or value is None or not backwards):
            stretches.append((self._without_value, None if self.by is not None and value else key))
        # The second is seldom wanted, and not put together until then.
        return (made(records, behind, backwards) for made, behind in (reversed(stretches) if backwards else stretches))

    def _with_value(self, records, place, backwards):
        records = records.annotate(place=self.by)
        if self.nullable:
            records = records.filter(place__isnull=False)
        sign, compare = self._direction(backwards)
        if place:
            value, key = place
            records = records.filter(compare(Row("place", self.key), Row(models.Value(value), models.Value(key))))
        return records.order_by(f"{sign}place", f"{sign}{self.key}")

    def _without_value(self, records, key, backwards):
        if self.by is None:
            records = records.annotate(place=models.Value(None, output_field=models.TextField()))
        else:
            records = records.annotate(place=self.by).filter(place__isnull=True)
        sign, compare = self._direction(backwards)
        if key is not None:
            records = records.filter(compare(models.F("pk"), models.Value(key)))
        return records.order_by(f"{sign}pk")

    def _direction(self, backwards):
        if self.descending is backwards:
            return "", GreaterThan
        return "-", LessThan

    def cursor(self, name: str, row: tuple) -> str:
        """The cursor at one of `rows`; `name` is what this order is called in its list."""
        _key, uid, value = row
        return written([name, None if value is None else str(value), uid.hex])

    def place(self, name: str, cursor: str, model: type[models.Model]) -> tuple:
        """(value, key) of the record at which a cursor of this order stands; BadCursorError for any other text.

        One query: a cursor names no primary key, and stays good when its record leaves the list.
        """
        cursor_name, value, uid = read(cursor, 3)
        may_be_null = self.by is None or self.nullable
        if cursor_name != name or not isinstance(uid, str) or not (may_be_null if value is None else self.by):
            raise BadCursorError
        try:
            if value is not None:
                value = str(self.form_field.clean(value.encode().decode()))
            # A plain queryset: that of translated models looks at each value.
            return value, models.QuerySet(model).values_list("pk", flat=True).get(uid=uuid.UUID(uid))
        except (ValueError, AttributeError, ValidationError, model.DoesNotExist) as error:
            raise BadCursorError from error


def _asked(records: models.QuerySet) -> list[tuple]:
    """Keys, identifiers and places as they come, past all that makes objects of rows: it takes longer than asking."""
    # A plain queryset: that of translated models would put its own columns in between.
    rows = models.QuerySet(records.model, records.query.chain(), records.db).values_list("pk", "uid", "place")
    cursor = rows.query.get_compiler(rows.db).execute_sql(CURSOR)
    if cursor is None:  # a filter that nothing can pass
        return []
    with cursor:
        return cursor.fetchall()

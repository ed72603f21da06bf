"""Dates as sources give them: a day, a month, or a year alone.

Written in the reduced forms of ISO 8601: `1987`, `1987-06`, `1987-06-21`. They are stored as that text, which
sorts in time and never pretends to know more than the source said.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering

from django import forms
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

EARLIEST_YEAR = 1800
LATEST_YEAR = 2200
WRITTEN = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?", re.ASCII)


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A day, a month or a year of the Gregorian calendar.

    `PartialDate(1987)` is the year 1987; `first` and `last` are the first and last day it may mean.
    Raises ValueError for what is in no calendar or outside the years 1800 to 2200.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self):
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise ValueError(f"year {self.year} is outside {EARLIEST_YEAR} to {LATEST_YEAR}")
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        dt.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `1987`, `1987-06` or `1987-06-21`; ValueError for anything else."""
        match = WRITTEN.fullmatch(text.strip())
        if not match:
            raise ValueError(f"{text[:40]!r} is not a date such as 1987, 1987-06 or 1987-06-21")
        return cls(*(int(part) if part else None for part in match.group("year", "month", "day")))

    @classmethod
    def of(cls, value: "PartialDate | dt.date | str") -> "PartialDate":
        if isinstance(value, cls):
            return value
        if isinstance(value, dt.date):
            return cls(value.year, value.month, value.day)
        return cls.parse(value)

    def __str__(self):
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def __lt__(self, other):
        if not isinstance(other, PartialDate):
            return NotImplemented
        return str(self) < str(other)

    @property
    def precision(self) -> str:
        """`year`, `month` or `day`."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def within(start: PartialDate | None, end: PartialDate | None, day: dt.date) -> bool:
    """Whether the day may lie between the two, both included; what is not known bounds nothing."""
    return (start is None or start.first <= day) and (end is None or day <= end.last)


class PartialDateFormField(forms.CharField):
    """One box in which `1987`, `1987-06` and `1987-06-21` may be written."""

    default_error_messages = {
        "invalid_date": _("Write a year (1987), a month (1987-06) or a day (1987-06-21), from 1800 to 2200.")
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("empty_value", None)
        super().__init__(**kwargs)

    def to_python(self, value):
        value = super().to_python(str(value) if isinstance(value, PartialDate) else value)
        if value is None:
            return None
        try:
            return PartialDate.parse(value)
        except ValueError:
            raise ValidationError(self.error_messages["invalid_date"], code="invalid_date") from None

    def run_validators(self, value):
        """The text's validators (length, NUL) see the text."""
        super().run_validators(str(value) if value is not None else "")


class PartialDateField(models.Field):
    """A column for a `PartialDate`; NULL is a date that is not known.

    The column is text in ISO 8601's reduced forms. The database refuses anything else, and knows its first
    and last day by the functions `first_day` and `last_day`.
    """

    description = _("A day, a month or a year")

    def __init__(self, *args, **kwargs):
        kwargs.update(null=True, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("null", None)
        kwargs.pop("blank", None)
        return name, path, args, kwargs

    def check(self, **kwargs):
        errors = super().check(**kwargs)
        if self.primary_key or self.unique:
            errors.append(checks.Error("a partial date identifies nothing", obj=self))
        return errors

    def db_type(self, connection):
        return 'varchar(10) COLLATE "C"'

    def db_check(self, connection):
        column = connection.ops.quote_name(self.column)
        return (
            f"{column} ~ '^[0-9]{{4}}(-[0-9]{{2}}(-[0-9]{{2}})?)?$' AND "
            f"first_day({column}) BETWEEN '{EARLIEST_YEAR}-01-01' AND '{LATEST_YEAR}-12-31'"
        )

    def get_internal_type(self):
        return "CharField"

    def from_db_value(self, value, expression, connection):
        return PartialDate.parse(value) if value is not None else None

    def to_python(self, value):
        if value in (None, ""):
            return None
        try:
            return PartialDate.of(value)
        except (ValueError, TypeError):
            raise ValidationError(
                PartialDateFormField.default_error_messages["invalid_date"], code="invalid_date"
            ) from None

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if hasattr(value, "resolve_expression") or value in (None, ""):
            return value or None
        # Comparisons may be given the text itself: `signed_on__gte="1987"`.
        return str(value)

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return str(value) if value is not None else ""

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})


class FirstDay(models.Func):
    """The first day that a partial date may mean."""

    function = "first_day"
    output_field = models.DateField()


class LastDay(models.Func):
    """The last day that a partial date may mean."""

    function = "last_day"
    output_field = models.DateField()


def lies_within(start: str, end: str, day: dt.date) -> models.Q:
    """`within` as a condition on many rows; `start` and `end` name their columns."""
    return (models.Q(**{start: None}) | models.Q(models.lookups.LessThanOrEqual(FirstDay(start), day))) & (
        models.Q(**{end: None}) | models.Q(models.lookups.GreaterThanOrEqual(LastDay(end), day))
    )

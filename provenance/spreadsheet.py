"""Lists as CSV, line by line, for spreadsheets above all: programs do better with the API."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models

# Spreadsheets take UTF-8 for their own old code page without it, and read *Сарај* as noise.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet would run as a formula
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def text_columns(field: str) -> dict[str, str]:
    """A translated text in every language of the content: `title.en`, `title.sq` ..."""
    return {f"{field}.{language}": f"{field}_{language}" for language in settings.MODELTRANSLATION_LANGUAGES}


class Joined(models.Func):
    """The values of related records in one cell, with `; ` between them."""

    function = "array_to_string"
    template = "%(function)s(%(expressions)s, '; ')"
    output_field = models.TextField()

    def __init__(self, values: models.QuerySet):
        super().__init__(ArraySubquery(values))


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def lines(header: Sequence[str], rows: Iterable[Sequence]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180, UTF-8), its header first. None is an empty cell; no text is a formula."""
    write = csv.writer(_Line()).writerow
    yield BYTE_ORDER_MARK + write(header)
    for row in rows:
        yield write([_cell(value) for value in row])


def _cell(value):
    if isinstance(value, str) and value.startswith(BEGINS_A_FORMULA):
        return f"'{value}"
    return value


def rows(records: models.QuerySet, columns: dict[str, object]) -> Iterator[tuple]:
    """The columns (header → expression or name) of the records, from a cursor of the server: never all at once."""
    named = {f"column_{place}": expression for place, expression in enumerate(columns.values())}
    expressions = {
        name: models.F(expression) if isinstance(expression, str) else expression for name, expression in named.items()
    }
    return records.annotate(**expressions).values_list(*named).iterator(chunk_size=2_000)

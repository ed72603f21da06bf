"""The words in which every public document is written, and the documents of citations and changes.

A document is the canonical public form of a record: one ORM expression, so that PostgreSQL builds a whole page of
them as JSON text that goes out unread. Its properties carry the names of the register's columns, the same that
citations name in `field`. Unknown is null, never an empty text; moments are UTC to the second; other records are
named by their `uid`.
"""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models import OuterRef
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, JSONObject
from django.utils.functional import cached_property

from provenance.models import Change, Citation

MOMENT = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""


class Known(models.Func):
    """A column as the outside reads it: an empty text is nothing known, a moment is written in UTC."""

    arity = 1

    def as_sql(self, compiler, connection, **extra_context):
        column = self.source_expressions[0].output_field
        template = "%(expressions)s"
        if isinstance(column, models.CharField | models.TextField):
            template = "NULLIF(%(expressions)s, '')"
        elif isinstance(column, models.DateTimeField):
            template = MOMENT
        return super().as_sql(compiler, connection, template=template, **extra_context)


class JSONDocument(JSONObject):
    """An object with these columns under their own names, then with these expressions, in the order written.

    Unlike its parent it is `json`, not `jsonb`, which would sort the keys by length.
    """

    def __init__(self, *columns: str, **expressions):
        super().__init__(
            **{column: Known(column) for column in columns},
            **{name: Known(value) if isinstance(value, str) else value for name, value in expressions.items()},
        )

    def as_postgresql(self, compiler, connection, **extra_context):
        return models.Func.as_sql(self, compiler, connection, function="json_build_object", **extra_context)


def columns(*names: str) -> dict[str, str]:
    """Columns under their own names, to stand among a document's expressions."""
    return {name: name for name in names}


def in_languages(field: str) -> JSONDocument:
    """A translated text in every language of the content: `{"en": …, "sq": …, "mk": …}`."""
    return JSONDocument(**{language: f"{field}_{language}" for language in settings.MODELTRANSLATION_LANGUAGES})


def array(records: models.QuerySet, document: JSONDocument, *order) -> ArraySubquery:
    """The documents of related records, as a list, in this order or in the records' own."""
    if order:
        records = records.order_by(*order)
    return ArraySubquery(records.annotate(as_document=document).values("as_document"))


def citations(model: str, uid: str = "uid") -> ArraySubquery:
    """The sources of one record, which is of `model` and has the uid in column `uid`."""
    return array(Citation.objects.filter(model=model, record=OuterRef(uid)), CITATION, "pk")


CITATION = JSONDocument(
    "uid", "field", "value", "grade", "publisher", "title", "url", "published_on", "retrieved_on", "quote",
    "quote_language", "licence", "source", "source_row",
)  # fmt: skip

# An address and no more: who was told of a change reads the record's document, or learns that it is gone.
CHANGE = JSONDocument(
    "at",
    "action",
    "model",
    "uid",
    record=JSONDocument(model="record_model", uid="record_uid"),
)


class Day(models.Expression):
    """The day for which a document answers: its place in the SQL, filled when the documents are read."""

    output_field = models.DateField()

    def as_sql(self, compiler, connection):
        return "%s::date", [self]


class Documents:
    """The documents of one model's records as JSON text, which nothing on its way out needs to read.

    The SQL is compiled once: that takes ten times as long as running it.
    """

    def __init__(self, model: type[models.Model], document: JSONDocument):
        self.model = model
        self.document = document

    @cached_property
    def _query(self) -> tuple[str, tuple]:
        among = RawSQL(f'"{self.model._meta.db_table}"."id" = ANY(%s)', [list], output_field=models.BooleanField())
        # A plain queryset: that of translated models puts columns in an order of its own.
        records = models.QuerySet(self.model).filter(among).order_by()
        return records.values_list("pk", Cast(self.document, models.TextField())).query.sql_with_params()

    def texts(self, keys: list[int], *, on: dt.date | None = None) -> list[str]:
        """The documents of the records with these primary keys, in the same order, for the day."""
        sql, parameters = self._query
        filled = [keys if one is list else on if isinstance(one, Day) else one for one in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            found = dict(cursor.fetchall())
        return [found[key] for key in keys if key in found]


changes = Documents(Change, CHANGE)

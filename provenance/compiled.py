"""Queries that are asked for every page: compiled once by Django and planned once by PostgreSQL.

Both take longer than running them.
"""

from django.db import connection, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.utils.functional import cached_property
from psycopg import sql

AS_JSON = sql.SQL("SELECT coalesce(json_agg(found), '[]')::text FROM ({}) AS found")


class Given(models.Expression):
    """A value that a compiled query is given when it runs: its place in the SQL.

    `Given("number", models.CharField())` is filled by `rows(number="IMCA-2024-000001")`. `(SELECT value)` hides it
    from PostgreSQL's planner, which would plan anew for each value for which such a plan looks cheaper than the plan
    for all of them.
    """

    def __init__(self, name: str, output_field: models.Field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return f"(SELECT %s::{self.output_field.db_type(connection) or 'text'})", [self]


class OneOf(models.Func):
    """Whether a column is one of the values of an array: `filter(OneOf("uid", Given("uids", ...)))`."""

    template = "%(expressions)s::%(type)s)"  # the type tells that the values of one array are meant, not arrays
    arg_joiner = " = ANY("
    arity = 2
    output_field = models.BooleanField()

    def as_sql(self, compiler, connection, **extra_context):
        array = self.source_expressions[1].output_field
        return super().as_sql(compiler, connection, type=array.db_type(connection), **extra_context)


class Compiled:
    """A queryset of values (`values_list`), compiled when it is first asked."""

    def __init__(self, values: models.QuerySet):
        self.values = values

    @cached_property
    def _query(self) -> tuple[str, list[str]]:
        """The SQL, in which constants stand as they are, and the names of what it is given."""
        statement, parameters = self.values.query.sql_with_params()
        connection.ensure_connection()
        written = [
            "%s" if isinstance(one, Given) else sql.Literal(one).as_string(connection.connection).replace("%", "%%")
            for one in parameters
        ]
        return (
            statement.replace("%%", "%%%%") % tuple(written),
            [one.name for one in parameters if isinstance(one, Given)],
        )

    def rows(self, **given) -> list[tuple]:
        """The rows as the database has them: partial dates are text. `given` fills every `Given`, by its name."""
        statement, names = self._query
        return rows(statement, [given[name] for name in names])

    def text(self, **given) -> str:
        """The same as one text: JSON, a list of objects by the names of the values."""
        statement, names = self._query
        as_json = AS_JSON.format(sql.SQL(statement)).as_string()
        return rows(as_json, [given[name] for name in names])[0][0]


def rows(statement: str, parameters: list | dict) -> list[tuple]:
    """The rows of a statement that is asked again and again: planned for all values alike, once for each connection.

    Not one that must be planned for its values: a word that every document holds is looked for in another way than one
    that hardly any does.
    """
    with connection.cursor() as cursor:
        # Django's own cursor writes values into the text, so that every text is a new one to PostgreSQL. This one
        # sends them beside it, and the connection prepares what it has seen often enough (`prepare_threshold`).
        cursor.cursor.close()
        cursor.cursor = ServerBindingCursor(connection.connection)
        cursor.execute(statement, parameters)
        return cursor.fetchall()

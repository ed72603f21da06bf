"""What all that the import writes has in common: identity, citations, and respect for what people did since."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext_noop

from agreements.twinnings.report import Report
from agreements.twinnings.sources import describe
from provenance.models import Change, Citation

# Who the log says it was; the same in every run, so that a later one knows its own hand.
ACTOR = gettext_noop("import of twinnings")
FIRST_BATCH, BATCH = 1000, 5000
NAMESPACE = uuid.UUID("7d71e100-be2f-4813-a6f6-3af1284ba472")
EMPTY = (None, "")


def uid_of(kind: str, *identity: str) -> uuid.UUID:
    """The permanent identifier of what the files identify so: the same in every run and in every register."""
    return uuid.uuid5(NAMESPACE, "\x1f".join((kind, *identity)))


class Difference(NamedTuple):
    """A row of the register that does not say what the files say: by column, `found` and `wanted`.

    `record_uid` is the record in whose history the log keeps the row's changes.
    """

    pk: int
    uid: uuid.UUID
    record_uid: uuid.UUID
    found: dict
    wanted: dict
    stands: tuple[str, int, str]


class Run:
    """One run of the import, within its transaction: what it wrote (`created` and `changed` rows by model), and what
    it must not undo. `done` is told the size of every batch.
    """

    def __init__(self, report: Report, done: Callable[[int], None]):
        self.report = report
        self.done = done
        self.created: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()
        with connection.cursor() as cursor:
            # Of two runs at once the second waits, and finds the register as the first one left it.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [ACTOR])
        # People delete; the import never does, and never brings back.
        deletions = Change.objects.filter(action=Change.Action.DELETED)
        self.deleted: set[uuid.UUID] = set(deletions.values_list("uid", flat=True))

    def create(self, model: type[Model], rows: Iterable[dict]) -> None:
        """Write rows (values by column) in batches, but not those that exist, whatever became of them since, or that
        a person deleted. Columns that a row leaves out get the default of their field.
        """
        here_or_gone = self.deleted | set(model.objects.values_list("uid", flat=True))
        rows = (row for row in rows if row["uid"] not in here_or_gone)
        size = FIRST_BATCH
        while batch := list(islice(rows, size)):
            _copy(model, batch)
            if len(batch) == FIRST_BATCH:
                plan_anew(model)
            size = BATCH
            self.created[model._meta.model_name] += len(batch)
            self.done(len(batch))

    def cite(self, citations: Iterable[dict]) -> None:
        """Write the citations that the register does not have: a row of a source once for each fact."""
        place = ("model", "record", "field", "source", "source_row")
        cited = set(Citation.objects.exclude(source_row="").values_list(*place))
        self.create(Citation, (row for row in citations if tuple(row[column] for column in place) not in cited))

    def settle(self, model: type[Model], differences: Iterable[Difference]) -> None:
        """Fill what is empty, bring up to date what the import itself wrote, and report the rest.

        Whose hand was the last on a column, the log says. What a person wrote or emptied stays.
        """
        differences = list(differences)
        own = _written_by_the_import(model, {difference.record_uid for difference in differences})
        for difference in differences:
            changes = {}
            for column, wanted in difference.wanted.items():
                found = difference.found[column]
                if own.get((difference.uid, column), found in EMPTY):
                    changes[column] = wanted
                else:
                    said = "nothing" if found in EMPTY else f"“{found}”"
                    reason = f"{column}: “{wanted}” here; the register says {said}, and keeps it"
                    self.report.conflict(*difference.stands, reason)
            if changes and self._update(model, difference, changes):
                self.changed[model._meta.model_name] += 1

    def _update(self, model: type[Model], difference: Difference, changes: dict) -> bool:
        try:
            with transaction.atomic():
                return bool(model.objects.filter(pk=difference.pk).update(**changes))
        except IntegrityError as error:
            self.report.conflict(*difference.stands, f"the register refuses it: {error.__cause__.diag.message_primary}")
            return False


def _written_by_the_import(model: type[Model], record_uids: set[uuid.UUID]) -> dict[tuple[uuid.UUID, str], bool]:
    """Whether the import was the last to write a column: (uid of the row, column), where anybody ever wrote it."""
    if not record_uids:
        return {}
    rows = (
        Change.objects.filter(record_uid__in=record_uids, model=model._meta.label_lower, after__isnull=False)
        .in_order()
        .values_list("uid", "after", "actor_uid", "actor_name")
    )
    return {
        (uid, column): actor_uid is None and actor_name == ACTOR
        for uid, after, actor_uid, actor_name in rows
        for column in after
    }


def plan_anew(model: type[Model]) -> None:
    """Tell the planner that a table is no longer empty, and let go of the plans that were made while it was.

    Triggers keep their plans for the session: one that reads a whole table, because it had no rows yet, would do so for
    every row that follows. A role that may not ANALYZE is warned by the database, and still gets new plans.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
        cursor.execute("DISCARD PLANS")


def _copy(model: type[Model], rows: list[dict]) -> None:
    """COPY rows into the table of a model: four times as fast as INSERT, and the triggers see them all the same."""
    fields = [field for field in model._meta.concrete_fields if not (field.generated or field.has_db_default())]
    if "id" not in rows[0]:
        fields.remove(model._meta.pk)
    defaults = {field.column: field.get_db_prep_save(field.get_default(), connection) for field in fields}
    table, *columns = (connection.ops.quote_name(name) for name in (model._meta.db_table, *defaults))
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row.get(column, default) for column, default in defaults.items()])


def new_keys(model: type[Model], count: int) -> list[int]:
    """Primary keys for rows that other rows will refer to before the database is asked for them."""
    sql = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [model._meta.db_table, count])
        return [key for (key,) in cursor]


def citation_of(model: type[Model], record: uuid.UUID, source: str, source_row: str, **says: str) -> Citation:
    """A citation of a row of a data set, for a record as a whole or (`field`, `value`) for one fact."""
    return Citation(**citation_row(model, record, source, source_row, **says))


def citation_row(model: type[Model], record: uuid.UUID, source: str, source_row: str, **says: str) -> dict:
    """The same by column, for `Run.cite`: model instances cost more time than all the rest of it."""
    label, fact = model._meta.label_lower, says.get("field", "")
    publisher, licence = describe(source)
    return {
        "uid": uid_of("citation", label, str(record), fact, source, source_row),
        "model": label,
        "record": record,
        "field": fact,
        "grade": Citation.Grade.OPEN_DATA.value,
        "publisher": publisher,
        "licence": licence,
        "source": source,
        "source_row": source_row,
    } | says

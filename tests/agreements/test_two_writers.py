"""Two who write at once, neither of whom sees the other: what the database keeps of the record is of both."""

import threading
import time

import psycopg
import pytest
from django.db import connection, connections, transaction

from agreements.models import (
    Act,
    Activity,
    Agreement,
    AgreementField,
    Commitment,
    Field,
    GoodPractice,
    JointProject,
    Party,
    PracticeField,
    ProjectPartner,
)
from municipalities.models import Alias, Municipality
from provenance.models import Citation
from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_commitment,
    make_field,
    make_joint_project,
    make_municipality,
    make_practice,
)

WITHIN = 20
# What is kept, by what it is worked out anew, and of which table's rows
KEPT = {
    "agreements_agreementsearch": (["agreement_search"], "agreements_agreement"),
    "agreements_agreementfacets": (
        [f"facets_of_{part}" for part in ("parties", "acts", "fields", "activities", "sources")],
        "agreements_agreement",
    ),
    "agreements_statusperiod": (["status_periods"], "agreements_agreement"),
    "agreements_jointprojectsearch": (["project_search"], "agreements_jointproject"),
    "agreements_goodpracticesearch": (["practice_search"], "agreements_goodpractice"),
    "municipalities_searchname": (["search_names"], "municipalities_municipality"),
}


@pytest.fixture
def records(committed):
    """One agreement, project, practice and municipality, each with something beside it that can be changed."""
    town, field = make_municipality("Ohrid"), make_field("snow", "Snow")
    agreement = make_agreement(town, make_municipality("Vinkovci"))
    AgreementField.objects.create(agreement=agreement, field=field)
    return {
        "town": town,
        "field": field,
        "agreement": agreement,
        "signing": make_act(agreement, happened_on="2000"),
        "project": make_joint_project(town),
        "practice": make_practice(town, fields=[field]),
    }


def cite(agreement, grade):
    Citation.objects.create(model="agreements.agreement", record=agreement.uid, source=grade, grade=grade)


CHANGES = {
    "the title": lambda on: Agreement.objects.filter(pk=on["agreement"].pk).update(title_en="Of the lake"),
    "a fixed term": lambda on: Agreement.objects.filter(pk=on["agreement"].pk).update(
        term=Agreement.Term.FIXED, term_ends_on="2020"
    ),
    "a commitment": lambda on: make_commitment(on["agreement"], "Skating", Commitment.Kind.MEETING),
    "the field's name": lambda on: Field.objects.filter(pk=on["field"].pk).update(name_en="Ice"),
    "a field": lambda on: AgreementField.objects.create(agreement=on["agreement"], field=make_field()),
    "a party": lambda on: Party.objects.create(
        agreement=on["agreement"], municipality=make_municipality(country="DE"), position=3
    ),
    "an earlier act": lambda on: make_act(on["agreement"], Act.Kind.SIGNED, "1990"),
    "the earliest act": lambda on: make_act(on["agreement"], Act.Kind.ENTERED_INTO_FORCE, "1985"),
    "an end": lambda on: make_act(on["agreement"], Act.Kind.TERMINATED, "2010-01-01"),
    "an activity": lambda on: make_activity(on["agreement"], kind=Activity.Kind.VISIT, starts_on="2019-01-01"),
    "the signed text": lambda on: cite(on["agreement"], "signed_text"),
    "an article": lambda on: cite(on["agreement"], "press"),
    "the project's title": lambda on: JointProject.objects.filter(pk=on["project"].pk).update(title_en="Rivers"),
    "a partner": lambda on: ProjectPartner.objects.create(project=on["project"], municipality=make_municipality()),
    "the practice's title": lambda on: GoodPractice.objects.filter(pk=on["practice"].pk).update(title_en="Paths"),
    "the practice's field": lambda on: PracticeField.objects.create(practice=on["practice"], field=make_field()),
    "the town's name": lambda on: Municipality.objects.filter(pk=on["town"].pk).update(name="Struga", name_en="Struga"),
    "another name": lambda on: Alias.objects.create(municipality=on["town"], text="Lychnidos"),
}  # fmt: skip
AT_ONCE = [
    ("the title", "a commitment"),
    ("the field's name", "the title"),
    ("another name", "a commitment"),
    ("a party", "a party"),
    ("a field", "a field"),
    ("the earliest act", "an earlier act"),
    ("an end", "a fixed term"),
    ("a fixed term", "an end"),
    ("an activity", "an activity"),
    ("the signed text", "an article"),
    ("a partner", "the project's title"),
    ("the practice's field", "the practice's title"),
    ("the town's name", "another name"),
]


@pytest.mark.parametrize(("one", "other"), AT_ONCE, ids=[" and ".join(pair) for pair in AT_ONCE])
def test_what_is_kept_is_of_both(records, connect, one, other):
    at_once(CHANGES[one], CHANGES[other], records, watcher=connect(autocommit=True))
    kept = kept_now()
    with connection.cursor() as cursor:
        for written, table in KEPT.values():
            for what in written:
                cursor.execute(f"SELECT refresh_{what}(array(SELECT id FROM {table}))")
    assert kept == kept_now()


def at_once(first, second, records, watcher: psycopg.Connection) -> None:
    """The second begins when the first has written; the first commits when the second waits for it, or is done."""
    problems, has_written, may_commit = [], threading.Event(), threading.Event()
    processes = []

    def write(change, *, waits):
        try:
            with transaction.atomic():
                processes.append(connection.connection.info.backend_pid)
                change(records)
                if waits:
                    has_written.set()
                    assert may_commit.wait(WITHIN)
        except Exception as problem:
            problems.append(problem)
        finally:
            has_written.set()
            connections.close_all()

    threads = [
        threading.Thread(target=write, args=[first], kwargs={"waits": True}),
        threading.Thread(target=write, args=[second], kwargs={"waits": False}),
    ]
    threads[0].start()
    assert has_written.wait(WITHIN)
    threads[1].start()
    deadline = time.monotonic() + WITHIN
    while threads[1].is_alive() and not (len(processes) == 2 and is_blocked(watcher, processes[1])):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    may_commit.set()
    for thread in threads:
        thread.join(WITHIN)
    assert problems == []


def is_blocked(watcher: psycopg.Connection, process: int) -> bool:
    return watcher.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [process]).fetchone()[0]


def kept_now() -> dict[str, list]:
    """All rows of what is kept, without keys of their own."""
    rows = {}
    with connection.cursor() as cursor:
        for table in KEPT:
            cursor.execute(f"SELECT to_jsonb(kept) - 'id' FROM {table} AS kept ORDER BY 1")
            rows[table] = cursor.fetchall()
    return rows

"""The version moves with every commit that a reader can see: with real connections that commit."""

import itertools
import random
import uuid

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provenance.version import held, held_version, version
from tests.provenance.test_settled import INSERT, make_town


@pytest.fixture
def town(connect):
    return make_town(connect)


def write(one, town, text="a name"):
    """One row, unlike any other: writers of the same name would wait for each other."""
    one.execute(INSERT, (town, f"{text} {uuid.uuid4().hex}"))


def test_the_version_stays_while_nothing_is_committed(connect, town):
    before = version()
    assert version() == before
    with connect() as one:
        one.execute("SELECT * FROM municipalities_alias")
    assert version() == before


def test_the_version_moves_with_a_commit_and_not_before(connect, town):
    before = version()
    writing = connect()
    write(writing, town)
    assert version() == before
    writing.commit()
    assert version() != before


def test_a_lower_number_that_is_committed_later_moves_the_version_again(connect, town):
    """The highest number alone would stay: the slow transaction took the lower one."""
    slow, quick = connect(), connect()
    seen = [version()]
    write(slow, town, "slow")
    write(quick, town, "quick")
    seen.append(version())
    quick.commit()
    seen.append(version())
    slow.commit()
    seen.append(version())
    assert seen[0] == seen[1]
    assert len(set(seen)) == 3


def test_each_commit_past_the_settled_line_moves_the_version(connect, town):
    slow = connect()
    write(slow, town, "a long import")
    seen = [version()]
    for number in range(3):
        with connect() as quick:
            write(quick, town, f"{number}, once")
            write(quick, town, f"{number}, twice")
        seen.append(version())
    slow.commit()
    seen.append(version())
    assert len(set(seen)) == len(seen)


def test_transactions_that_end_in_another_order_than_they_began_move_it_each(connect, town):
    open_ones = [connect() for _ in range(4)]
    for number, one in enumerate(open_ones):
        write(one, town, str(number))
    for order in itertools.islice(itertools.permutations(open_ones), 5, None, 7):
        seen = [version()]
        for one in order:
            one.commit()
            seen.append(version())
            write(one, town, "again")
        assert len(set(seen)) == len(seen)


def test_what_is_rolled_back_never_moves_the_version(connect, town):
    """With another transaction open, so that the settled line stands still beside it."""
    slow, taken_back = connect(), connect()
    write(slow, town)
    write(taken_back, town)
    before = version()
    taken_back.rollback()
    assert version() == before
    slow.rollback()
    assert version() == before


def test_a_savepoint_that_is_rolled_back_leaves_the_rest_visible(connect, town):
    writing = connect()
    before = version()
    write(writing, town, "kept")
    writing.execute("SAVEPOINT one")
    write(writing, town, "taken back")
    writing.execute("ROLLBACK TO SAVEPOINT one")
    writing.commit()
    assert version() != before


@pytest.mark.parametrize("seed", range(6))
def test_two_states_have_one_version_only_if_they_are_the_same(connect, town, seed):
    """Writers that begin, write, commit and roll back in any order; what is seen is compared with the versions."""
    chance = random.Random(seed)
    writers = [connect() for _ in range(4)]
    state_of = {}
    for step in range(120):
        one = chance.choice(writers)
        match chance.choice(["write", "write", "commit", "commit", "rollback"]):
            case "write":
                write(one, town, f"{seed}-{step}")
            case "commit":
                one.commit()
            case "rollback":
                one.rollback()
        with connection.cursor() as cursor:
            # In one snapshot, so that both are of one state
            cursor.execute("SELECT register_version(), array_agg(id ORDER BY id) FROM provenance_change")
            seen, rows = cursor.fetchone()
        assert state_of.setdefault(seen, rows) == rows
    assert len({tuple(rows) for rows in state_of.values()}) > 10


def test_a_version_never_comes_back(connect, town):
    slow = connect()
    seen = [version()]
    for number in range(12):
        if number % 4 == 0:
            slow.commit()
            write(slow, town, f"slow {number}")
        with connect() as quick:
            write(quick, town, f"quick {number}")
        if (now := version()) != seen[-1]:
            assert now not in seen
            seen.append(now)
    assert len(seen) > 12


def test_other_transactions_of_the_cluster_do_not_move_it(connect, town):
    before = version()
    with connect() as one:
        one.execute("CREATE TEMPORARY TABLE elsewhere (x int)")
        one.execute("INSERT INTO elsewhere VALUES (1)")
    assert version() == before


def test_a_new_epoch_moves_the_version_and_names_itself(connect, town):
    """Two restores of one dump open epochs of one number, and must not be taken for each other."""
    before = version()
    call_command("open_epoch", "--force", verbosity=0)
    second = version()
    with connect() as restored:
        restored.execute("SET session_replication_role = replica")  # as a superuser, as pg_restore would
        restored.execute("DELETE FROM provenance_epoch WHERE number > 1")
    assert version() == before
    call_command("open_epoch", "--force", verbosity=0)
    assert len({before, second, version()}) == 3


def test_after_a_restore_the_version_moves_with_the_first_commit(connect, town):
    with connect() as restored:
        restored.execute("SET session_replication_role = replica")
        restored.execute("UPDATE provenance_change SET transaction_id = transaction_id + 1000000000")
    call_command("open_epoch", "--force", verbosity=0)
    before = version()
    with connect() as one:
        write(one, town)
    assert version() != before


def test_the_version_is_there_before_anything_was_written(connect):
    assert version() == version() != ""


NEW_FIELD = """
    INSERT INTO agreements_field (uid, code, name, name_en, sdgs) VALUES (gen_random_uuid(), %s, 'A', 'A', '{}')
"""


@pytest.mark.django_db
def test_within_a_transaction_its_own_writing_moves_the_version():
    with connection.cursor() as cursor:
        seen = [version()]
        for number in range(3):
            cursor.execute(NEW_FIELD, [f"field-{number}"])
            seen.append(version())
    assert len(set(seen)) == 4


MANY = """
    INSERT INTO provenance_change (epoch, transaction_id, at, actor_name, reason, action, model, uid,
        record_model, record_uid, is_public)
    SELECT 1, {transaction_id}, now(), '', '', 'changed', 'x', gen_random_uuid(), 'x', gen_random_uuid(), true
    FROM generate_series(1, 20000) AS n
"""


@pytest.mark.parametrize("ends", [False, True], ids=["a long import runs", "a long import was committed"])
def test_the_cost_does_not_grow_with_what_lies_past_the_line(connect, town, ends):
    """Read blocks are counted: those of an import of 20,000 rows fill hundreds, seen or not."""
    slow, importing = connect(), connect()
    write(slow, town)
    importing.execute(MANY.format(transaction_id="pg_current_xact_id()::text::bigint"))
    if ends:
        importing.commit()
    for number in range(3):
        with connect() as quick:
            write(quick, town, str(number))
    assert _blocks_read() < 60


def test_the_cost_does_not_grow_with_the_log(connect, town):
    with connect() as restored:
        restored.execute(MANY.format(transaction_id="n"))
    assert _blocks_read() < 60


def _blocks_read() -> int:
    """How many blocks one call touches, once its plans are made. No table is read from end to end."""
    with connection.cursor() as cursor:
        for _ in range(8):  # plans are made on the first calls
            cursor.execute("SELECT register_version()")
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT register_version()")
        plan = cursor.fetchone()[0][0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def test_a_kept_connection_that_has_died_is_opened_anew_without_a_question_of_its_own(connect, town, monkeypatch):
    before = version()
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", None)
    connection.close()
    version()  # by a connection that is kept
    kept = connection.connection
    connection.close_if_unusable_or_obsolete()  # as before each request
    with CaptureQueriesContext(connection) as queries:
        version()
    assert list(queries) == []  # nor has Django asked whether it lives
    with connect() as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND datname = current_database()"
        )
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is kept
    assert version() == before
    assert connection.connection is not kept
    connection.close()  # the next is none that is kept


def test_a_held_version_is_not_asked_again_and_let_go_at_the_end(connect, town, django_assert_num_queries):
    seen = version()
    with connect() as one:
        write(one, town)
    with held(seen), django_assert_num_queries(0):
        assert held_version() == seen
    assert held_version() == version() != seen

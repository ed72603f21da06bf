"""Values are kept for exactly one version: with real connections that commit while others compute."""

import threading

import pytest
from django.db import connection, transaction

from provenance import kept as keeping
from provenance.kept import Memory, kept, kept_each, remembered
from provenance.version import held, version
from tests.provenance.test_settled import INSERT, make_town
from tests.provenance.test_version import write


@pytest.fixture
def town(connect, keeps):
    return make_town(connect)


def names() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM municipalities_alias")
        return cursor.fetchone()[0]


def must_not_be_asked():
    raise AssertionError("computed again")


def test_a_value_is_computed_once(town):
    assert kept(("names",), names) == 0
    assert kept(("names",), must_not_be_asked) == 0


def test_a_value_that_is_nothing_is_kept_as_well(town):
    assert kept(("nothing",), lambda: None) is None
    assert kept(("nothing",), must_not_be_asked) is None


def test_a_commit_makes_it_anew(connect, town):
    assert kept(("names",), names) == 0
    with connect() as one:
        write(one, town)
    assert kept(("names",), names) == 1


def test_what_is_computed_after_the_version_was_held_is_not_kept_for_it(connect, town):
    """A request began at one version; its reader may see a later state, and nobody else may for that version."""
    seen = version()
    with connect() as one:
        write(one, town)
    with held(seen):
        assert kept(("names",), names) == 1
    assert kept(("names",), lambda: "anew") == "anew"


def test_other_keys_are_other_values(town):
    assert [kept(("names", day), lambda day=day: day) for day in ("one", "two", "one")] == ["one", "two", "one"]


def test_another_process_finds_it_in_the_table(town):
    kept(("names",), names)
    keeping.memory.clear()
    assert kept(("names",), must_not_be_asked) == 0


def test_another_release_computes_it_anew(town, monkeypatch):
    assert kept(("names",), lambda: "old") == "old"
    monkeypatch.setattr(keeping, "release", lambda: "another")
    assert kept(("names",), lambda: "new") == "new"


def test_what_was_computed_while_something_was_committed_is_not_kept(connect, town):
    """It may be of the state before, of the state after, or of both: only the one who asked gets it."""
    writer = connect()

    def slowly():
        before = names()
        write(writer, town)
        writer.commit()
        return [before, names()]

    seen = version()
    assert kept(("names",), slowly) == [0, 1]
    assert version() != seen
    assert kept(("names",), names) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM provenance_kept")
        assert cursor.fetchone()[0] == 1


def test_an_open_transaction_changes_nothing_until_it_commits(connect, town):
    slow = connect()
    write(slow, town)
    assert kept(("names",), names) == 0
    with connect() as quick:
        write(quick, town)
    assert kept(("names",), names) == 1
    slow.commit()
    assert kept(("names",), names) == 2


def test_no_reader_ever_sees_less_than_was_committed_before_he_asked(connect, town):
    """Readers in threads with connections of their own, writers beside them: nothing stale, for 2 seconds of races."""
    committed, read_at_last, wrong, stop = [0], [], [], threading.Event()
    start = threading.Barrier(4, timeout=60)

    def read():
        try:
            start.wait()
            is_last = False
            while not is_last:
                is_last, least = stop.is_set(), committed[0]
                if (seen := kept(("names",), names)) < least:
                    wrong.append((least, seen))
            read_at_last.append(seen)
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    slow = connect()
    start.wait()
    for number in range(60):
        if number % 10 == 0:
            slow.commit()
            committed[0] = number + number // 10
            write(slow, town)
        with connect() as one:
            write(one, town)
        committed[0] += 1
        stop.wait(0.03)
    slow.commit()
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert read_at_last == [66] * 3


def test_the_value_cannot_be_changed_by_who_got_it(town):
    kept(("list",), lambda: ["one"]).append("two")
    assert kept(("list",), must_not_be_asked) == ["one"]


def test_what_was_written_in_a_transaction_is_shared_with_nobody(town, connect):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(INSERT, (town, "own"))
        assert kept(("names",), names) == 1
        transaction.set_rollback(True)
    assert kept(("names",), names) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM provenance_kept")
        assert cursor.fetchone()[0] == 1


def test_a_table_that_cannot_be_used_stops_nobody(town):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE provenance_kept")
    assert kept(("names",), names) == 0
    assert kept(("names",), must_not_be_asked) == 0


def test_a_table_that_cannot_be_used_breaks_no_transaction(town):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE provenance_kept")
    with transaction.atomic():
        assert kept(("names",), names) == 0
        assert names() == 0


def test_the_table_never_holds_more_than_its_places(town, monkeypatch):
    monkeypatch.setattr(keeping, "PLACES", 5)
    for number in range(40):
        assert kept(("number", number), lambda number=number: number) == number
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM provenance_kept")
        assert cursor.fetchone()[0] == 5


def test_the_table_holds_nothing_long(town):
    text = "x" * (keeping.LONGEST_SHARED + 1)
    assert kept(("text",), lambda: text) == text
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM provenance_kept")
        assert cursor.fetchone()[0] == 0


def test_memory_forgets_what_was_not_asked_for_longest():
    memory = Memory(4 * (100 + Memory.OVERHEAD))
    for name in (b"a", b"b", b"c", b"d"):
        memory.put(name, b"x" * 100)
    memory.get(b"a")
    memory.put(b"e", b"x" * 100)
    assert [name for name in (b"a", b"b", b"c", b"d", b"e") if memory.get(name)] == [b"a", b"c", b"d", b"e"]


def test_memory_keeps_nothing_that_takes_more_than_a_quarter_of_it():
    memory = Memory(4_000)
    memory.put(b"large", b"x" * 1_001)
    memory.put(b"small", b"x" * 1_000)
    assert (memory.get(b"large"), memory.get(b"small")) == (None, b"x" * 1_000)


def test_memory_is_bounded_whatever_is_put_there():
    memory = Memory(100_000)
    for number in range(5_000):
        memory.put(str(number % 700).encode(), b"x" * (number % 40_000))
        assert memory.used <= memory.size
    memory.clear()
    assert memory.used == 0


def test_without_room_nothing_is_kept(db, settings):
    settings.KEPT_BYTES = 0
    assert [kept(("names",), lambda: "one"), kept(("names",), lambda: "two")] == ["one", "two"]


# --- Each of several ------------------------------------------------------------------------------------------


def found(keys):
    """Texts of all but the third."""
    return {key: f"text {key}" for key in keys if key != 3}


def test_each_is_found_once_in_the_order_asked_for(town):
    assert kept_each(("of",), [2, 1], found) == {2: "text 2", 1: "text 1"}
    asked = []
    assert list(kept_each(("of",), [4, 1, 3, 2], lambda keys: asked.append(keys) or found(keys)).items()) == [
        (4, "text 4"),
        (1, "text 1"),
        (2, "text 2"),
    ]
    assert asked == [[4, 3]]
    assert kept_each(("other",), [1], lambda keys: {1: "of another key"}) == {1: "of another key"}


def test_a_commit_finds_each_anew(connect, town):
    kept_each(("of",), [1], found)
    with connect() as one:
        write(one, town)
    assert kept_each(("of",), [1], lambda keys: {1: "newer"}) == {1: "newer"}


def test_each_that_was_found_while_something_was_committed_is_not_kept(connect, town):
    def slowly(keys):
        with connect() as one:
            write(one, town)
        return found(keys)

    seen = version()
    assert kept_each(("of",), [1], slowly) == {1: "text 1"}
    with held(seen):
        assert kept_each(("of",), [1], lambda keys: {1: "newer"}) == {1: "newer"}


# --- Kept for what it is made of ------------------------------------------------------------------------------


def test_what_is_made_of_the_same_is_made_once(town):
    assert [remembered(("of", text), lambda text=text: [text]) for text in "aba"] == [["a"], ["b"], ["a"]]
    assert remembered(("of", "a"), must_not_be_asked) == ["a"]


def test_it_outlives_the_version(connect, town):
    assert remembered(("of", "a"), lambda: "made") == "made"
    with connect() as one:
        write(one, town)
    assert remembered(("of", "a"), must_not_be_asked) == "made"


def test_what_asks_the_database_is_made_each_time(connect, town):
    assert remembered(("names",), names) == 0
    with connect() as one:
        write(one, town)
    assert remembered(("names",), names) == 1


def test_what_asks_for_what_is_kept_is_made_each_time(connect, town):
    """What is kept is of a version, and found without a question that anybody counts."""
    kept(("names",), names)
    kept_each(("of",), [1], found)
    for key, ask in {
        "one": lambda: kept(("names",), must_not_be_asked),
        "many": lambda: kept_each(("of",), [1], found),
    }.items():
        times = []
        for _ in range(2):
            remembered((key,), lambda ask=ask, times=times: times.append(1) or ask())
        assert len(times) == 2
    assert remembered(("asks nothing",), lambda: 1) == remembered(("asks nothing",), must_not_be_asked)


def test_no_two_keys_read_alike(town):
    keys = [("a", "b"), ("ab",), ("a b",), ("a", "b", ""), (("a", "b"),), ("1",), (1,), ("None",), (None,)]
    for number, key in enumerate(keys):
        remembered(key, lambda number=number: number)
    assert [remembered(key, must_not_be_asked) for key in keys] == list(range(len(keys)))


@pytest.mark.parametrize("off", [{"KEPT_BYTES": 0}, {"DEBUG": True}])
def test_nothing_is_remembered_where_templates_are_edited_or_nothing_is_kept(town, settings, off):
    for name, value in off.items():
        setattr(settings, name, value)
    assert [remembered(("of", "a"), lambda text=text: text) for text in ("first", "second")] == ["first", "second"]

"""Readers of the log never skip a row, whatever runs beside them: with real connections that commit."""

import threading

from django.core.management import call_command
from django.db import connection

from provenance.models import Change, Epoch

COLUMNS = """
    name, name_en, local_name, local_type, level, country, region, region_name, national_code, national_code_scheme,
    website, coat_of_arms, coat_of_arms_credit, is_member
"""
# A name of a town of its own, which is like the one given: who names one and the same town waits for whoever else does.
INSERT = f"""
    WITH own AS (
        INSERT INTO municipalities_municipality (uid, {COLUMNS})
        SELECT gen_random_uuid(), {COLUMNS} FROM municipalities_municipality WHERE id = %s RETURNING id
    )
    INSERT INTO municipalities_alias (uid, municipality_id, text, language, kind)
    SELECT gen_random_uuid(), id, %s, '', 'spelling' FROM own
"""


def make_town(connect) -> int:
    with connect() as one:
        return one.execute(
            f"""
            INSERT INTO municipalities_municipality (uid, {COLUMNS})
            VALUES (gen_random_uuid(), 'Town', 'Town', '', '', 'municipality', 'MK', '', '', '', '', '', '', '', false)
            RETURNING id
            """
        ).fetchone()[0]


class Reader:
    """Comes again and again, and takes what is settled behind the place where it stopped."""

    def __init__(self):
        self.place, self.seen = (0, 0, 0), []

    def read(self) -> list[str]:
        rows = list(Change.objects.settled().after(*self.place).filter(model="municipalities.alias"))
        self.seen += [change.after["text"] for change in rows]
        if rows:
            self.place = (rows[-1].epoch, rows[-1].transaction_id, rows[-1].pk)
        return self.seen


def test_a_row_of_an_earlier_transaction_that_commits_later_is_not_skipped(connect):
    town = make_town(connect)
    reader, slow, quick = Reader(), connect(), connect()
    slow.execute(INSERT, (town, "written first"))
    quick.execute(INSERT, (town, "committed first"))
    quick.commit()

    # The quick one's number is the higher: a reader that took it now would never come back for the slow one's.
    assert reader.read() == []
    slow.commit()
    assert reader.read() == ["written first", "committed first"]


def test_a_transaction_that_only_reads_holds_nothing_back(connect):
    town = make_town(connect)
    reading, writing = connect(), connect()
    reading.execute("SELECT count(*) FROM provenance_change")
    writing.execute(INSERT, (town, "written"))
    writing.commit()
    assert Reader().read() == ["written"]


def test_a_row_that_is_rolled_back_is_never_read(connect):
    town = make_town(connect)
    writing = connect()
    writing.execute(INSERT, (town, "taken back"))
    writing.rollback()
    writing.execute(INSERT, (town, "kept"))
    writing.commit()
    assert Reader().read() == ["kept"]


def test_no_row_is_skipped_or_read_twice_among_many_writers(connect):
    town = make_town(connect)
    writers, rows_each = 4, 40
    start = threading.Barrier(writers, timeout=60)

    def write(number, one):
        start.wait()
        for row in range(rows_each):
            one.execute(INSERT, (town, f"{number}-{row}"))
            if row % 5 == 4:
                one.commit()
        one.commit()

    threads = [threading.Thread(target=write, args=(number, connect())) for number in range(writers)]
    for thread in threads:
        thread.start()
    reader = Reader()
    while any(thread.is_alive() for thread in threads):
        reader.read()
    for thread in threads:
        thread.join()
    expected = sorted(f"{number}-{row}" for number in range(writers) for row in range(rows_each))
    assert sorted(reader.read()) == expected


def test_after_a_restore_a_new_epoch_makes_all_that_was_restored_settled(connect):
    town = make_town(connect)
    # What a dump brings along: rows with the transaction ids of a cluster that had come much further.
    with connect() as restored:
        restored.execute("SET session_replication_role = replica")  # as a superuser, as pg_restore would
        restored.execute("UPDATE provenance_change SET transaction_id = transaction_id + 1000000000")
    assert Change.objects.settled().count() == 0

    call_command("open_epoch", "--force", verbosity=0)
    before = Change.objects.settled().count()
    assert before == Change.objects.count() > 0
    with connect() as writing:
        writing.execute(INSERT, (town, "after the restore"))
    assert [change.epoch for change in Change.objects.settled()] == [1] * before + [2, 2]


def test_open_epoch_does_nothing_where_the_database_is_the_one_it_was(connect):
    # The test's database is a copy of another: the first call notices that, the second has nothing to do.
    call_command("open_epoch", verbosity=0)
    call_command("open_epoch", verbosity=0)
    assert [epoch.number for epoch in Epoch.objects.order_by("number")] == [1, 2]


def test_a_place_in_the_order_is_found_by_the_index(connect):
    make_town(connect)
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        rows = Change.objects.settled().after(1, 5, 0)[:50]
        plan = rows.explain()
    assert "change_in_order" in plan
    assert "Index Cond: (ROW(epoch, transaction_id, id) > ROW(1, 5, 0))" in plan

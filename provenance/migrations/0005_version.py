"""The version of the register, and a table for what is kept per version."""

from django.db import migrations

VERSION = """
-- Which state of the register the calling statement sees: two states have the same version only if they are the same.
--
-- (epoch, last settled change, number of transactions past it). Rows of the log are never taken away, and all rows of
-- a transaction come to sight at once; so while the last settled change stays, what is visible past it can only grow,
-- by whole transactions. They are found one by one in the index, between the ids of those that still run, whose rows
-- (an import's may be millions) are never walked through. What the caller's own transaction wrote is told by its
-- last row. The epoch is named by its moment: two restores of one dump open epochs of the same number.
CREATE FUNCTION register_version() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    epoch_now record;
    settled record;
    place bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1;
    running bigint;
    past integer := 0;
    own bigint := pg_current_xact_id_if_assigned()::text::bigint;
    last_own bigint;
BEGIN
    SELECT number, extract(epoch FROM opened_at) AS opened INTO epoch_now
    FROM provenance_epoch ORDER BY number DESC LIMIT 1;

    SELECT c.epoch, c.transaction_id, c.id INTO settled
    FROM provenance_change AS c
    WHERE (c.epoch, c.transaction_id) <= (epoch_now.number, place)
    ORDER BY c.epoch DESC, c.transaction_id DESC, c.id DESC LIMIT 1;

    FOR running IN
        SELECT xid::text::bigint FROM pg_snapshot_xip(pg_current_snapshot()) AS xid
        UNION ALL SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint
        ORDER BY 1
    LOOP
        LOOP
            SELECT c.transaction_id INTO place
            FROM provenance_change AS c
            WHERE c.epoch = epoch_now.number AND c.transaction_id > place AND c.transaction_id < running
            ORDER BY c.epoch, c.transaction_id, c.id LIMIT 1;
            EXIT WHEN place IS NULL;
            past := past + 1;
        END LOOP;
        place := running;
    END LOOP;

    IF own IS NOT NULL THEN
        SELECT c.id INTO last_own
        FROM provenance_change AS c
        WHERE c.epoch = epoch_now.number AND c.transaction_id = own
        ORDER BY c.epoch DESC, c.transaction_id DESC, c.id DESC LIMIT 1;
    END IF;

    RETURN concat_ws(
        ' ', epoch_now.opened, settled.epoch, settled.transaction_id, settled.id, past, own || '.' || last_own
    );
END
$$;
"""

KEPT = """
-- What is kept per version, shared among the processes and machines that serve: a fixed number of places, each with
-- what was put there last. Not logged: after a crash it is empty, and that is all right.
CREATE UNLOGGED TABLE provenance_kept (
    place integer PRIMARY KEY,
    key bytea NOT NULL,
    content bytea NOT NULL
);
ALTER TABLE provenance_kept ALTER COLUMN content SET STORAGE EXTERNAL;
"""


class Migration(migrations.Migration):
    dependencies = [("provenance", "0004_reports")]
    operations = [
        migrations.RunSQL(VERSION, "DROP FUNCTION register_version()"),
        migrations.RunSQL(KEPT, "DROP TABLE provenance_kept"),
    ]

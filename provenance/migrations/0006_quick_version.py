"""The version of the register in one walk less: every answer of the site waits for it."""

from django.db import migrations

# As before (0005_version says what it tells), but epoch and last settled change come by one query, transactions past
# it are looked for only while some are running, and names say their schema instead of setting it for each call.
VERSION = """
CREATE OR REPLACE FUNCTION register_version() RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    seen pg_snapshot := pg_current_snapshot();
    place bigint := pg_snapshot_xmin(seen)::text::bigint - 1;
    beyond bigint := pg_snapshot_xmax(seen)::text::bigint;
    settled record;
    running bigint;
    past integer := 0;
    own bigint := pg_current_xact_id_if_assigned()::text::bigint;
    last_own bigint;
BEGIN
    SELECT e.number AS epoch_now, extract(epoch FROM e.opened_at) AS opened, c.epoch, c.transaction_id, c.id
    INTO settled
    FROM (SELECT number, opened_at FROM public.provenance_epoch ORDER BY number DESC LIMIT 1) AS e
    LEFT JOIN LATERAL (
        SELECT epoch, transaction_id, id FROM public.provenance_change
        WHERE (epoch, transaction_id) <= (e.number, place)
        ORDER BY epoch DESC, transaction_id DESC, id DESC LIMIT 1
    ) AS c ON true;

    IF place + 1 < beyond THEN
        FOR running IN
            SELECT xid::text::bigint FROM pg_snapshot_xip(seen) AS xid UNION ALL SELECT beyond ORDER BY 1
        LOOP
            LOOP
                SELECT c.transaction_id INTO place
                FROM public.provenance_change AS c
                WHERE c.epoch = settled.epoch_now AND c.transaction_id > place AND c.transaction_id < running
                ORDER BY c.epoch, c.transaction_id, c.id LIMIT 1;
                EXIT WHEN place IS NULL;
                past := past + 1;
            END LOOP;
            place := running;
        END LOOP;
    END IF;

    IF own IS NOT NULL THEN
        SELECT c.id INTO last_own
        FROM public.provenance_change AS c
        WHERE c.epoch = settled.epoch_now AND c.transaction_id = own
        ORDER BY c.epoch DESC, c.transaction_id DESC, c.id DESC LIMIT 1;
    END IF;

    RETURN concat_ws(
        ' ', settled.opened, settled.epoch, settled.transaction_id, settled.id, past, own || '.' || last_own
    );
END
$$;
ALTER FUNCTION register_version() RESET ALL;
"""


class Migration(migrations.Migration):
    dependencies = [("provenance", "0005_version")]
    operations = [migrations.RunSQL(VERSION, migrations.RunSQL.noop)]

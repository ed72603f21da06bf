"""The log is append-only, and knows which epoch it is in."""

from django.db import migrations

IDENTITY = """
CREATE FUNCTION database_identity() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT system_identifier || ':' || (SELECT oid FROM pg_database WHERE datname = current_database())
    FROM pg_control_system()
$$;
INSERT INTO provenance_epoch (number, cluster) VALUES (1, database_identity());
"""

TOUCH = """
-- For a record whose public form changed because another record did.
CREATE FUNCTION log_touched(touched_model text, touched uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO provenance_change (
        epoch, transaction_id, at, actor_uid, actor_name, reason, action, model, uid, record_model, record_uid,
        is_public
    )
    SELECT
        (SELECT max(number) FROM provenance_epoch), pg_current_xact_id()::text::bigint, transaction_timestamp(),
        nullif(current_setting('besa.actor_uid', true), '')::uuid,
        left(coalesce(current_setting('besa.actor_name', true), ''), 254),
        coalesce(current_setting('besa.reason', true), ''),
        'touched', touched_model, uid, touched_model, uid, true
    FROM unnest(touched) AS uid
$$;
"""

GUARDS = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON provenance_change
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON provenance_epoch
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("provenance", "0002_tables")]
    operations = [
        migrations.RunSQL(IDENTITY, "DROP FUNCTION database_identity()"),
        migrations.RunSQL(TOUCH, "DROP FUNCTION log_touched(text, uuid[])"),
        migrations.RunSQL(
            GUARDS,
            "DROP TRIGGER append_only ON provenance_epoch; DROP TRIGGER append_only ON provenance_change;",
        ),
    ]

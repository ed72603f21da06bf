"""What the database knows before its first table: partial dates, the writing of the log, its guards."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

DATES = r"""
CREATE FUNCTION first_day(written text) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT make_date(
        left(written, 4)::int,
        coalesce(nullif(substr(written, 6, 2), ''), '1')::int,
        coalesce(nullif(substr(written, 9, 2), ''), '1')::int
    )
$$;

CREATE FUNCTION last_day(written text) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT (public.first_day(written) + CASE length(written)
        WHEN 4 THEN interval '1 year' WHEN 7 THEN interval '1 month' ELSE interval '1 day'
    END - interval '1 day')::date
$$;
"""

LOG = r"""
-- Whose history a row belongs to, and whether the public may see it. Rooms further right replace this function
-- with one that knows their models.
CREATE FUNCTION record_of(
    model text, row_now jsonb, OUT record_model text, OUT record_uid uuid, OUT is_public boolean
) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT
        CASE model WHEN 'provenance.citation' THEN row_now->>'model' ELSE model END,
        (CASE model WHEN 'provenance.citation' THEN row_now->>'record' ELSE row_now->>'uid' END)::uuid,
        true
$$;

-- The trigger of every logged table: log_change(model, '{public columns}', '{private columns}').
-- SECURITY DEFINER, so that the application's own role needs no right on the log at all.
CREATE FUNCTION log_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    place record;
    public_before jsonb; public_after jsonb; hidden_before jsonb; hidden_after jsonb;
    visible boolean;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF old_row->'uid' IS DISTINCT FROM new_row->'uid' THEN
            RAISE EXCEPTION 'the uid of % % is permanent', TG_ARGV[0], old_row->>'uid'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        SELECT jsonb_object_agg(name, old_row->name), jsonb_object_agg(name, new_row->name)
        INTO public_before, public_after
        FROM unnest(TG_ARGV[1]::text[]) AS name WHERE old_row->name IS DISTINCT FROM new_row->name;
        SELECT jsonb_object_agg(name, old_row->name), jsonb_object_agg(name, new_row->name)
        INTO hidden_before, hidden_after
        FROM unnest(TG_ARGV[2]::text[]) AS name WHERE old_row->name IS DISTINCT FROM new_row->name;
        IF public_after IS NULL AND hidden_after IS NULL THEN
            RETURN NULL;
        END IF;
    ELSE
        -- Of a new or deleted row, what was filled in.
        SELECT jsonb_object_agg(name, value) INTO public_after
        FROM unnest(TG_ARGV[1]::text[]) AS name, LATERAL (SELECT coalesce(new_row, old_row)->name AS value) AS cell
        WHERE value NOT IN ('null', '""');
        SELECT jsonb_object_agg(name, value) INTO hidden_after
        FROM unnest(TG_ARGV[2]::text[]) AS name, LATERAL (SELECT coalesce(new_row, old_row)->name AS value) AS cell
        WHERE value NOT IN ('null', '""');
        IF TG_OP = 'DELETE' THEN
            public_before := public_after; public_after := NULL;
            hidden_before := hidden_after; hidden_after := NULL;
        END IF;
    END IF;

    SELECT * INTO place FROM record_of(TG_ARGV[0], coalesce(new_row, old_row));
    visible := place.is_public;
    IF TG_OP = 'UPDATE' THEN
        -- A withdrawal is public: the record was published when it was written.
        visible := (visible OR (SELECT o.is_public FROM record_of(TG_ARGV[0], old_row) AS o))
            AND public_after IS NOT NULL;
    END IF;

    INSERT INTO provenance_change (
        epoch, transaction_id, at, actor_uid, actor_name, reason, action, model, uid, record_model, record_uid,
        is_public, before, after, private_before, private_after
    ) VALUES (
        (SELECT max(number) FROM provenance_epoch), pg_current_xact_id()::text::bigint, transaction_timestamp(),
        nullif(current_setting('besa.actor_uid', true), '')::uuid,
        left(coalesce(current_setting('besa.actor_name', true), ''), 254),
        coalesce(current_setting('besa.reason', true), ''),
        CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'changed' ELSE 'deleted' END,
        TG_ARGV[0], (coalesce(new_row, old_row)->>'uid')::uuid,
        coalesce(place.record_model, TG_ARGV[0]),
        coalesce(place.record_uid, (coalesce(new_row, old_row)->>'uid')::uuid),
        coalesce(visible, false), public_before, public_after, hidden_before, hidden_after
    );
    RETURN NULL;
END
$$;

CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'TRUNCATE of % is refused: the log would not see it', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege', HINT = 'DELETE its rows, which the log remembers.';
END
$$;

CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the log is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
"""

TRANSLATIONS = r"""
-- keep_first_translation('title', 'summary'): each column is the first that is filled of its languages' columns.
CREATE FUNCTION keep_first_translation() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    row_now jsonb := to_jsonb(NEW);
    kept jsonb := '{}';
    field text;
BEGIN
    FOREACH field IN ARRAY TG_ARGV LOOP
        kept := kept || jsonb_build_object(field, coalesce(
            nullif(row_now->>(field || '_en'), ''), nullif(row_now->>(field || '_sq'), ''),
            nullif(row_now->>(field || '_mk'), ''), row_now->>field
        ));
    END LOOP;
    RETURN jsonb_populate_record(NEW, kept);
END
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(DATES, "DROP FUNCTION last_day(text); DROP FUNCTION first_day(text);"),
        migrations.RunSQL(TRANSLATIONS, "DROP FUNCTION keep_first_translation()"),
        migrations.RunSQL(
            LOG,
            "DROP FUNCTION refuse_rewriting(); DROP FUNCTION refuse_truncate(); DROP FUNCTION log_change();"
            " DROP FUNCTION record_of(text, jsonb);",
        ),
    ]

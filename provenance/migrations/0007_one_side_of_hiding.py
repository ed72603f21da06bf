"""What changes together with whether the public may see a row is no public change: it was, or is, not for the public."""

from django.db import migrations

LOG_CHANGE = r"""
CREATE OR REPLACE FUNCTION log_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    place record;
    public_before jsonb; public_after jsonb; hidden_before jsonb; hidden_after jsonb;
    visible boolean; was_visible boolean;
    -- What says by itself whether the public may see a row, and why not any more
    says constant text[] := '{publication,published_at,withdrawn_at,withdrawal_reason,is_public}';
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
        SELECT o.is_public INTO was_visible FROM record_of(TG_ARGV[0], old_row) AS o;
        IF visible IS DISTINCT FROM was_visible THEN
            -- The public may know one of its sides, and not what the other changed beside it.
            hidden_before := nullif(coalesce(hidden_before, '{}') || coalesce(public_before - says, '{}'), '{}');
            hidden_after := nullif(coalesce(hidden_after, '{}') || coalesce(public_after - says, '{}'), '{}');
            SELECT jsonb_object_agg(key, value) INTO public_before FROM jsonb_each(public_before) WHERE key = ANY (says);
            SELECT jsonb_object_agg(key, value) INTO public_after FROM jsonb_each(public_after) WHERE key = ANY (says);
        END IF;
        -- A withdrawal is public: the record was published when it was written.
        visible := visible OR was_visible;
    END IF;
    -- Of what has no public column, that it exists is not public either.
    visible := visible AND (public_before IS NOT NULL OR public_after IS NOT NULL);

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
"""


class Migration(migrations.Migration):

    dependencies = [
        ('provenance', '0006_quick_version'),
    ]

    operations = [
        # Going back, the function stays: it tells less, and tells it in the same columns.
        migrations.RunSQL(LOG_CHANGE, migrations.RunSQL.noop),
    ]

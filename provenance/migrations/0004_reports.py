"""Reports of errors: private altogether, so the log learns that a row without public columns is no public change."""

import django.core.validators
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models

LOG_CHANGE = r"""
CREATE OR REPLACE FUNCTION log_change() RETURNS trigger
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
        visible := visible OR (SELECT o.is_public FROM record_of(TG_ARGV[0], old_row) AS o);
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
        ('provenance', '0003_guards'),
    ]

    operations = [
        # Going back, the function stays: it answers the same for every other table.
        migrations.RunSQL(LOG_CHANGE, migrations.RunSQL.noop),
        migrations.CreateModel(
            name='ErrorReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='permanent identifier')),
                ('model', models.CharField(max_length=64, verbose_name='kind of record')),
                ('record', models.UUIDField(verbose_name='record')),
                ('what', models.TextField(max_length=4000, validators=[django.core.validators.MinLengthValidator(10)], verbose_name='what is wrong')),
                ('source', models.TextField(blank=True, max_length=1000, verbose_name='how the sender knows')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(max_length=12, verbose_name='language of the page')),
                ('sender', models.CharField(blank=True, max_length=64, verbose_name='mark of the sender')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received at')),
                ('state', models.CharField(choices=[('new', 'new'), ('accepted', 'accepted'), ('rejected', 'rejected'), ('done', 'done')], default='new', max_length=8, verbose_name='state')),
                ('answer', models.TextField(blank=True, max_length=4000, verbose_name='answer')),
            ],
            options={
                'verbose_name': 'error report',
                'verbose_name_plural': 'error reports',
                'indexes': [models.Index(fields=['record', 'received_at'], name='report_of_record'), models.Index(fields=['received_at'], name='report_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['new', 'accepted', 'rejected', 'done'])), name='report_state_known', violation_error_message='A report is new, accepted, rejected or done.'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('what'), 10), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('what'), 4000)), name='report_what_bounded', violation_error_message='Say what is wrong, in a few words at least and no more than a few pages.'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('source'), 1000), name='report_source_bounded', violation_error_message='The source is too long.'), models.CheckConstraint(condition=models.Q(('answer', ''), ('state', 'rejected'), _negated=True), name='report_rejected_with_answer', violation_error_message='Say why the report is rejected.')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='errorreport',
            trigger=pgtrigger.compiler.Trigger(name='logged', sql=pgtrigger.compiler.UpsertTriggerSql(execute="log_change('provenance.errorreport', '{}', '{model,record,language,received_at,state,answer}')", func='', hash='214de578a1bbd3a245c682f0e1d3aaff8e0c81cf', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_logged_33bbb', table='provenance_errorreport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='errorreport',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(execute='refuse_truncate()', func='', hash='d9a816a302ada382b89562ced2b6a36de2e42b8f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_29bc6', table='provenance_errorreport', when='BEFORE')),
        ),
    ]

"""What agreements are counted by: one narrow row each, kept by the database; and the indexes by which lists are walked.

Each part of a row has a function of its own, so that an import of many tables pays for each of them once.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

KEPT = """
ALTER TABLE agreements_agreementfacets ADD CONSTRAINT facets_of_agreement
    FOREIGN KEY (agreement_id) REFERENCES agreements_agreement ON DELETE CASCADE;
-- Rows are filled part by part: room beside them keeps the indexes out of it.
ALTER TABLE agreements_agreementfacets SET (fillfactor = 70);

CREATE FUNCTION add_facets(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    INSERT INTO agreements_agreementfacets
        (agreement_id, form, municipalities, countries, fields, grade, activity_days, is_claimed, is_spoken_for)
    SELECT id, form, '{}', '{}', '{}', '', '{}', false, false FROM agreements_agreement WHERE id = ANY(wanted)
$$;

CREATE FUNCTION refresh_facets_of_parties(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    UPDATE agreements_agreementfacets AS kept
    SET municipalities = now.municipalities, countries = now.countries,
        is_claimed = now.is_claimed, is_spoken_for = now.is_spoken_for
    FROM (
        SELECT
            a.id,
            ARRAY(
                SELECT municipality_id FROM agreements_party WHERE agreement_id = a.id ORDER BY municipality_id
            ) AS municipalities,
            ARRAY(
                SELECT DISTINCT m.country FROM agreements_party AS p
                JOIN municipalities_municipality AS m ON m.id = p.municipality_id
                WHERE p.agreement_id = a.id ORDER BY m.country
            ) AS countries,
            EXISTS (
                SELECT FROM agreements_party
                WHERE agreement_id = a.id AND municipality_id = a.recorded_by_id AND role = 'party'
            ) AS is_claimed,
            EXISTS (
                SELECT FROM agreements_party AS p JOIN agreements_confirmation AS c ON c.party_id = p.id
                WHERE p.agreement_id = a.id
            ) AS is_spoken_for
        FROM agreements_agreement AS a WHERE a.id = ANY(wanted)
    ) AS now
    WHERE kept.agreement_id = now.id
        AND (kept.municipalities, kept.countries, kept.is_claimed, kept.is_spoken_for)
            IS DISTINCT FROM (now.municipalities, now.countries, now.is_claimed, now.is_spoken_for)
$$;

CREATE FUNCTION refresh_facets_of_acts(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    UPDATE agreements_agreementfacets AS kept SET decade = now.decade
    FROM (
        SELECT a.id, (
            SELECT left(min(happened_on), 3)::smallint * 10 FROM agreements_act
            WHERE agreement_id = a.id AND kind IN ('signed', 'entered_into_force') AND NOT struck_out
        ) AS decade
        FROM unnest(wanted) AS a (id)
    ) AS now
    WHERE kept.agreement_id = now.id AND kept.decade IS DISTINCT FROM now.decade
$$;

CREATE FUNCTION refresh_facets_of_fields(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    UPDATE agreements_agreementfacets AS kept SET fields = now.fields
    FROM (
        SELECT a.id, ARRAY(
            SELECT field_id FROM agreements_agreementfield WHERE agreement_id = a.id ORDER BY field_id
        ) AS fields
        FROM unnest(wanted) AS a (id)
    ) AS now
    WHERE kept.agreement_id = now.id AND kept.fields <> now.fields
$$;

CREATE FUNCTION refresh_facets_of_activities(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    UPDATE agreements_agreementfacets AS kept SET activity_days = now.activity_days
    FROM (
        SELECT a.id, ARRAY(
            SELECT last_day(coalesce(ends_on, starts_on)) AS day FROM agreements_activity
            WHERE agreement_id = a.id AND coalesce(ends_on, starts_on) IS NOT NULL ORDER BY day
        ) AS activity_days
        FROM unnest(wanted) AS a (id)
    ) AS now
    WHERE kept.agreement_id = now.id AND kept.activity_days <> now.activity_days
$$;

CREATE FUNCTION refresh_facets_of_sources(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    UPDATE agreements_agreementfacets AS kept SET grade = now.grade
    FROM (
        SELECT a.id, coalesce((
            SELECT grade FROM (
                SELECT grade FROM provenance_citation WHERE record = a.uid AND model = 'agreements.agreement'
                UNION ALL
                SELECT c.grade FROM agreements_party AS p
                JOIN provenance_citation AS c ON c.record = p.uid AND c.model = 'agreements.party'
                WHERE p.agreement_id = a.id
                UNION ALL
                SELECT c.grade FROM agreements_act AS act
                JOIN provenance_citation AS c ON c.record = act.uid AND c.model = 'agreements.act'
                WHERE act.agreement_id = a.id
            ) AS every_source
            ORDER BY array_position(ARRAY[
                'signed_text', 'gazette', 'municipal_site', 'association', 'press', 'open_data'], grade::text)
            LIMIT 1
        ), '') AS grade
        FROM agreements_agreement AS a WHERE a.id = ANY(wanted)
    ) AS now
    WHERE kept.agreement_id = now.id AND kept.grade <> now.grade
$$;
"""

AGREEMENTS = """
CREATE FUNCTION facets_of_agreements() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM add_facets((SELECT array_agg(id) FROM new_rows));
        -- Sources are not bound to what they speak of: they may have been there first.
        PERFORM refresh_facets_of_sources((
            SELECT array_agg(id) FROM new_rows
            WHERE EXISTS (SELECT FROM provenance_citation WHERE record = new_rows.uid)
        ));
    ELSE
        UPDATE agreements_agreementfacets AS kept SET form = n.form
        FROM new_rows AS n WHERE kept.agreement_id = n.id AND kept.form <> n.form;
        PERFORM refresh_facets_of_parties((
            SELECT array_agg(n.id) FROM new_rows AS n JOIN old_rows AS o USING (id)
            WHERE n.recorded_by_id IS DISTINCT FROM o.recorded_by_id
        ));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER facets_on_insert AFTER INSERT ON agreements_agreement
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION facets_of_agreements();
CREATE TRIGGER facets_on_update AFTER UPDATE ON agreements_agreement
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION facets_of_agreements();
"""

# What each table's rows change; every one of them names its agreement. Parties and acts have sources of their own.
PARTS = {
    "agreements_party": ("parties", True),
    "agreements_act": ("acts", True),
    "agreements_agreementfield": ("fields", False),
    "agreements_activity": ("activities", False),
}


def part(table: str) -> str:
    facets, has_sources = PARTS[table]
    added = moved = ""
    if has_sources:
        added = """
        PERFORM refresh_facets_of_sources((
            SELECT array_agg(DISTINCT agreement_id) FROM new_rows
            WHERE EXISTS (SELECT FROM provenance_citation WHERE record = new_rows.uid)
        ));"""
        moved = """
        PERFORM refresh_facets_of_sources((SELECT array_agg(DISTINCT agreement_id) FROM old_rows));"""
    return f"""
CREATE FUNCTION facets_of_{facets}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM refresh_facets_of_{facets}((SELECT array_agg(DISTINCT agreement_id) FROM new_rows));{added}
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM refresh_facets_of_{facets}((SELECT array_agg(DISTINCT agreement_id) FROM old_rows));{moved}
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER facets_on_insert AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION facets_of_{facets}();
CREATE TRIGGER facets_on_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION facets_of_{facets}();
CREATE TRIGGER facets_on_delete AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION facets_of_{facets}();
"""


def cited(rows: str) -> str:
    """The agreements of which these citations speak."""
    return f"""(
            SELECT array_agg(DISTINCT id) FROM (
                SELECT a.id FROM {rows} AS c JOIN agreements_agreement AS a ON a.uid = c.record
                WHERE c.model = 'agreements.agreement'
                UNION ALL
                SELECT p.agreement_id FROM {rows} AS c JOIN agreements_party AS p ON p.uid = c.record
                WHERE c.model = 'agreements.party'
                UNION ALL
                SELECT act.agreement_id FROM {rows} AS c JOIN agreements_act AS act ON act.uid = c.record
                WHERE c.model = 'agreements.act'
            ) AS agreements
        )"""


OTHERS = f"""
CREATE FUNCTION facets_of_sources() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM refresh_facets_of_sources({cited("new_rows")});
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM refresh_facets_of_sources({cited("old_rows")});
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER facets_on_insert AFTER INSERT ON provenance_citation
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION facets_of_sources();
CREATE TRIGGER facets_on_update AFTER UPDATE ON provenance_citation
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION facets_of_sources();
CREATE TRIGGER facets_on_delete AFTER DELETE ON provenance_citation
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION facets_of_sources();

-- A party's word is never changed or taken back.
CREATE FUNCTION facets_of_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    PERFORM refresh_facets_of_parties((
        SELECT array_agg(DISTINCT p.agreement_id) FROM new_rows AS n JOIN agreements_party AS p ON p.id = n.party_id
    ));
    RETURN NULL;
END
$$;
CREATE TRIGGER facets_on_insert AFTER INSERT ON agreements_confirmation
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION facets_of_words();

CREATE FUNCTION facets_of_countries() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    PERFORM refresh_facets_of_parties((
        SELECT array_agg(DISTINCT p.agreement_id) FROM new_rows AS n JOIN old_rows AS o USING (id)
        JOIN agreements_party AS p ON p.municipality_id = n.id
        WHERE n.country <> o.country
    ));
    RETURN NULL;
END
$$;
CREATE TRIGGER facets_on_update AFTER UPDATE ON municipalities_municipality
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION facets_of_countries();
"""

THOSE_THAT_ARE_THERE = """
DO $$
DECLARE
    every_one bigint[] := (SELECT array_agg(id) FROM agreements_agreement);
BEGIN
    PERFORM add_facets(every_one);
    PERFORM refresh_facets_of_parties(every_one);
    PERFORM refresh_facets_of_acts(every_one);
    PERFORM refresh_facets_of_fields(every_one);
    PERFORM refresh_facets_of_activities(every_one);
    PERFORM refresh_facets_of_sources(every_one);
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0005_search"),
        ("municipalities", "0003_search"),
        ("provenance", "0003_guards"),
    ]
    operations = [
        migrations.CreateModel(
            name="AgreementFacets",
            fields=[
                (
                    "agreement",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="facets",
                        serialize=False,
                        to="agreements.agreement",
                    ),
                ),
                ("form", models.CharField(max_length=13)),
                (
                    "municipalities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), default=list, size=None
                    ),
                ),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("decade", models.SmallIntegerField(null=True)),
                ("grade", models.CharField(max_length=16)),
                (
                    "activity_days",
                    django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), default=list, size=None),
                ),
                ("is_claimed", models.BooleanField(default=False)),
                ("is_spoken_for", models.BooleanField(default=False)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddIndex(
            model_name="agreementfacets",
            index=django.contrib.postgres.indexes.GinIndex(fields=["countries"], name="agreement_countries"),
        ),
        migrations.AddIndex(
            model_name="agreementfacets",
            index=models.Index(
                condition=models.Q(is_spoken_for=True), fields=["agreement"], name="agreement_spoken_for"
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["publication", "-id"], name="agreement_public"),
        ),
        # The planner took it for useful, and read all of it for each agreement.
        migrations.RemoveIndex(model_name="statusperiod", name="status_period_days"),
        migrations.AddIndex(
            model_name="statusperiod",
            index=models.Index(fields=["status", "-agreement"], include=("days",), name="status_period_of_status"),
        ),
        migrations.RunSQL(KEPT),
        migrations.RunSQL(AGREEMENTS),
        *(migrations.RunSQL(part(table)) for table in PARTS),
        migrations.RunSQL(OTHERS),
        migrations.RunSQL(THOSE_THAT_ARE_THERE),
    ]

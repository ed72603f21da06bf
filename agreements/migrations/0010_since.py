"""Since when an agreement is, beside what it is counted by: lists in the order of dates walk one narrow table."""

from django.db import migrations, models

import provenance.dates

# As before (0006_facets), with the date itself beside its decade
OF_ACTS = """
CREATE OR REPLACE FUNCTION refresh_facets_of_acts(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    UPDATE agreements_agreementfacets AS kept SET since = now.since, decade = left(now.since, 3)::smallint * 10
    FROM (
        SELECT a.id, (
            SELECT min(happened_on) FROM agreements_act
            WHERE agreement_id = a.id AND kind IN ('signed', 'entered_into_force') AND NOT struck_out
        ) AS since
        FROM unnest(wanted) AS a (id)
    ) AS now
    WHERE kept.agreement_id = now.id AND kept.since IS DISTINCT FROM now.since
$$;
"""
THOSE_THAT_ARE_THERE = """
UPDATE agreements_agreementfacets AS kept SET since = s.since
FROM agreements_agreementsearch AS s WHERE s.agreement_id = kept.agreement_id AND s.since IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0009_latest_of_fields")]
    operations = [
        migrations.AddField(
            model_name="agreementfacets",
            name="since",
            field=provenance.dates.PartialDateField(),
        ),
        migrations.RunSQL(OF_ACTS),
        migrations.RunSQL(THOSE_THAT_ARE_THERE),
        migrations.AddIndex(
            model_name="agreementfacets",
            index=models.Index(fields=["since", "agreement"], name="agreement_facets_since"),
        ),
        migrations.RemoveIndex(model_name="agreementsearch", name="agreement_since"),
    ]

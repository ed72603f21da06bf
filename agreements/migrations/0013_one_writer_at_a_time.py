"""Of two who write parts of one record at once, the second waits for the first before it works out what follows.

Search documents, facets and legal status are made of many rows. Whoever worked them out from what was committed so far
did not see what the other was about to commit, waited for the row with the result, and then wrote over it.
"""

from django.db import migrations

# In a statement of its own: the next one reads what has been committed by then. Who only refers to the record, as each
# of its parts does, needs not wait for this lock.
HELD = """
CREATE FUNCTION hold_{noun}(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    SELECT FROM {table} WHERE id = ANY(wanted) ORDER BY id FOR NO KEY UPDATE
$$;
"""
# What is known as refresh_… from now on holds the records first; what it did until now is called write_….
WRITTEN_BY_WHO_HOLDS = """
ALTER FUNCTION refresh_{what}(bigint[]) RENAME TO write_{what};
CREATE FUNCTION refresh_{what}(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp AS $$
    SELECT hold_{noun}(wanted);
    SELECT write_{what}(wanted)
$$;
"""
# What is kept of the rows of each table
KEPT = {
    "agreement": [
        "agreement_search",
        "status_periods",
        "facets_of_parties",
        "facets_of_acts",
        "facets_of_fields",
        "facets_of_activities",
        "facets_of_sources",
    ],
    "jointproject": ["project_search"],
    "goodpractice": ["practice_search"],
}


class Migration(migrations.Migration):
    dependencies = [("agreements", "0012_public_search")]
    operations = [
        operation
        for noun, kept in KEPT.items()
        for operation in (
            migrations.RunSQL(HELD.format(noun=noun, table=f"agreements_{noun}")),
            *(migrations.RunSQL(WRITTEN_BY_WHO_HOLDS.format(what=what, noun=noun)) for what in kept),
        )
    ]

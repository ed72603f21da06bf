"""Of two who give one municipality names at once, the second waits for the first: neither brings back an old name."""

from django.db import migrations

# The lock in a statement of its own: the next one reads what has been committed by then.
HELD = """
ALTER FUNCTION refresh_search_names(bigint[]) RENAME TO write_search_names;
CREATE FUNCTION refresh_search_names(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    SELECT FROM municipalities_municipality WHERE id = ANY(wanted) ORDER BY id FOR NO KEY UPDATE;
    SELECT write_search_names(wanted)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0008_words_of_names")]
    operations = [migrations.RunSQL(HELD)]

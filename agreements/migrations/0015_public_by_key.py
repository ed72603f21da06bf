"""Whether a project or a practice is public, asked for by its key: of the few that a search found.

A statement that is planned anew for each text is planned sooner without their tables.
"""

from django.db import migrations

# As the gates of the models have it: a project is public with the agreement under which it is done.
PUBLIC = """
CREATE FUNCTION project_is_public(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN j.publication = 'published' AND (a.id IS NULL OR a.publication = 'published')
        FROM agreements_jointproject AS j LEFT JOIN agreements_agreement AS a ON a.id = j.agreement_id
        WHERE j.id = wanted;
END
$$;

CREATE FUNCTION practice_is_public(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN publication = 'published' FROM agreements_goodpractice WHERE id = wanted;
END
$$;
"""
FORGET = """
DROP FUNCTION project_is_public(bigint);
DROP FUNCTION practice_is_public(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0014_words_of_titles")]
    operations = [migrations.RunSQL(PUBLIC, FORGET)]

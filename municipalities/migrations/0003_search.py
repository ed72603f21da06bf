"""The folded names of municipalities are kept by the database, whoever writes a name."""

from django.db import migrations

SEARCH_NAMES = """
ALTER TABLE municipalities_searchname ADD CONSTRAINT search_name_of_municipality
    FOREIGN KEY (municipality_id) REFERENCES municipalities_municipality ON DELETE CASCADE;

CREATE FUNCTION refresh_search_names(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    WITH names AS (
        SELECT DISTINCT municipality_id, left(fold(written), 400) AS folded
        FROM (
            SELECT id AS municipality_id, unnest(ARRAY[name, name_en, name_sq, name_mk, local_name]) AS written
            FROM municipalities_municipality WHERE id = ANY(wanted)
            UNION ALL
            SELECT municipality_id, text FROM municipalities_alias WHERE municipality_id = ANY(wanted)
        ) AS every_name
        WHERE coalesce(fold(written), '') <> ''
    ), gone AS (
        DELETE FROM municipalities_searchname AS old
        WHERE old.municipality_id = ANY(wanted) AND NOT EXISTS (
            SELECT FROM names
            WHERE names.municipality_id = old.municipality_id AND names.folded = old.folded
        )
    )
    INSERT INTO municipalities_searchname (municipality_id, folded)
    SELECT municipality_id, folded FROM names
    ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION municipality_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM refresh_search_names((SELECT array_agg(id) FROM new_rows));
    ELSE
        PERFORM refresh_search_names((
            SELECT array_agg(n.id) FROM new_rows AS n JOIN old_rows AS o USING (id)
            WHERE (n.name, n.name_en, n.name_sq, n.name_mk, n.local_name)
                IS DISTINCT FROM (o.name, o.name_en, o.name_sq, o.name_mk, o.local_name)
        ));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER named_on_insert AFTER INSERT ON municipalities_municipality
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION municipality_named();
CREATE TRIGGER named_on_update AFTER UPDATE ON municipalities_municipality
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION municipality_named();

CREATE FUNCTION alias_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM refresh_search_names((SELECT array_agg(DISTINCT municipality_id) FROM new_rows));
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM refresh_search_names((SELECT array_agg(DISTINCT municipality_id) FROM old_rows));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER named_on_insert AFTER INSERT ON municipalities_alias
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER named_on_update AFTER UPDATE ON municipalities_alias
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
CREATE TRIGGER named_on_delete AFTER DELETE ON municipalities_alias
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION alias_changed();
"""

FORGET = """
DROP TRIGGER named_on_delete ON municipalities_alias;
DROP TRIGGER named_on_update ON municipalities_alias;
DROP TRIGGER named_on_insert ON municipalities_alias;
DROP TRIGGER named_on_update ON municipalities_municipality;
DROP TRIGGER named_on_insert ON municipalities_municipality;
DROP FUNCTION alias_changed();
DROP FUNCTION municipality_named();
DROP FUNCTION refresh_search_names(bigint[]);
ALTER TABLE municipalities_searchname DROP CONSTRAINT search_name_of_municipality;
"""


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0002_tables")]
    operations = [migrations.RunSQL(SEARCH_NAMES, FORGET)]

"""The search documents of good practices: kept by the database, folded, over every language."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

NAMED = ["name", "name_en", "name_sq", "name_mk"]


def texts(field: str, table: str) -> str:
    """The text in every language, each once."""
    return f"concat_ws(' ', {', '.join(f'{table}.{field}_{language}' for language in ('en', 'sq', 'mk'))})"


def trigger(event: str, table: str, function: str, name: str = "search") -> str:
    """A trigger per statement, with the rows that it changed."""
    rows = {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
    }[event]
    return (
        f"CREATE TRIGGER {name}_on_{event.lower()} AFTER {event} ON {table}\n"
        f"    REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION {function}();\n"
    )


# With few statistics a rare word among many documents is guessed to be common.
KEPT = f"""
ALTER TABLE agreements_goodpracticesearch ADD CONSTRAINT search_of_practice
    FOREIGN KEY (practice_id) REFERENCES agreements_goodpractice ON DELETE CASCADE;
ALTER TABLE agreements_goodpracticesearch ALTER COLUMN document SET STATISTICS 1000;
ALTER TABLE agreements_jointprojectsearch ALTER COLUMN document SET STATISTICS 1000;

CREATE FUNCTION refresh_practice_search(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    INSERT INTO agreements_goodpracticesearch (practice_id, document)
    SELECT
        g.id,
        setweight(to_tsvector('simple', coalesce((
            SELECT string_agg(folded, ' ') FROM municipalities_searchname WHERE municipality_id = g.owner_id
        ), '')), 'A')
        || setweight(to_tsvector('simple', fold({texts("title", "g")})), 'B')
        || setweight(to_tsvector('simple', coalesce(fold((
            SELECT string_agg({texts("name", "f")}, ' ') FROM agreements_practicefield AS pf
            JOIN agreements_field AS f ON f.id = pf.field_id WHERE pf.practice_id = g.id
        )), '')), 'C')
        || setweight(to_tsvector('simple', fold(concat_ws(' ',
            {texts("problem", "g")}, {texts("solution", "g")}, {texts("evidence", "g")}))), 'D')
    FROM agreements_goodpractice AS g WHERE g.id = ANY(wanted)
    ON CONFLICT (practice_id) DO UPDATE SET document = excluded.document
        WHERE agreements_goodpracticesearch.document <> excluded.document
$$;

CREATE FUNCTION practice_texts_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    PERFORM refresh_practice_search((SELECT array_agg(id) FROM new_rows));
    RETURN NULL;
END
$$;

CREATE FUNCTION practice_fields_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM refresh_practice_search((SELECT array_agg(DISTINCT practice_id) FROM new_rows));
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM refresh_practice_search((SELECT array_agg(DISTINCT practice_id) FROM old_rows));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION practice_owners_renamed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM refresh_practice_search((
            SELECT array_agg(DISTINCT g.id) FROM agreements_goodpractice AS g
            JOIN new_rows ON new_rows.municipality_id = g.owner_id
        ));
    ELSE
        PERFORM refresh_practice_search((
            SELECT array_agg(DISTINCT g.id) FROM agreements_goodpractice AS g
            JOIN old_rows ON old_rows.municipality_id = g.owner_id
        ));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION practice_fields_renamed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    PERFORM refresh_practice_search((
        SELECT array_agg(DISTINCT pf.practice_id)
        FROM agreements_practicefield AS pf JOIN new_rows AS n ON n.id = pf.field_id JOIN old_rows AS o ON o.id = n.id
        WHERE ({", ".join(f"n.{name}" for name in NAMED)}) IS DISTINCT FROM ({", ".join(f"o.{name}" for name in NAMED)})
    ));
    RETURN NULL;
END
$$;

""" + "\n".join(
    [
        trigger("INSERT", "agreements_goodpractice", "practice_texts_changed"),
        trigger("UPDATE", "agreements_goodpractice", "practice_texts_changed"),
        trigger("INSERT", "agreements_practicefield", "practice_fields_changed"),
        trigger("UPDATE", "agreements_practicefield", "practice_fields_changed"),
        trigger("DELETE", "agreements_practicefield", "practice_fields_changed"),
        trigger("INSERT", "municipalities_searchname", "practice_owners_renamed", "practices"),
        trigger("DELETE", "municipalities_searchname", "practice_owners_renamed", "practices"),
        trigger("UPDATE", "agreements_field", "practice_fields_renamed", "practices"),
        "SELECT refresh_practice_search((SELECT array_agg(id) FROM agreements_goodpractice));",
    ]
)
FORGET = """
DROP TRIGGER practices_on_update ON agreements_field;
DROP TRIGGER practices_on_delete ON municipalities_searchname;
DROP TRIGGER practices_on_insert ON municipalities_searchname;
DROP TRIGGER search_on_delete ON agreements_practicefield;
DROP TRIGGER search_on_update ON agreements_practicefield;
DROP TRIGGER search_on_insert ON agreements_practicefield;
DROP TRIGGER search_on_update ON agreements_goodpractice;
DROP TRIGGER search_on_insert ON agreements_goodpractice;
DROP FUNCTION practice_fields_renamed();
DROP FUNCTION practice_owners_renamed();
DROP FUNCTION practice_fields_changed();
DROP FUNCTION practice_texts_changed();
DROP FUNCTION refresh_practice_search(bigint[]);
ALTER TABLE agreements_jointprojectsearch ALTER COLUMN document SET STATISTICS -1;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0006_facets"), ("municipalities", "0004_names")]
    operations = [
        migrations.CreateModel(
            name="GoodPracticeSearch",
            fields=[
                (
                    "practice",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="agreements.goodpractice",
                    ),
                ),
                ("document", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["document"], name="practice_search_document")
                ],
            },
        ),
        migrations.RunSQL(KEPT, FORGET),
    ]

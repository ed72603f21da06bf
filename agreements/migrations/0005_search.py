"""The search documents of agreements and joint projects: kept by the database, folded, over every language."""

from django.db import migrations

NAMED = ["name", "name_en", "name_sq", "name_mk"]
TEXTS = [f"{field}{suffix}" for field in ("title", "summary", "preamble", "objectives") for suffix in ("", "_en", "_sq", "_mk")]


def texts(field: str, table: str) -> str:
    """The text in every language, each once."""
    return f"concat_ws(' ', {', '.join(f'{table}.{field}_{language}' for language in ('en', 'sq', 'mk'))})"


SEARCH = f"""
ALTER TABLE agreements_agreementsearch ADD CONSTRAINT search_of_agreement
    FOREIGN KEY (agreement_id) REFERENCES agreements_agreement ON DELETE CASCADE;
-- Without it a rare word among a million documents is guessed to be common.
ALTER TABLE agreements_agreementsearch ALTER COLUMN document SET STATISTICS 1000;

CREATE FUNCTION refresh_agreement_search(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    INSERT INTO agreements_agreementsearch (agreement_id, document, since)
    SELECT
        a.id,
        setweight(to_tsvector('simple', concat_ws(' ', fold(a.number), (
            SELECT string_agg(n.folded, ' ') FROM agreements_party AS p
            JOIN municipalities_searchname AS n USING (municipality_id) WHERE p.agreement_id = a.id
        ))), 'A')
        || setweight(to_tsvector('simple', fold(concat_ws(' ', {texts("title", "a")}, (
            SELECT string_agg(p.signatory_name, ' ') FROM agreements_party AS p WHERE p.agreement_id = a.id
        )))), 'B')
        || setweight(to_tsvector('simple', fold(concat_ws(' ', (
            SELECT string_agg({texts("name", "f")}, ' ') FROM agreements_agreementfield AS af
            JOIN agreements_field AS f ON f.id = af.field_id WHERE af.agreement_id = a.id
        ), (
            SELECT string_agg({texts("text", "c")}, ' ') FROM agreements_commitment AS c
            WHERE c.agreement_id = a.id
        )))), 'C')
        || setweight(to_tsvector('simple', fold(concat_ws(' ',
            {texts("summary", "a")}, {texts("objectives", "a")}, {texts("preamble", "a")}))), 'D'),
        (
            SELECT min(happened_on) FROM agreements_act
            WHERE agreement_id = a.id AND kind IN ('signed', 'entered_into_force') AND NOT struck_out
        )
    FROM agreements_agreement AS a WHERE a.id = ANY(wanted)
    ON CONFLICT (agreement_id) DO UPDATE SET document = excluded.document, since = excluded.since
        WHERE (agreements_agreementsearch.document, agreements_agreementsearch.since)
            IS DISTINCT FROM (excluded.document, excluded.since)
$$;

CREATE FUNCTION agreement_texts_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM refresh_agreement_search((SELECT array_agg(id) FROM new_rows));
    ELSE
        PERFORM refresh_agreement_search((
            SELECT array_agg(n.id) FROM new_rows AS n JOIN old_rows AS o USING (id)
            WHERE ({", ".join(f"n.{text}" for text in TEXTS)}) IS DISTINCT FROM ({", ".join(f"o.{text}" for text in TEXTS)})
        ));
    END IF;
    RETURN NULL;
END
$$;

-- For parties, acts, fields and commitments, each of which names its agreement.
CREATE FUNCTION agreement_part_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM refresh_agreement_search((SELECT array_agg(DISTINCT agreement_id) FROM new_rows));
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM refresh_agreement_search((SELECT array_agg(DISTINCT agreement_id) FROM old_rows));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION search_names_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM refresh_agreement_search((
            SELECT array_agg(DISTINCT p.agreement_id) FROM agreements_party AS p JOIN new_rows USING (municipality_id)
        ));
    ELSE
        PERFORM refresh_agreement_search((
            SELECT array_agg(DISTINCT p.agreement_id) FROM agreements_party AS p JOIN old_rows USING (municipality_id)
        ));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION field_renamed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    PERFORM refresh_agreement_search((
        SELECT array_agg(DISTINCT af.agreement_id)
        FROM agreements_agreementfield AS af JOIN new_rows AS n ON n.id = af.field_id JOIN old_rows AS o ON o.id = n.id
        WHERE ({", ".join(f"n.{name}" for name in NAMED)}) IS DISTINCT FROM ({", ".join(f"o.{name}" for name in NAMED)})
    ));
    RETURN NULL;
END
$$;

CREATE TRIGGER search_on_insert AFTER INSERT ON agreements_agreement
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION agreement_texts_changed();
CREATE TRIGGER search_on_update AFTER UPDATE ON agreements_agreement
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION agreement_texts_changed();
CREATE TRIGGER search_on_insert AFTER INSERT ON municipalities_searchname
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION search_names_changed();
CREATE TRIGGER search_on_delete AFTER DELETE ON municipalities_searchname
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION search_names_changed();
CREATE TRIGGER search_on_update AFTER UPDATE ON agreements_field
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION field_renamed();
""" + "".join(
    f"""
CREATE TRIGGER search_on_insert AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION agreement_part_changed();
CREATE TRIGGER search_on_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION agreement_part_changed();
CREATE TRIGGER search_on_delete AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION agreement_part_changed();
"""
    for table in ("agreements_party", "agreements_act", "agreements_agreementfield", "agreements_commitment")
)

PROJECTS = f"""
ALTER TABLE agreements_jointprojectsearch ADD CONSTRAINT search_of_project
    FOREIGN KEY (project_id) REFERENCES agreements_jointproject ON DELETE CASCADE;

CREATE FUNCTION refresh_project_search(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    INSERT INTO agreements_jointprojectsearch (project_id, document)
    SELECT
        j.id,
        setweight(to_tsvector('simple', coalesce((
            SELECT string_agg(n.folded, ' ') FROM agreements_projectpartner AS p
            JOIN municipalities_searchname AS n USING (municipality_id) WHERE p.project_id = j.id
        ), '')), 'A')
        || setweight(to_tsvector('simple', fold(concat_ws(' ', {texts("title", "j")}, j.programme))), 'B')
        || setweight(to_tsvector('simple', fold(concat_ws(' ', {texts("summary", "j")}, {texts("results", "j")}))), 'D')
    FROM agreements_jointproject AS j WHERE j.id = ANY(wanted)
    ON CONFLICT (project_id) DO UPDATE SET document = excluded.document
        WHERE agreements_jointprojectsearch.document <> excluded.document
$$;

CREATE FUNCTION project_texts_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    PERFORM refresh_project_search((SELECT array_agg(id) FROM new_rows));
    RETURN NULL;
END
$$;

CREATE FUNCTION project_partners_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM refresh_project_search((SELECT array_agg(DISTINCT project_id) FROM new_rows));
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM refresh_project_search((SELECT array_agg(DISTINCT project_id) FROM old_rows));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION project_search_names_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM refresh_project_search((
            SELECT array_agg(DISTINCT p.project_id) FROM agreements_projectpartner AS p JOIN new_rows USING (municipality_id)
        ));
    ELSE
        PERFORM refresh_project_search((
            SELECT array_agg(DISTINCT p.project_id) FROM agreements_projectpartner AS p JOIN old_rows USING (municipality_id)
        ));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER search_on_insert AFTER INSERT ON agreements_jointproject
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION project_texts_changed();
CREATE TRIGGER search_on_update AFTER UPDATE ON agreements_jointproject
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION project_texts_changed();
CREATE TRIGGER search_on_insert AFTER INSERT ON agreements_projectpartner
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION project_partners_changed();
CREATE TRIGGER search_on_update AFTER UPDATE ON agreements_projectpartner
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION project_partners_changed();
CREATE TRIGGER search_on_delete AFTER DELETE ON agreements_projectpartner
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION project_partners_changed();
CREATE TRIGGER projects_on_insert AFTER INSERT ON municipalities_searchname
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION project_search_names_changed();
CREATE TRIGGER projects_on_delete AFTER DELETE ON municipalities_searchname
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION project_search_names_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_status")]
    operations = [migrations.RunSQL(SEARCH), migrations.RunSQL(PROJECTS)]

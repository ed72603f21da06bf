"""Search documents say whether their agreement is public: a search need not look at each agreement that it finds."""

from django.db import migrations, models

LANGUAGES = ("en", "sq", "mk")
TEXTS = [f"{field}{suffix}" for field in ("title", "summary", "preamble", "objectives") for suffix in ("", "_en", "_sq", "_mk")]


def texts(field: str, table: str) -> str:
    """The text in every language, each once."""
    return f"concat_ws(' ', {', '.join(f'{table}.{field}_{language}' for language in LANGUAGES)})"


# As before (0005_search), with `is_public`. That is written by who writes the agreement alone, who holds its row: whoever
# refreshes a document for another reason may have read the agreement as it was before.
KEPT = f"""
CREATE OR REPLACE FUNCTION refresh_agreement_search(wanted bigint[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
    INSERT INTO agreements_agreementsearch (agreement_id, document, since, is_public)
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
        ),
        a.publication = 'published'
    FROM agreements_agreement AS a WHERE a.id = ANY(wanted)
    ON CONFLICT (agreement_id) DO UPDATE SET document = excluded.document, since = excluded.since
        WHERE (agreements_agreementsearch.document, agreements_agreementsearch.since)
            IS DISTINCT FROM (excluded.document, excluded.since)
$$;

CREATE OR REPLACE FUNCTION agreement_texts_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM refresh_agreement_search((SELECT array_agg(id) FROM new_rows));
    ELSE
        PERFORM refresh_agreement_search((
            SELECT array_agg(n.id) FROM new_rows AS n JOIN old_rows AS o USING (id)
            WHERE ({", ".join(f"n.{text}" for text in TEXTS)}) IS DISTINCT FROM ({", ".join(f"o.{text}" for text in TEXTS)})
        ));
        UPDATE agreements_agreementsearch AS kept SET is_public = n.publication = 'published'
        FROM new_rows AS n JOIN old_rows AS o USING (id)
        WHERE kept.agreement_id = n.id AND n.publication <> o.publication;
    END IF;
    RETURN NULL;
END
$$;
"""
THOSE_THAT_ARE_THERE = """
UPDATE agreements_agreementsearch AS kept SET is_public = true
FROM agreements_agreement AS a WHERE a.id = kept.agreement_id AND a.publication = 'published';
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0011_folded_names")]
    operations = [
        migrations.AddField(
            model_name="agreementsearch", name="is_public", field=models.BooleanField(default=False)
        ),
        migrations.RunSQL(KEPT),
        migrations.RunSQL(THOSE_THAT_ARE_THERE, migrations.RunSQL.noop),
    ]

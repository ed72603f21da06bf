"""Agreements without a title are found by what they are called, such as “Twinning of Zagreb and Tromsø, 2003”."""

from django.db import migrations

LANGUAGES = ("en", "sq", "mk")
TEXTS = [f"{field}{suffix}" for field in ("title", "summary", "preamble", "objectives") for suffix in ("", "_en", "_sq", "_mk")]
# The form of an agreement in each language of the site. A test holds them against what pages call it.
WORDS = {
    "twinning": "Twinning, Binjakëzim, Збратимување",
    "friendship": "Friendship, Miqësi, Пријателство",
    "cooperation": "Cooperation agreement, Marrëveshje bashkëpunimi, Договор за соработка",
    "memorandum": "Memorandum of understanding, Memorandum mirëkuptimi, Меморандум за разбирање",
    "project": "Project partnership, Partneritet projekti, Проектно партнерство",
    "joint_service": "Joint service, Shërbim i përbashkët, Заедничка служба",
    "contact": "Contact, Kontakt, Контакт",
}


def texts(field: str, table: str) -> str:
    """The text in every language, each once."""
    return f"concat_ws(' ', {', '.join(f'{table}.{field}_{language}' for language in LANGUAGES)})"


SINCE = """(
            SELECT min(happened_on) FROM agreements_act
            WHERE agreement_id = a.id AND kind IN ('signed', 'entered_into_force') AND NOT struck_out
        )"""
# As before (0012_public_search, 0013_one_writer_at_a_time), with the words of the form and the year at the end
KEPT = f"""
CREATE FUNCTION form_words(form text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE form {" ".join(f"WHEN '{form}' THEN '{words}'" for form, words in WORDS.items())} END
$$;

CREATE OR REPLACE FUNCTION write_agreement_search(wanted bigint[]) RETURNS void
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
            {texts("summary", "a")}, {texts("objectives", "a")}, {texts("preamble", "a")},
            form_words(a.form), left({SINCE}, 4)))), 'D'),
        {SINCE},
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
            WHERE (n.form, {", ".join(f"n.{text}" for text in TEXTS)})
                IS DISTINCT FROM (o.form, {", ".join(f"o.{text}" for text in TEXTS)})
        ));
        UPDATE agreements_agreementsearch AS kept SET is_public = n.publication = 'published'
        FROM new_rows AS n JOIN old_rows AS o USING (id)
        WHERE kept.agreement_id = n.id AND n.publication <> o.publication;
    END IF;
    RETURN NULL;
END
$$;
"""
THOSE_THAT_ARE_THERE = "SELECT refresh_agreement_search((SELECT array_agg(id) FROM agreements_agreement));"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0013_one_writer_at_a_time")]
    operations = [
        migrations.RunSQL(KEPT),
        migrations.RunSQL(THOSE_THAT_ARE_THERE, migrations.RunSQL.noop),
    ]

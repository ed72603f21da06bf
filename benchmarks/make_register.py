"""Fills a register with any number of agreements that are nobody's, fast: 100,000 in about a minute.

    python benchmarks/make_register.py 100000

For a database of its own (set POSTGRES_DIR), as a superuser: what it writes is public and cannot be deleted. Every
municipality is called synthetic. They are a fifth as many as agreements, in 16 countries; as in life, some countries,
forms and municipalities are frequent and most are rare. An agreement has two or three parties, mostly one act, up to
four fields, sometimes a commitment and a title, and one citation.

The triggers are switched off, and what they write is written by the same functions of the database, once for each
batch, and the log by one statement for each table. `tests/benchmarks/test_make_register.py` proves that it is the same.
"""

import argparse
import os
import sys
from pathlib import Path

import django
import psycopg
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

BATCH = 10_000
FIELDS = ["culture", "economy", "education", "environment", "health", "sport", "tourism", "youth"]

# chance(n, salt): from 0 to 1, the same for the same row, so that two runs make the same register.
CHANCE = """
CREATE OR REPLACE FUNCTION pg_temp.chance(n bigint, salt bigint) RETURNS float LANGUAGE sql IMMUTABLE AS $$
    SELECT (hashint8extended(n, salt) & 1073741823) / 1073741824.0
$$;
CREATE OR REPLACE FUNCTION pg_temp.uid(n bigint, kind text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT md5(kind || n)::uuid
$$;
CREATE OR REPLACE FUNCTION pg_temp.word(n bigint, salt bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(
        (ARRAY['ba','den','gra','hil','kov','lu','mar','nik','or','pol','ra','sel','ti','vik','za','bru','cas','dor',
               'el','fen'])[1 + floor(20 * pg_temp.chance(n, salt + part) ^ 1.5)::int], '' ORDER BY part)
    FROM generate_series(1, 3) AS part
$$;
"""

MUNICIPALITIES = """
INSERT INTO municipalities_municipality (id, uid, name, name_en, local_name, local_type, level, country, region,
    region_name, national_code, national_code_scheme, latitude, longitude, population, population_year, website,
    coat_of_arms, coat_of_arms_credit, is_member)
SELECT {base} + n, pg_temp.uid({base} + n, 'municipality'), name, name, '', '', 'municipality',
    (ARRAY['DE','FR','PL','IT','TR','GB','US','AL','MK','XK','ME','RS','BG','GR','HR','SE'])
        [1 + floor(16 * pg_temp.chance(n, 1) ^ 2.5)::int],
    '', '', '', '', round((36 + 24 * pg_temp.chance(n, 2))::numeric, 4),
    round((-5 + 35 * pg_temp.chance(n, 3))::numeric, 4),
    500 + (200000 * pg_temp.chance(n, 4) ^ 6)::int, 2020, '', '', '', false
FROM generate_series({first}, {last}) AS n, LATERAL (
    SELECT initcap(pg_temp.word(n, 10)) || CASE WHEN pg_temp.chance(n, 5) < 0.3
        THEN ' ' || initcap(pg_temp.word(n % 50, 20))
        ELSE '' END || ' (synthetic)' AS name
) AS named
"""

AGREEMENTS = {
    "agreements_agreement": """
        INSERT INTO agreements_agreement (id, uid, serial, publication, published_at, withdrawal_reason, registered_on,
            form, title, title_en, summary, preamble, objectives, original_language, legal_basis, governing_languages,
            term, term_ends_on, origin, internal_notes)
        SELECT {base} + n, pg_temp.uid({base} + n, 'agreement'), {serial} + n, 'published', now(), '', current_date,
            (ARRAY['twinning','cooperation','friendship','memorandum','project','joint_service','contact'])
                [1 + floor(7 * pg_temp.chance(n, 31) ^ 4)::int],
            coalesce(title, ''), title, '', '', '', CASE WHEN title IS NULL THEN '' ELSE 'en' END,
            '', '{{}}',
            CASE WHEN pg_temp.chance(n, 32) < 0.1 THEN 'fixed' ELSE 'unknown' END,
            CASE WHEN pg_temp.chance(n, 32) < 0.1 THEN (1990 + floor(60 * pg_temp.chance(n, 33)))::text END,
            'import', ''
        FROM generate_series({first}, {last}) AS n, LATERAL (
            SELECT CASE WHEN pg_temp.chance(n, 34) < 0.3 THEN 'Agreement on ' || pg_temp.word(n % 997, 40) || ' and '
                || pg_temp.word(n % 101, 50) END AS title
        ) AS titled
    """,
    "agreements_party": """
        INSERT INTO agreements_party (uid, position, role, council_decision, council_decision_url, signatory_name,
            signatory_title, agreement_id, municipality_id)
        SELECT pg_temp.uid(3 * ({base} + n) + position, 'party'), position + 1,
            'party', '', '', '', '',
            {base} + n, {towns} + 1 + mod(
                floor({size} * pg_temp.chance(n, 60) ^ 2)::bigint + position
                * (1 + floor(pg_temp.chance(n, 61) * ({size} / 3 - 1))::bigint),
                {size})
        FROM generate_series({first}, {last}) AS n,
            generate_series(0, CASE WHEN pg_temp.chance(n, 62) < 0.25 THEN 2 ELSE 1 END) AS position
    """,
    "agreements_act": """
        INSERT INTO agreements_act (uid, kind, happened_on, instrument, note, struck_out, known_by, agreement_id)
        SELECT pg_temp.uid(2 * ({base} + n) + place, 'act'), kind,
            CASE WHEN kind = 'terminated' THEN '2019' ELSE (1950 + floor(68 * pg_temp.chance(n, 70) ^ 0.6))::text END,
            '', '', false, current_date, {base} + n
        FROM generate_series({first}, {last}) AS n, unnest(
            CASE floor(10 * pg_temp.chance(n, 71)) WHEN 0 THEN '{{}}'::text[] WHEN 1 THEN ARRAY['signed','terminated']
                WHEN 2 THEN ARRAY['signed'] WHEN 3 THEN ARRAY['signed'] ELSE ARRAY['entered_into_force'] END
        ) WITH ORDINALITY AS acts(kind, place)
    """,
    "agreements_agreementfield": """
        INSERT INTO agreements_agreementfield (uid, agreement_id, field_id)
        SELECT pg_temp.uid(4 * ({base} + n) + place, 'field'), {base} + n,
            (SELECT array_agg(id ORDER BY code) FROM agreements_field WHERE code = ANY('{fields}'))
                [1 + mod(floor(8 * pg_temp.chance(n, 80))::int + 3 * place, 8)]
        FROM generate_series({first}, {last}) AS n,
            generate_series(1, floor(5 * pg_temp.chance(n, 81))::int) AS place
    """,
    "agreements_commitment": """
        INSERT INTO agreements_commitment (uid, position, kind, text, text_en, clause, bound, cadence, agreement_id)
        SELECT pg_temp.uid({base} + n, 'commitment'), 1, 'meeting', 'Regular meetings',
            'Regular meetings', '', 'each', 'unspecified', {base} + n
        FROM generate_series({first}, {last}) AS n WHERE pg_temp.chance(n, 90) < 0.1
    """,
    "provenance_citation": """
        INSERT INTO provenance_citation (uid, model, record, field, value, grade, publisher, title, url, quote,
            quote_language, licence, source, source_row)
        SELECT pg_temp.uid({base} + n, 'citation'), 'agreements.agreement',
            pg_temp.uid({base} + n, 'agreement'), 'since', '1987', 'open_data', '', '', '', '', '', '', 'benchmark',
            ({base} + n)::text
        FROM generate_series({first}, {last}) AS n
    """,
}
LOG = """
INSERT INTO provenance_change (epoch, transaction_id, at, actor_name, reason, action, model, uid, record_model,
    record_uid, is_public, after, private_after)
SELECT (SELECT max(number) FROM provenance_epoch), pg_current_xact_id()::text::bigint, transaction_timestamp(),
    'benchmark', '', 'created', %(model)s, row.uid, %(record_model)s, {record}, true, {public}, {private}
FROM {table} AS row WHERE {where}
"""
FILLED = """(
    SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(row))
    WHERE key = ANY(%({columns})s) AND value NOT IN ('null', '""')
)"""
DERIVED = [
    "refresh_agreement_search",
    "refresh_status_periods",
    "add_facets",
    "refresh_facets_of_parties",
    "refresh_facets_of_acts",
    "refresh_facets_of_fields",
    "refresh_facets_of_activities",
    "refresh_facets_of_sources",
]


def fill(connection, agreements: int, *, with_triggers: bool = False, told=lambda rows: None) -> None:
    """Writes so many agreements, each batch in a transaction if the connection commits by itself.

    `with_triggers` leaves all to the triggers, slowly. `told` is called with the number of agreements of each batch.
    """
    connection.execute(CHANCE)
    connection.execute("SELECT set_config('besa.actor_name', 'benchmark', false)")
    connection.execute(f"SET session_replication_role = {'origin' if with_triggers else 'replica'}")
    for code in FIELDS:
        connection.execute(
            "INSERT INTO agreements_field (uid, code, name, name_en, sdgs) VALUES (gen_random_uuid(), %s, %s, %s, '{}')"
            " ON CONFLICT DO NOTHING",
            [code, code.capitalize(), code.capitalize()],
        )
    size = agreements // 5 + 3
    base, serial, towns = connection.execute("""
        SELECT (SELECT coalesce(max(id), 0) FROM agreements_agreement),
            (SELECT coalesce(max(serial), 0) FROM agreements_agreement),
            (SELECT coalesce(max(id), 0) FROM municipalities_municipality)
    """).fetchone()
    for first in range(1, size + 1, BATCH):
        last = min(first + BATCH - 1, size)
        with connection.transaction():
            connection.execute(MUNICIPALITIES.format(base=towns, first=first, last=last))
            if not with_triggers:
                between = (towns + first, towns + last)
                connection.execute(
                    "SELECT refresh_search_names(ARRAY(SELECT generate_series(%s::bigint, %s)))", between
                )
                _log(connection, "municipalities_municipality", "id", between)
    for first in range(1, agreements + 1, BATCH):
        last = min(first + BATCH - 1, agreements)
        with connection.transaction():
            for statement in AGREEMENTS.values():
                connection.execute(
                    statement.format(
                        base=base, serial=serial, towns=towns, size=size, first=first, last=last,
                        fields="{" + ",".join(FIELDS) + "}",
                    )
                )  # fmt: skip
            if not with_triggers:
                _derive(connection, (base + first, base + last))
        told(last - first + 1)
    connection.execute("SET session_replication_role = origin")
    for table, column, sequence in [
        ("agreements_agreement", "id", "agreements_agreement_id_seq"),
        ("agreements_agreement", "serial", "agreements_agreement_serial"),
        ("municipalities_municipality", "id", "municipalities_municipality_id_seq"),
    ]:
        connection.execute(f"SELECT setval('{sequence}', (SELECT max({column}) FROM {table}))")


def _derive(connection, between: tuple[int, int]) -> None:
    for function in DERIVED:
        connection.execute(f"SELECT {function}(ARRAY(SELECT generate_series(%s::bigint, %s)))", between)
    for table in AGREEMENTS:
        place = {"agreements_agreement": "id", "provenance_citation": "record"}.get(table, "agreement_id")
        _log(connection, table, place, between)


def _log(connection, table: str, place: str, between: tuple[int, int]) -> None:
    """What the table's trigger would have written: its arguments say which columns are public."""
    (written,) = connection.execute(
        "SELECT tgargs FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname ^@ 'pgtrigger_logged'",
        [table],
    ).fetchone()
    model, public, private = bytes(written).decode().split("\0")[:3]
    record_model, record, where = (
        "agreements.agreement",
        "(SELECT uid FROM agreements_agreement WHERE id = agreement_id)",
        "",
    )
    if place == "id":
        record_model, record = model, "row.uid"
    if place == "record":
        record = "row.record"
        where = "record IN (SELECT uid FROM agreements_agreement WHERE id BETWEEN %(first)s AND %(last)s)"
    connection.execute(
        LOG.format(
            table=table,
            record=record,
            where=where or f"{place} BETWEEN %(first)s AND %(last)s",
            public=FILLED.format(columns="public"),
            private=FILLED.format(columns="private"),
        ),
        {
            "model": model, "record_model": record_model, "public": public[1:-1].split(","),
            "private": private[1:-1].split(","), "first": between[0], "last": between[1],
        },
    )  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("agreements", type=int)
    wanted = parser.parse_args()
    django.setup()
    from django.db import connection as django_connection  # noqa: PLC0415 -- only when settings are there

    with (
        psycopg.connect(**arguments_of(django_connection), autocommit=True) as connection,
        tqdm(total=wanted.agreements, unit=" agreements") as progress,
    ):
        fill(connection, wanted.agreements, told=progress.update)
        print("Statistics ...", flush=True)
        connection.execute("VACUUM ANALYZE")


def arguments_of(django_connection) -> dict:
    """How psycopg reaches the database of Django's connection."""
    arguments = django_connection.get_connection_params()
    return {name: arguments[name] for name in ("dbname", "user", "password", "host", "port") if name in arguments}


if __name__ == "__main__":
    main()

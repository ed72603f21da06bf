"""The register as Datasette shows it: flat rows, one for each agreement and country, and a full-text index.

Asked are its table pages, which filter, order and count like the register's, with an index for just this list and
without suggestions of facets; and canned queries, which show fifty rows and nothing else, the fastest that it has.
"""

import json
import sqlite3
from pathlib import Path

ROWS = """
    SELECT a.id, a.number, a.title, a.form, s.since,
        string_agg(m.name || ' (' || m.country || ')', ', ' ORDER BY p.position) AS parties,
        array_agg(DISTINCT m.country) AS countries,
        coalesce((
            SELECT string_agg(f.name, ' ') FROM agreements_agreementfield AS af
            JOIN agreements_field AS f ON f.id = af.field_id WHERE af.agreement_id = a.id
        ), '') AS fields,
        coalesce((
            SELECT status FROM agreements_statusperiod AS sp WHERE sp.agreement_id = a.id AND sp.days @> current_date
        ), '') AS status
    FROM agreements_agreement AS a
    JOIN agreements_party AS p ON p.agreement_id = a.id
    JOIN municipalities_municipality AS m ON m.id = p.municipality_id
    LEFT JOIN agreements_agreementsearch AS s ON s.agreement_id = a.id
    WHERE a.publication = 'published'
    GROUP BY a.id, s.since
"""
TABLES = """
    CREATE TABLE agreements (
        id INTEGER PRIMARY KEY, number TEXT, title TEXT, form TEXT, since TEXT, parties TEXT, fields TEXT, status TEXT
    );
    CREATE TABLE listed (
        country TEXT, number TEXT, title TEXT, form TEXT, since TEXT, parties TEXT, fields TEXT, status TEXT
    );
    CREATE VIRTUAL TABLE words USING fts5(number, title, parties, fields, content='agreements', content_rowid='id');
"""
INDEXES = """
    CREATE INDEX listed_in_order ON listed (country, status, since DESC);
    INSERT INTO words (words) VALUES ('rebuild');
    ANALYZE;
"""
QUERIES = {
    "list": """
        SELECT * FROM listed WHERE country = :country AND status = :status ORDER BY since DESC LIMIT 50
    """,
    "search": """
        SELECT agreements.* FROM words JOIN agreements ON agreements.id = words.rowid
        WHERE words MATCH :q ORDER BY rank LIMIT 50
    """,
}


def make(connection, folder: Path) -> tuple[Path, Path]:
    """Writes the database and its canned queries from the register on `connection`; their two files."""
    database, metadata = folder / "register.db", folder / "metadata.json"
    with sqlite3.connect(database) as flat:
        flat.executescript(TABLES)
        with connection.transaction(), connection.cursor(name="rows") as cursor:
            cursor.itersize = 10_000
            cursor.execute(ROWS)
            for key, number, title, form, since, parties, countries, fields, status in cursor:
                row = (key, number, title, form, since, parties, fields, status)
                flat.execute("INSERT INTO agreements VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
                flat.executemany(
                    "INSERT INTO listed VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [(country, *row[1:]) for country in countries]
                )
        flat.executescript(INDEXES)
    queries = {name: {"sql": sql} for name, sql in QUERIES.items()}
    metadata.write_text(json.dumps({"databases": {"register": {"queries": queries}}}))
    return database, metadata

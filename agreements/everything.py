"""One search over every kind of record: the keys of the best of each kind, and how many there are.

Three statements at most: for names, for whole texts, and for names that look like the text where no name holds its
words. Each kind first takes a bounded number of candidates, the latest in the register where there are more, and only
these are ranked and counted: in whole texts, a common word costs no more than a rare one, however much the register
holds. Names that hold a word, of which there are fewer by far, are all looked up before so many of them are weighed.
"""

import datetime as dt
import functools
from dataclasses import dataclass, field

from django.db import connection

from municipalities.search import ALIKE, HOLDS, MOST_ALIKE, NEARLY_AS_ALIKE, beginnings, folded, named_by, tsquery
from provenance import compiled

# A kind with more than these is told as “more than 50”.
MOST_COUNTED = 50
CANDIDATES = MOST_COUNTED + 1
# Names are many for one beginning, and weighed by more than how near they are.
NAMES_WEIGHED = 101
# Of a name that many municipalities have, and of one municipality's agreements: those that are sure to be ranked.
MOST_CALLED = 20
MOST_OF_CALLED = 50


@dataclass
class Group:
    """What was found of one kind: `keys`, best first, and the `number` of all, counted to `MOST_COUNTED` + 1.

    `likeness`: nothing holds the words, and these have names that look like them, the best so much (0 to 1).
    """

    keys: list[int] = field(default_factory=list)
    number: int = 0
    likeness: float | None = None

    @property
    def has_more(self) -> bool:
        return self.number > MOST_COUNTED


# Below, words in braces are these numbers. `OFFSET 0` keeps the planner from reading a whole table for some of its
# rows, and from walking through all names until it has met enough of them. `(SELECT text)` hides the text from it: it
# would compare the text with many names to guess how many are alike, and then with all of them rather than ask the
# index, because it takes that for as cheap as any comparison. Where more names hold a word than are weighed, those are
# that the table holds first: to put all in order would take as long as to find them.
# A name is near the text in three ways: it is called so (with or without the words that name nothing), begins so, or
# holds its words.
NUMBERS = {
    "called": 0,
    "begins": 1,
    "holds": 2,
    "candidates": CANDIDATES,
    "names": NAMES_WEIGHED,
    "most_called": MOST_CALLED,
    "most_of_called": MOST_OF_CALLED,
    "alike": ALIKE,
    "most_alike": MOST_ALIKE,
    "nearly": NEARLY_AS_ALIKE,
}
# The text as PostgreSQL's query, hidden.
QUERY = "(SELECT to_tsquery('simple', %(query)s))"
# Names that begin with a text stand, by their code points, between it and it with the last of all letters.
LAST_LETTER = "\U0010ffff"
# Each statement of a kind gives: kind, key, likeness (NULL for what holds the words), the number of all. Best first.
# What is public passes the gates of the models when its rows are read: here they keep numbers and order clean.

NAMED = """
named AS MATERIALIZED (
    SELECT municipality_id, min(nearness) AS nearness FROM (
        (
            SELECT municipality_id,
                CASE WHEN folded IN (%(text)s, %(named)s) THEN {called} ELSE {begins} END AS nearness
            FROM municipalities_searchname
            WHERE folded COLLATE "C" BETWEEN (SELECT %(named)s::text) AND (SELECT %(last)s::text)
            ORDER BY folded COLLATE "C", municipality_id LIMIT {names}
        ) UNION ALL (
            SELECT municipality_id, CASE WHEN folded = %(text)s THEN {called} ELSE {holds} END FROM (
                SELECT municipality_id, folded FROM municipalities_searchname WHERE {holds_words} OFFSET 0
            ) AS within LIMIT {names}
        )
    ) AS names GROUP BY municipality_id
)"""

# By names: the same plan for all texts, kept by PostgreSQL. By what is hidden, as `(SELECT value)`, it cannot guess
# numbers of rows: it would plan anew for each text, as long as that looks cheaper than the plan for all of them.
# `called` is no kind of its own: it gives the agreements of who is called so, for `WITH_CALLED`.
KINDS_NAMED = {
    "municipality": """
        SELECT 'municipality', n.municipality_id, NULL::real, count(*) OVER ()
        FROM named AS n CROSS JOIN LATERAL (
            SELECT is_member, population FROM municipalities_municipality WHERE id = n.municipality_id OFFSET 0
        ) AS m
        ORDER BY n.nearness, m.is_member DESC, m.population DESC NULLS LAST, n.municipality_id LIMIT %(most)s""",
    "called": """
        SELECT DISTINCT 'called', p.agreement_id, NULL::real, 0
        FROM (SELECT municipality_id FROM named WHERE nearness = {called} LIMIT {most_called}) AS n
        CROSS JOIN LATERAL (
            SELECT p.agreement_id FROM agreements_party AS p JOIN agreements_agreement AS a ON a.id = p.agreement_id
            WHERE p.municipality_id = n.municipality_id AND a.publication = 'published'{of_the_day_a}
            ORDER BY p.agreement_id DESC LIMIT {most_of_called}
        ) AS p""",
    "mayor": """
        SELECT 'mayor', id, NULL::real, count(*) OVER ()
        FROM (
            SELECT * FROM (
                SELECT id, folded, ongoing, starts_on FROM municipalities_mayor WHERE {holds_words}{begun} OFFSET 0
            ) AS every ORDER BY id DESC LIMIT {names}
        ) AS m
        ORDER BY folded = %(text)s DESC, ongoing DESC, starts_on DESC NULLS LAST, id LIMIT %(most)s""",
    # Some dozens of each: they are read whole.
    "field": """
        SELECT 'field', id, NULL::real, count(*) OVER () FROM agreements_field
        WHERE to_tsvector('simple', folded) @@ {query}
        ORDER BY name, id LIMIT %(most)s""",
    "network": """
        SELECT 'network', id, NULL::real, count(*) OVER () FROM agreements_network
        WHERE to_tsvector('simple', folded) @@ {query} AND is_named
        ORDER BY name, id LIMIT %(most)s""",
}

# By whole texts: planned anew for each, because rare words are looked for in the index, and common ones among the
# latest records. So no table is joined: that takes longer to plan than to read. Agreements of who is called so are
# among them, whether they are the latest or not.
MATCHING = """
            SELECT s.agreement_id, s.document FROM agreements_agreementsearch AS s
            WHERE s.document @@ to_tsquery('simple', %(query)s) AND s.is_public{of_the_day_s}
            ORDER BY s.agreement_id DESC LIMIT {candidates}
        """
KINDS_WRITTEN = {
    "agreement": """
        SELECT 'agreement', agreement_id, NULL::real, count(*) OVER ()
        FROM ({matching}) AS s
        ORDER BY ts_rank(document, to_tsquery('simple', %(query)s)) DESC, agreement_id DESC LIMIT %(most)s""",
    "project": """
        SELECT 'project', project_id, NULL::real, count(*) OVER ()
        FROM (
            SELECT project_id, document FROM agreements_jointprojectsearch
            WHERE document @@ to_tsquery('simple', %(query)s) AND project_is_public(project_id)
            ORDER BY project_id DESC LIMIT {candidates}
        ) AS s
        ORDER BY ts_rank(document, to_tsquery('simple', %(query)s)) DESC, project_id DESC LIMIT %(most)s""",
    "practice": """
        SELECT 'practice', practice_id, NULL::real, count(*) OVER ()
        FROM (
            SELECT practice_id, document FROM agreements_goodpracticesearch
            WHERE document @@ to_tsquery('simple', %(query)s) AND practice_is_public(practice_id)
            ORDER BY practice_id DESC LIMIT {candidates}
        ) AS s
        ORDER BY ts_rank(document, to_tsquery('simple', %(query)s)) DESC, practice_id DESC LIMIT %(most)s""",
}
WITH_CALLED = """
        SELECT 'agreement', s.agreement_id, NULL::real, count(*) OVER ()
        FROM (
            SELECT agreement_id FROM ({matching}) AS latest
            UNION SELECT unnest(%(called)s::bigint[])
        ) AS n JOIN agreements_agreementsearch AS s USING (agreement_id)
        ORDER BY s.agreement_id = ANY(%(called)s) DESC, ts_rank(s.document, to_tsquery('simple', %(query)s)) DESC,
            s.agreement_id DESC
        LIMIT %(most)s"""

ALIKE_NAMED = """
alike AS MATERIALIZED (
    SELECT municipality_id, likeness FROM (
        SELECT municipality_id, likeness, max(likeness) OVER () AS best FROM (
            SELECT municipality_id, max(similarity(folded, %(text)s)) AS likeness FROM municipalities_searchname
            WHERE folded %% (SELECT %(text)s::text)
            GROUP BY municipality_id HAVING max(similarity(folded, %(text)s)) >= {alike}
            ORDER BY likeness DESC, municipality_id LIMIT {most_alike}
        ) AS likest
    ) AS compared WHERE likeness >= best * {nearly}
)"""

# As `KINDS_NAMED`, of what looks like the text
KINDS_ALIKE = {
    "municipality": """
        SELECT 'municipality', n.municipality_id, n.likeness, count(*) OVER ()
        FROM alike AS n CROSS JOIN LATERAL (
            SELECT is_member, population FROM municipalities_municipality WHERE id = n.municipality_id OFFSET 0
        ) AS m
        ORDER BY n.likeness DESC, m.is_member DESC, m.population DESC NULLS LAST, n.municipality_id LIMIT %(most)s""",
    "agreement": """
        SELECT 'agreement', n.agreement_id, n.likeness, count(*) OVER ()
        FROM (
            SELECT p.agreement_id, max(n.likeness) AS likeness
            FROM alike AS n JOIN agreements_party AS p USING (municipality_id)
            JOIN agreements_agreement AS a ON a.id = p.agreement_id
            WHERE a.publication = 'published'{of_the_day_a}
            GROUP BY p.agreement_id
        ) AS n
        ORDER BY n.likeness DESC, n.agreement_id DESC LIMIT %(most)s""",
    "mayor": """
        SELECT 'mayor', id, likeness, count(*) OVER ()
        FROM (
            SELECT id, ongoing, starts_on, similarity(folded, %(text)s) AS likeness FROM municipalities_mayor
            WHERE folded %% (SELECT %(text)s::text){begun} ORDER BY likeness DESC, id LIMIT {most_alike}
        ) AS m
        ORDER BY likeness DESC, ongoing DESC, starts_on DESC NULLS LAST, id LIMIT %(most)s""",
}
# Of the agreement `a`, by its name or by its whole text (the search document `s`): it had a legal status on the day.
OF_THE_DAY = " AND EXISTS (SELECT FROM agreements_statusperiod AS t WHERE t.agreement_id = {} AND t.days @> {})"
BEGUN = " AND (starts_on IS NULL OR starts_on <= (SELECT %(on_text)s::text))"
KINDS = ("municipality", "agreement", "mayor", "project", "practice", "field", "network")


def found(text: str, *, most: int, on: dt.date | None = None, kinds=KINDS) -> dict[str, Group]:
    """The best of each kind for a text, `most` of each; kinds that hold its words first.

    `on`: agreements that had a legal status on that day, and terms of office begun by then; None for all. Two queries,
    one more where no name of a municipality holds the words, and one to fold a text that was not asked for lately.
    """
    wanted = folded(text)
    query = tsquery(text)
    if not query:
        return {}
    named = named_by(text)
    asked = {
        "query": query,
        "beginnings": beginnings(text),
        "text": wanted,
        "named": named,
        "last": named + LAST_LETTER,
    }
    asked |= {"most": most, "on": on, "on_text": on and on.isoformat()}
    # Municipalities, whoever asks for them or not: whether one is called so decides what a text means.
    by_name = ["municipality", *(kind for kind in KINDS_NAMED if kind in kinds and kind != "municipality")]
    if "agreement" in kinds:
        by_name.append("called")
    groups = _groups(compiled.rows(_named(tuple(by_name), has_day=on is not None), asked))
    called = groups.pop("called").keys if "called" in groups else []
    if written := tuple(kind for kind in KINDS_WRITTEN if kind in kinds):
        with connection.cursor() as cursor:
            statement = _written(written, has_called=bool(called), has_day=on is not None)
            cursor.execute(statement, asked | {"called": called})
            groups |= _groups(cursor.fetchall())
    if alike := _looked_for_alike(groups, kinds, has_several_words=" & " in query):
        statement = _alike(alike, has_day=on is not None)
        groups |= _groups(compiled.rows(statement, asked | {"text": named}))
    nearness = {kind: group.likeness if group.likeness is not None else 2 for kind, group in groups.items()}
    order = sorted(KINDS, key=lambda kind: -nearness.get(kind, 0))
    return {kind: groups[kind] for kind in order if kind in kinds and kind in groups}


def _looked_for_alike(groups: dict[str, Group], kinds, *, has_several_words: bool) -> tuple[str, ...]:
    """The kinds of which names that look like the text are wanted, because nothing holds its words.

    Of a single word that some agreement holds, a name may still be a misspelling; of several, hardly.
    """
    if "municipality" in groups or ("agreement" in groups and has_several_words):
        return ()
    wanted = {"municipality"} if "agreement" in groups else {"municipality", "agreement", "mayor"}
    return tuple(kind for kind in kinds if kind in wanted and kind not in groups)


def _groups(rows: list[tuple]) -> dict[str, Group]:
    groups = {}
    for kind, key, likeness, number in rows:
        group = groups.setdefault(kind, Group(number=min(number, CANDIDATES), likeness=likeness))
        group.keys.append(key)
    return groups


@functools.cache
def _named(kinds: tuple, *, has_day: bool) -> str:
    """The statement for names that hold the words."""
    return _statement([NAMED], [KINDS_NAMED[kind] for kind in kinds], has_day=has_day)


@functools.cache
def _written(kinds: tuple, *, has_called: bool, has_day: bool) -> str:
    """The statement for what holds the words in its whole text."""
    statements = KINDS_WRITTEN | ({"agreement": WITH_CALLED} if has_called else {})
    return _statement([], [statements[kind] for kind in kinds], has_day=has_day)


@functools.cache
def _alike(kinds: tuple, *, has_day: bool) -> str:
    """The statement for names that look like the text."""
    parts = [ALIKE_NAMED] if {"municipality", "agreement"} & set(kinds) else []
    return _statement(parts, [KINDS_ALIKE[kind] for kind in kinds], has_day=has_day)


def _statement(parts: list[str], best: list[str], *, has_day: bool) -> str:
    first = f"WITH {', '.join(parts)} " if parts else ""
    statement = first + " UNION ALL ".join(f"({one})" for one in best)
    return statement.replace("{matching}", MATCHING).format(
        of_the_day_a=OF_THE_DAY.format("a.id", "(SELECT %(on)s::date)") if has_day else "",
        of_the_day_s=OF_THE_DAY.format("s.agreement_id", "%(on)s::date") if has_day else "",
        begun=BEGUN if has_day else "",
        holds_words=HOLDS,
        query=QUERY,
        **NUMBERS,
    )

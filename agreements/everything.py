"""One search over every kind of record: the keys of the best of each kind, and how many there are.

One statement for all kinds, and one for names that look like a text where no name holds its words. Each kind first
takes a bounded number of candidates, the latest in the register where there are more, and only these are ranked and
counted: a common word costs no more than a rare one, however much the register holds.
"""

import datetime as dt
import functools
from dataclasses import dataclass, field

from django.db import connection

from municipalities.search import ALIKE, MOST_ALIKE, NEARLY_AS_ALIKE, folded, patterns_of, tsquery, with_every_word

# A kind with more than these is told as “more than 100”.
MOST_COUNTED = 100
CANDIDATES = MOST_COUNTED + 1
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


# Below, words in braces are these numbers; `OFFSET 0` keeps the planner from reading a whole table for some of its
# rows. `(SELECT text)` hides the text from it: it would compare the text with many names to guess how many are alike,
# and then with all of them rather than ask the index, because it takes that for as cheap as any comparison.
# A name is near the text in three ways: it is called so, begins so, or holds its words.
NUMBERS = {
    "called": 0,
    "begins": 1,
    "holds": 2,
    "candidates": CANDIDATES,
    "most_called": MOST_CALLED,
    "most_of_called": MOST_OF_CALLED,
    "alike": ALIKE,
    "most_alike": MOST_ALIKE,
    "nearly": NEARLY_AS_ALIKE,
}

NAMED = """
named AS MATERIALIZED (
    SELECT municipality_id, min(nearness) AS nearness FROM (
        (
            SELECT municipality_id, CASE WHEN folded = %(text)s THEN {called} ELSE {begins} END AS nearness
            FROM municipalities_searchname
            WHERE folded COLLATE "C" LIKE %(beginning)s ORDER BY folded COLLATE "C", municipality_id LIMIT {candidates}
        ) UNION ALL (
            SELECT municipality_id, {holds} FROM municipalities_searchname
            WHERE {every_word} ORDER BY municipality_id LIMIT {candidates}
        )
    ) AS names GROUP BY municipality_id
)"""

MAYORS = """
mayors_named AS MATERIALIZED (
    SELECT id, folded, ongoing, starts_on
    FROM municipalities_mayor WHERE {every_word}{begun} ORDER BY id DESC LIMIT {candidates}
)"""

MATCHING = """
agreements_matching AS MATERIALIZED (
    SELECT s.agreement_id
    FROM agreements_agreementsearch AS s JOIN agreements_agreement AS a ON a.id = s.agreement_id
    WHERE s.document @@ to_tsquery('simple', %(query)s) AND a.publication = 'published'{in_being}
    ORDER BY s.agreement_id DESC LIMIT {candidates}
)"""

OF_CALLED = """
agreements_of_called AS MATERIALIZED (
    SELECT DISTINCT agreement_id
    FROM (SELECT municipality_id FROM named WHERE nearness = {called} LIMIT {most_called}) AS n
    CROSS JOIN LATERAL (
        SELECT p.agreement_id FROM agreements_party AS p JOIN agreements_agreement AS a ON a.id = p.agreement_id
        WHERE p.municipality_id = n.municipality_id AND a.publication = 'published'{in_being}
        ORDER BY p.agreement_id DESC LIMIT {most_of_called}
    ) AS p
)"""

# What is public passes the gates of the models when its rows are read: here they keep numbers and order clean.
# (part, the kind for which it is needed), each after those that it names
PARTS = [(NAMED, None), (MATCHING, "agreement"), (OF_CALLED, "agreement"), (MAYORS, "mayor")]

# Each gives: kind, key, likeness (NULL for what holds the words), the number of all. Best first.
KINDS = {
    "municipality": """
        SELECT 'municipality', n.municipality_id, NULL::real, count(*) OVER ()
        FROM named AS n CROSS JOIN LATERAL (
            SELECT is_member, population FROM municipalities_municipality WHERE id = n.municipality_id OFFSET 0
        ) AS m
        ORDER BY n.nearness, m.is_member DESC, m.population DESC NULLS LAST, n.municipality_id LIMIT %(most)s""",
    "agreement": """
        SELECT 'agreement', s.agreement_id, NULL::real, count(*) OVER ()
        FROM (
            SELECT agreement_id, bool_or(is_called) AS is_called FROM (
                SELECT agreement_id, false AS is_called FROM agreements_matching
                UNION ALL SELECT agreement_id, true FROM agreements_of_called
            ) AS exact GROUP BY agreement_id
        ) AS n JOIN agreements_agreementsearch AS s USING (agreement_id)
        ORDER BY n.is_called DESC, ts_rank(s.document, to_tsquery('simple', %(query)s)) DESC, s.agreement_id DESC
        LIMIT %(most)s""",
    "mayor": """
        SELECT 'mayor', id, NULL::real, count(*) OVER () FROM mayors_named
        ORDER BY folded = %(text)s DESC, ongoing DESC, starts_on DESC NULLS LAST, id LIMIT %(most)s""",
    "project": """
        SELECT 'project', s.project_id, NULL::real, count(*) OVER ()
        FROM (
            SELECT s.project_id, s.document
            FROM agreements_jointprojectsearch AS s JOIN agreements_jointproject AS j ON j.id = s.project_id
            LEFT JOIN agreements_agreement AS a ON a.id = j.agreement_id
            WHERE s.document @@ to_tsquery('simple', %(query)s)
                AND j.publication = 'published' AND (a.id IS NULL OR a.publication = 'published')
            ORDER BY s.project_id DESC LIMIT {candidates}
        ) AS s
        ORDER BY ts_rank(s.document, to_tsquery('simple', %(query)s)) DESC, s.project_id DESC LIMIT %(most)s""",
    "practice": """
        SELECT 'practice', s.practice_id, NULL::real, count(*) OVER ()
        FROM (
            SELECT s.practice_id, s.document
            FROM agreements_goodpracticesearch AS s JOIN agreements_goodpractice AS g ON g.id = s.practice_id
            WHERE s.document @@ to_tsquery('simple', %(query)s) AND g.publication = 'published'
            ORDER BY s.practice_id DESC LIMIT {candidates}
        ) AS s
        ORDER BY ts_rank(s.document, to_tsquery('simple', %(query)s)) DESC, s.practice_id DESC LIMIT %(most)s""",
    # Some dozens of each: they are read whole.
    "field": """
        SELECT 'field', id, NULL::real, count(*) OVER () FROM agreements_field
        WHERE to_tsvector('simple', fold(concat_ws(' ', name_en, name_sq, name_mk))) @@ to_tsquery('simple', %(query)s)
        ORDER BY name, id LIMIT %(most)s""",
    "network": """
        SELECT 'network', id, NULL::real, count(*) OVER () FROM agreements_network
        WHERE to_tsvector('simple', fold(concat_ws(' ', name_en, name_sq, name_mk))) @@ to_tsquery('simple', %(query)s)
            AND is_named
        ORDER BY name, id LIMIT %(most)s""",
}

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

# As `KINDS`, of what looks like the text
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
            WHERE a.publication = 'published'{in_being}
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
IN_BEING = " AND EXISTS (SELECT FROM agreements_statusperiod AS t WHERE t.agreement_id = a.id AND t.days @> %(on)s)"
BEGUN = " AND (starts_on IS NULL OR starts_on <= %(on_text)s)"


def found(text: str, *, most: int, on: dt.date | None = None, kinds=tuple(KINDS)) -> dict[str, Group]:
    """The best of each kind for a text, `most` of each; kinds that hold its words first.

    `on`: agreements that had a legal status on that day, and terms of office begun by then; None for all. Two queries,
    three where no name of a municipality holds the words.
    """
    wanted = folded(text)
    query = tsquery(wanted)
    if not query:
        return {}
    patterns = patterns_of(wanted)
    parameters = {
        **patterns,
        "text": wanted,
        "query": query,
        "most": most,
        "on": on,
        "on_text": on and on.isoformat(),
    }
    every_word = with_every_word(patterns)
    # Municipalities, whoever asks for them or not: whether one is called so decides what a text means.
    groups = _groups(_exact(every_word, ("municipality", *kinds), has_day=on is not None), parameters)
    if alike := _looked_for_alike(groups, kinds, has_several_words=" AND " in every_word):
        groups |= _groups(_alike(alike, has_day=on is not None), parameters)
    nearness = {kind: group.likeness if group.likeness is not None else 2 for kind, group in groups.items()}
    return {kind: groups[kind] for kind in sorted(groups, key=lambda kind: -nearness[kind]) if kind in kinds}


def _looked_for_alike(groups: dict[str, Group], kinds, *, has_several_words: bool) -> tuple[str, ...]:
    """The kinds of which names that look like the text are wanted, because nothing holds its words.

    Of a single word that some agreement holds, a name may still be a misspelling; of several, hardly.
    """
    if "municipality" in groups or ("agreement" in groups and has_several_words):
        return ()
    wanted = {"municipality"} if "agreement" in groups else {"municipality", "agreement", "mayor"}
    return tuple(kind for kind in kinds if kind in wanted and kind not in groups)


def _groups(statement: str, parameters: dict) -> dict[str, Group]:
    groups = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        for kind, key, likeness, number in cursor.fetchall():
            group = groups.setdefault(kind, Group(number=min(number, CANDIDATES), likeness=likeness))
            group.keys.append(key)
    return groups


@functools.cache
def _exact(every_word: str, kinds: tuple, *, has_day: bool) -> str:
    """The statement for what holds the words."""
    parts = [part for part, kind in PARTS if kind is None or kind in kinds]
    return _statement(parts, [KINDS[kind] for kind in dict.fromkeys(kinds)], every_word=every_word, has_day=has_day)


@functools.cache
def _alike(kinds: tuple, *, has_day: bool) -> str:
    """The statement for what looks like the text."""
    parts = [ALIKE_NAMED] if {"municipality", "agreement"} & set(kinds) else []
    return _statement(parts, [KINDS_ALIKE[kind] for kind in kinds], has_day=has_day)


def _statement(parts: list[str], best: list[str], *, has_day: bool, **words) -> str:
    first = f"WITH {', '.join(parts)} " if parts else ""
    return (first + " UNION ALL ".join(f"({one})" for one in best)).format(
        in_being=IN_BEING if has_day else "", begun=BEGUN if has_day else "", **words, **NUMBERS
    )

"""Whom a municipality might work with: a ranked list, with the reasons for each place in it.

The database gathers candidates and what speaks for each (`_SQL`); points are added up here, by `POINTS` alone. The
same register and the same question give the same list: ties are broken by distance, then by name, then by uid.
"""

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from functools import cache
from math import inf
from uuid import UUID

from babel.core import get_global
from django.db import connection

from municipalities.models import Municipality
from municipalities.search import folded_words, words_of

MOST_CANDIDATES = 100  # by each of: the words, the fields, partners of partners, language and size
# Of each field, so many agreements, joint projects and good practices bring candidates: those registered last.
MOST_IN_FIELD = 500
MOST_WORDS = 12
# Shorter words (and, për, за) say nothing of a challenge.
SHORTEST_WORD = 4
# Letters that a longer word may lose at its end: bicycle, bicycles; mbeturina, mbeturinave.
ENDING = 2
# What a fourth of all practices hold, and more than five, says nothing either.
COMMON_WORD = {"practices": 5, "share": 0.25}
# Of a country's people who speak one of its regional official languages, in per cent.
SPOKEN_BY_MANY = 10
# Factors between two populations, and kilometres, up to which they count as the same, or nearly.
SIMILAR_SIZE, COMPARABLE_SIZE = 2, 5
NEAR, NOT_FAR = 500, 1500
EARTH_RADIUS = 6371.0088  # km, mean radius of the IUGG


@dataclass(frozen=True)
class Rule:
    """Points for each time that it applies, at most so many times."""

    points: int
    most: int = 1

    @property
    def at_most(self) -> int:
        return self.points * self.most


POINTS = {
    "words": Rule(3, 4),
    "fields": Rule(3, 3),
    "shared_partners": Rule(2, 3),
    "language": Rule(2),
    "similar_size": Rule(2),
    "comparable_size": Rule(1),
    "near": Rule(2),
    "not_far": Rule(1),
}


@dataclass(frozen=True)
class Challenge:
    """What a municipality asks: a description in its own words, fields of cooperation by their keys, or neither."""

    text: str = ""
    fields: tuple[int, ...] = ()


@dataclass
class Candidate:
    """A municipality that might be a partner, and what speaks for it.

    `practices` are keys of good practices, that with most words of the challenge first; `words` are those that the
    first of them holds. `shared_partners` are keys, the first of them by name. `kilometres` and `population` are None
    where they are not known.
    """

    key: int
    uid: UUID
    name: str
    country: str
    population: int | None
    kilometres: float | None
    fields: list[int] = field(default_factory=list)
    practices: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    shared_partners: list[int] = field(default_factory=list)
    number_of_shared_partners: int = 0
    languages: list[str] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def points(self) -> int:
        return sum(self.reasons.values())


@dataclass
class Finding:
    """`candidates`, best first; `own_fields`, by which it was asked where no field was picked; how many partners there
    are already (they are left out).
    """

    candidates: list[Candidate]
    own_fields: list[int]
    number_of_partners: int


# The partners of a municipality: those that stand with it in a public agreement that is not over on the day. Who left
# in a year may have left on its last day (`Party.was_party`); so it is with the end of a municipality.
_PARTNERS = """
    SELECT DISTINCT p.municipality_id AS one, q.municipality_id AS other
    FROM {of} AS m
    JOIN agreements_party AS p ON p.municipality_id = m.municipality_id
    JOIN agreements_agreement AS a ON a.id = p.agreement_id AND a.publication = 'published'
    JOIN agreements_statusperiod AS t
        ON t.agreement_id = a.id AND t.days @> %(on)s AND t.status NOT IN ('expired', 'terminated')
    JOIN agreements_party AS q ON q.agreement_id = a.id AND q.municipality_id <> p.municipality_id
    WHERE coalesce(p.joined_on, '') <= %(day)s AND coalesce(q.joined_on, '') <= %(day)s
        AND (p.left_on IS NULL OR p.left_on >= left(%(day)s, length(p.left_on)))
        AND (q.left_on IS NULL OR q.left_on >= left(%(day)s, length(q.left_on)))"""

# In which fields a municipality does something: by agreements, joint projects, good practices that are public.
_FIELDS = """
    SELECT l.field_id
    FROM agreements_party AS p
    JOIN agreements_agreement AS a ON a.id = p.agreement_id AND a.publication = 'published'
    JOIN agreements_agreementfield AS l ON l.agreement_id = a.id
    WHERE p.municipality_id = {of}
    UNION
    SELECT l.field_id
    FROM agreements_projectpartner AS p
    JOIN agreements_jointproject AS j ON j.id = p.project_id AND j.publication = 'published'
    LEFT JOIN agreements_agreement AS a ON a.id = j.agreement_id
    JOIN agreements_projectfield AS l ON l.project_id = j.id
    WHERE p.municipality_id = {of} AND (a.id IS NULL OR a.publication = 'published')
    UNION
    SELECT l.field_id
    FROM agreements_goodpractice AS g
    JOIN agreements_practicefield AS l ON l.practice_id = g.id
    WHERE g.owner_id = {of} AND g.publication = 'published'"""

# Who did something of late in a field that is wanted (`w`). `OFFSET 0`: the gate is asked of each agreement in turn,
# the latest first, and not of all of them beforehand.
_LATELY = """
    SELECT p.municipality_id FROM (
        SELECT l.agreement_id FROM agreements_agreementfield AS l
        WHERE l.field_id = w.field_id AND EXISTS (
            SELECT FROM agreements_agreement AS a WHERE a.id = l.agreement_id AND a.publication = 'published' OFFSET 0
        )
        ORDER BY l.agreement_id DESC LIMIT {most_in_field}
    ) AS l JOIN agreements_party AS p USING (agreement_id)
    UNION
    SELECT p.municipality_id FROM (
        SELECT l.project_id FROM agreements_projectfield AS l
        JOIN agreements_jointproject AS j ON j.id = l.project_id AND j.publication = 'published'
        LEFT JOIN agreements_agreement AS a ON a.id = j.agreement_id
        WHERE l.field_id = w.field_id AND (a.id IS NULL OR a.publication = 'published')
        ORDER BY l.project_id DESC LIMIT {most_in_field}
    ) AS l JOIN agreements_projectpartner AS p USING (project_id)
    UNION
    SELECT owner_id FROM (
        SELECT g.owner_id FROM agreements_practicefield AS l
        JOIN agreements_goodpractice AS g ON g.id = l.practice_id AND g.publication = 'published'
        WHERE l.field_id = w.field_id ORDER BY l.practice_id DESC LIMIT {most_in_field}
    ) AS l"""

_CANDIDATES = """
WITH me AS MATERIALIZED (
    SELECT id AS municipality_id, latitude, longitude, population FROM municipalities_municipality WHERE id = %(key)s
), mine AS MATERIALIZED ({partners_of_me}
), own_fields AS MATERIALIZED ({own}
), wanted AS MATERIALIZED (
    SELECT unnest(%(fields)s::bigint[]) AS field_id
    UNION SELECT field_id FROM own_fields WHERE cardinality(%(fields)s::bigint[]) = 0
), lately AS MATERIALIZED (
    SELECT municipality_id, count(*) AS number
    FROM wanted AS w CROSS JOIN LATERAL ({lately}) AS every GROUP BY municipality_id
), hits AS MATERIALIZED (
    SELECT g.owner_id AS municipality_id, g.id AS practice_id, g.uid, w.n
    FROM unnest(%(words)s::text[]) WITH ORDINALITY AS w (word, n)
    JOIN agreements_goodpracticesearch AS s ON s.document @@ to_tsquery('simple', w.word || ':*BCD')
    JOIN agreements_goodpractice AS g ON g.id = s.practice_id AND g.publication = 'published'
), telling AS MATERIALIZED (
    SELECT n FROM hits GROUP BY n HAVING count(*) <= greatest(
        %(common)s, (SELECT count(*) FROM agreements_goodpractice WHERE publication = 'published') * %(share)s
    )
), answers AS MATERIALIZED (
    SELECT municipality_id, practice_id, uid, array_agg(n ORDER BY n) AS words
    FROM hits JOIN telling USING (n) GROUP BY municipality_id, practice_id, uid
), best_answers AS MATERIALIZED (
    SELECT municipality_id, array_agg(practice_id ORDER BY cardinality(words) DESC, uid) AS practices,
        (array_agg(to_json(words) ORDER BY cardinality(words) DESC, uid))[1] AS words
    FROM answers GROUP BY municipality_id
), second AS MATERIALIZED (
    SELECT s.other AS municipality_id, count(*) AS number, (array_agg(s.one ORDER BY m.name, m.uid))[1:3] AS through
    FROM ({partners_of_mine}) AS s
    JOIN municipalities_municipality AS m ON m.id = s.one GROUP BY s.other
), places AS NOT MATERIALIZED (
    SELECT m.id AS municipality_id, m.uid, m.name, m.country, m.population,
    CASE WHEN m.latitude + me.latitude IS NOT NULL THEN
        2 * {earth_radius} * asin(least(1, sqrt(
            sin(radians(m.latitude - me.latitude) / 2) ^ 2
            + cos(radians(me.latitude)) * cos(radians(m.latitude)) * sin(radians(m.longitude - me.longitude) / 2) ^ 2
        )))
    END AS kilometres
    FROM municipalities_municipality AS m CROSS JOIN me
    WHERE m.id <> me.municipality_id AND m.successor_id IS NULL
        AND (m.existed_to IS NULL OR m.existed_to >= left(%(day)s, length(m.existed_to)))
        AND m.id NOT IN (SELECT other FROM mine)
), candidates AS MATERIALIZED (
    (
        SELECT municipality_id FROM best_answers JOIN places USING (municipality_id)
        ORDER BY json_array_length(words) DESC, name, uid LIMIT {most}
    )
    UNION (
        SELECT municipality_id FROM lately JOIN places USING (municipality_id)
        ORDER BY number DESC, name, uid LIMIT {most}
    )
    UNION (
        SELECT municipality_id FROM second JOIN places USING (municipality_id)
        ORDER BY number DESC, name, uid LIMIT {most}
    )
    UNION (
        SELECT p.municipality_id FROM places AS p CROSS JOIN me
        WHERE p.country = ANY(%(countries)s)
            AND (me.population IS NULL OR p.population BETWEEN me.population / {size} AND me.population * {size})
        ORDER BY p.kilometres NULLS LAST, abs(p.population - me.population) NULLS LAST, p.name, p.uid
        LIMIT {most}
    )
)
SELECT p.municipality_id, p.uid, p.name, p.country, p.population, p.kilometres, f.fields, b.practices, b.words::text,
    s.through, s.number
FROM candidates AS c JOIN places AS p USING (municipality_id)
CROSS JOIN LATERAL (
    SELECT array_agg(field_id ORDER BY field_id) AS fields
    FROM ({theirs}) AS every WHERE field_id IN (SELECT field_id FROM wanted)
) AS f
LEFT JOIN best_answers AS b USING (municipality_id)
LEFT JOIN second AS s USING (municipality_id)
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, (SELECT array_agg(field_id ORDER BY field_id) FROM own_fields),
    NULL, NULL, NULL, (SELECT count(*) FROM mine)
"""

_STATEMENT = _CANDIDATES.format(
    partners_of_me=_PARTNERS.format(of="me"),
    partners_of_mine=_PARTNERS.format(of="(SELECT other AS municipality_id FROM mine)"),
    own=_FIELDS.format(of="%(key)s"),
    theirs=_FIELDS.format(of="c.municipality_id"),
    lately=_LATELY.format(most_in_field=MOST_IN_FIELD),
    most=MOST_CANDIDATES,
    size=SIMILAR_SIZE,
    earth_radius=EARTH_RADIUS,
)


def partners_for(municipality: Municipality, challenge: Challenge, *, on: dt.date) -> Finding:
    """The candidates for a municipality, best first, for the partnerships of that day; two queries.

    A municipality of which nothing is known but its country still finds those who speak its language.
    """
    words = _words(challenge.text)
    own = languages_of(municipality.country)
    parameters = {
        "key": municipality.pk,
        "on": on,
        "day": on.isoformat(),
        "fields": list(challenge.fields),
        "words": [stem for _word, stem in words],
        "common": COMMON_WORD["practices"],
        "share": COMMON_WORD["share"],
        "countries": sorted(country for country in countries() if own & languages_of(country)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, parameters)
        *rows, about = sorted(cursor.fetchall(), key=lambda row: row[0] is None)
    found = [_candidate(row, [word for word, _stem in words]) for row in rows]
    for candidate in found:
        candidate.languages = sorted(own & languages_of(candidate.country))
        candidate.reasons = _reasons(candidate, municipality)
    found = [candidate for candidate in found if candidate.points]
    found.sort(key=_order)
    return Finding(found, about[6] or [], about[10])


def _order(candidate: Candidate) -> tuple:
    """Most points first; then the nearest, those of unknown place last; then by name."""
    far = candidate.kilometres if candidate.kilometres is not None else inf
    return -candidate.points, far, candidate.name, candidate.uid


def _words(text: str) -> list[tuple[str, str]]:
    """The words that may tell something, as written, and the beginning by which their other forms are found, too."""
    written = list(dict.fromkeys(re.findall(r"\w+", text)))
    stems = {}
    for word, plain in zip(written, folded_words(written), strict=True):
        for stem in words_of(plain)[:1]:
            if len(stem) >= SHORTEST_WORD:
                stems.setdefault(stem[: max(SHORTEST_WORD, len(stem) - ENDING)], word)
    # Of recycled and recycling, one is enough.
    apart = (stem for stem in stems if not any(stem != other and stem.startswith(other) for other in stems))
    return [(stems[stem], stem) for stem in apart][:MOST_WORDS]


def _candidate(row: tuple, words: list[str]) -> Candidate:
    key, uid, name, country, population, kilometres, fields, practices, places, through, number = row
    return Candidate(
        key,
        uid,
        name,
        country,
        population,
        kilometres,
        fields or [],
        practices or [],
        [words[place - 1] for place in json.loads(places or "[]")],
        through or [],
        number or 0,
    )


def _reasons(candidate: Candidate, municipality: Municipality) -> dict[str, int]:
    """The rules that apply, each with its points."""
    times = {
        "words": len(candidate.words),
        "fields": len(candidate.fields),
        "shared_partners": candidate.number_of_shared_partners,
        "language": int(bool(candidate.languages)),
    }
    if candidate.population and municipality.population:
        factor = max(candidate.population, municipality.population) / min(candidate.population, municipality.population)
        times["similar_size"] = factor <= SIMILAR_SIZE
        times["comparable_size"] = SIMILAR_SIZE < factor <= COMPARABLE_SIZE
    if candidate.kilometres is not None:
        times["near"] = candidate.kilometres <= NEAR
        times["not_far"] = NEAR < candidate.kilometres <= NOT_FAR
    return {name: POINTS[name].points * min(number, POINTS[name].most) for name, number in times.items() if number}


@cache
def languages_of(country: str) -> frozenset[str]:
    """The languages (ISO 639) in which a country works: official ones, and regional ones that many speak; by CLDR."""
    spoken = get_global("territory_languages").get(country, {})
    return frozenset(
        code.partition("_")[0]
        for code, about in spoken.items()
        if about["official_status"] in ("official", "de_facto_official")
        or (about["official_status"] == "official_regional" and about["population_percent"] >= SPOKEN_BY_MANY)
    )


@cache
def countries() -> tuple[str, ...]:
    """The countries (ISO 3166-1) of which CLDR knows the languages."""
    return tuple(code for code in get_global("territory_languages") if len(code) == 2)

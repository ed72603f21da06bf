"""Writes municipalities, their other names, and where they are known from."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from agreements.twinnings.places import FILE, UNKNOWN_COUNTRY, Place
from agreements.twinnings.records import EMPTY, Difference, Run, citation_row, new_keys, plan_anew, uid_of
from municipalities.models import Alias, Municipality, SearchName

# What is completed on a municipality that the register has already. Its names and its level stay as they are; the
# file's name becomes an alias.
FACTS = (
    "country", "region_name", "geonames_id", "wikidata_qid", "national_code_scheme", "national_code",
    "latitude", "longitude", "population",
)  # fmt: skip
NAMES = ("name_en", "name_sq", "name_mk", "local_name")
# By what a municipality is found again, the surest first.
IDENTIFIERS = [("uid",), ("geonames_id",), ("wikidata_qid",), ("national_code_scheme", "national_code")]
# By the scheme of its id, the data set that a place is known from.
SOURCE_OF_SCHEME = {"gn": "geonames", "wd": "wikidata", "insee": "insee", "istat": "istat", "ocd": "ocd"}


class Known(NamedTuple):
    """A municipality of the register, by all its names."""

    pk: int
    uid: UUID
    names: set[str]


def write_municipalities(places: dict[str, Place], run: Run) -> dict[str, Known]:
    """Make sure that the register has every place; return its municipalities by the ids of the file.

    A municipality is found again by its uid, its GeoNames number, an attested Wikidata item or its national code.
    One that a person deleted is missing from the result.
    """
    found, owners = _match(places)
    run.settle(Municipality, _differences(places, found, owners, run))
    known = {id_: Known(row["pk"], row["uid"], {row[name] for name in NAMES}) for id_, row in found.items()}
    new = [place for place in places.values() if place.id not in known and _uid(place) not in run.deleted]
    certain = _same_to_the_folding(new)
    keys = new_keys(Municipality, len(new))
    rows = [
        {"id": key} | _new_row(place, owners, run, local_name=place.local_name if place.id in certain else "")
        for key, place in zip(keys, new, strict=True)
    ]
    run.create(Municipality, rows)
    for place, row in zip(new, rows, strict=True):
        known[place.id] = Known(row["id"], row["uid"], {row["name_en"], row["local_name"]})
    run.create(Alias, _aliases(places, known))
    if new:
        plan_anew(SearchName)
    run.cite(_citations(places, known))
    return known


def _uid(place: Place) -> UUID:
    return uid_of("municipality", place.id)


def _facts(place: Place) -> dict:
    """What the file knows of a place, by column."""
    facts = {column: getattr(place, column) for column in FACTS}
    return {column: value for column, value in facts.items() if value not in (*EMPTY, UNKNOWN_COUNTRY)}


def _keys(facts: dict) -> list[tuple]:
    """Whatever identifies a municipality, the surest first: (columns, values)."""
    keys = ((columns, tuple(facts.get(column) for column in columns)) for columns in IDENTIFIERS)
    return [(columns, values) for columns, values in keys if not any(value in EMPTY for value in values)]


def _match(places: dict[str, Place]) -> tuple[dict[str, dict], dict[tuple, int]]:
    """The rows that the register has for places, by id of the file; and whose each key is (primary key)."""
    wanted = {key: place for place in places.values() for key in _keys({"uid": _uid(place)} | _facts(place))}
    found: dict[str, tuple[int, dict]] = {}
    owners: dict[tuple, int] = {}
    for row in Municipality.objects.values("pk", "uid", *FACTS, *NAMES).iterator():
        keys = _keys(row)
        owners |= dict.fromkeys(keys, row["pk"])
        key = next((key for key in keys if key in wanted), None)
        if key:
            place, rank = wanted[key], IDENTIFIERS.index(key[0])
            if place.id not in found or rank < found[place.id][0]:
                found[place.id] = rank, row
    return {id_: row for id_, (_, row) in found.items()}, owners


def _free_facts(place: Place, own: int | None, owners: dict[tuple, int], run: Run) -> dict:
    """The facts of a place without the identifiers that the register gives to another municipality."""
    facts = _facts(place)
    for columns, values in _keys(facts):
        if owners.get((columns, values), own) != own:
            reason = f"{' '.join(map(str, values))} is another municipality's {columns[-1]} in the register"
            run.report.conflict(FILE, place.row, place.id, reason)
            for column in columns:
                del facts[column]
    return facts


def _differences(places, found, owners, run) -> Iterator[Difference]:
    for id_, row in found.items():
        place = places[id_]
        facts = _free_facts(place, row["pk"], owners, run)
        wanted = {column: value for column, value in facts.items() if value != row[column]}
        if wanted:
            yield Difference(row["pk"], row["uid"], row["uid"], row, wanted, (FILE, place.row, id_))


def _same_to_the_folding(places: list[Place]) -> set[str]:
    """The ids of places whose local name is certainly the same name: in another script, or with its accents.

    Many of the file's local names are words that a machine translated, or belong to the neighbour.
    """
    with_local_name = [place for place in places if place.local_name not in ("", place.name)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM unnest(%s::text[], %s::text[], %s::text[]) AS place (id, name, local_name)"
            " WHERE fold(name) = fold(local_name)",
            [[getattr(place, field) for place in with_local_name] for field in ("id", "name", "local_name")],
        )
        return {id_ for (id_,) in cursor}


def _new_row(place: Place, owners: dict[tuple, int], run: Run, *, local_name: str) -> dict:
    level = Municipality.Level.DISTRICT if place.is_district else Municipality.Level.MUNICIPALITY
    return {
        "uid": _uid(place),
        "name_en": place.name,
        "local_name": local_name,
        "level": level.value,
        "country": place.country,
    } | _free_facts(place, None, owners, run)


def _aliases(places: dict[str, Place], known: dict[str, Known]) -> Iterator[dict]:
    existing = set(Alias.objects.values_list("municipality", "text"))
    for id_, municipality in known.items():
        for text in sorted({places[id_].name, *places[id_].aliases} - municipality.names):
            if (municipality.pk, text) not in existing:
                yield {"uid": uid_of("alias", id_, text), "municipality_id": municipality.pk, "text": text}


def _citations(places: dict[str, Place], known: dict[str, Known]) -> Iterator[dict]:
    """A place that an authority knows is cited from there, any other from the first statement that names it."""
    for id_, municipality in known.items():
        scheme, _, number = id_.partition(":")
        if scheme == "gn":
            url = f"https://www.geonames.org/{number}/"
            yield citation_row(Municipality, municipality.uid, "geonames", number, url=url)
        elif scheme in SOURCE_OF_SCHEME:
            yield citation_row(Municipality, municipality.uid, SOURCE_OF_SCHEME[scheme], number)
        elif places[id_].named_by:
            source, row, quote = places[id_].named_by
            yield citation_row(Municipality, municipality.uid, source, row, quote=quote)

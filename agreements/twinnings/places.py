"""Municipalities as `municipalities.csv` describes them.

A municipality is what its `id` says (`gn:` GeoNames, `insee:`, `istat:`, `ocd:` national registers, `wd:`
Wikidata, `raw:` a name that was not resolved), never its name: many towns are called Neustadt.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from agreements.twinnings.names import clean_name, names_district
from agreements.twinnings.reading import Row
from agreements.twinnings.report import Report

FILE = "municipalities.csv"
COLUMNS = (
    "id", "name", "name_local", "country", "admin_region", "geonames_id", "wikidata_qid", "qid_status",
    "national_code", "national_code_scheme", "lat", "lon", "population",
)  # fmt: skip

# CLDR's code for a country that is not known; the source calls the place `raw:zz:...`.
UNKNOWN_COUNTRY = "ZZ"
# Identifiers of municipalities. Postal codes (`DE-PLZ`) are none: neighbours share them.
NATIONAL_SCHEMES = {"INSEE", "ISTAT", "OCD"}


@dataclass(slots=True)
class Place:
    """One municipality (or district) of the file; what is not known or not certain is None or empty.

    Latitude and longitude are degrees (WGS 84). `aliases` are the names that the statements use for it, `named_by` the
    first of them: source, row, quote.
    """

    row: int
    id: str
    name: str
    local_name: str
    country: str
    region_name: str
    geonames_id: int | None
    wikidata_qid: str | None
    national_code: str
    national_code_scheme: str
    latitude: float | None
    longitude: float | None
    population: int | None
    is_district: bool
    aliases: set[str] = field(default_factory=set)
    named_by: tuple[str, str, str] | None = None

    @property
    def is_resolved(self) -> bool:
        """Whether an authority knows it; of the others there is but a name and a guessed position."""
        return not self.id.startswith("raw:")


def read_places(rows: Iterable[Row], report: Report) -> dict[str, Place]:
    """The municipalities of the file by id. Refused are rows without id or name, and repeated ids.

    A QID is kept where it is attested (of the others one in ten is wrong); identifiers that two rows claim
    are left to the first.
    """
    places: dict[str, Place] = {}
    claimed: set[tuple] = set()
    for number, values in rows:
        reason = None
        name = clean_name(values["name"])
        if not values["id"]:
            reason = "no id"
        elif values["id"] in places:
            reason = f"the id stands in row {places[values['id']].row} already"
        elif name is None or len(name) > 200:
            reason = f"names no municipality: “{values['name'][:80]}”"
        if reason:
            report.refuse(FILE, number, values["id"], reason)
            continue
        places[values["id"]] = _place(number, values, name, claimed, report)
    _drop_positions_abroad(places.values())
    return places


def _place(number: int, values: dict[str, str], name: str, claimed: set[tuple], report: Report) -> Place:
    def unreadable(column: str) -> None:
        report.keep_in_part(FILE, number, values["id"], f"{column} is not readable: “{values[column][:40]}”")

    def number_of(column: str, kind: type, least: float, most: float):
        if not values[column]:
            return None
        try:
            value = kind(values[column])
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            unreadable(column)
            return None
        return value

    def unclaimed(*identifier):
        if identifier[-1] and identifier in claimed:
            reason = f"{' '.join(map(str, identifier))} belongs to an earlier row"
            report.keep_in_part(FILE, number, values["id"], reason)
            return False
        claimed.add(identifier)
        return bool(identifier[-1])

    geonames_id = number_of("geonames_id", int, 1, 2**31 - 1)
    qid = values["wikidata_qid"] if values["qid_status"] == "attested" else ""
    scheme, code = values["national_code_scheme"], values["national_code"]
    has_code = scheme in NATIONAL_SCHEMES and unclaimed(scheme, code)
    latitude, longitude = number_of("lat", float, -90, 90), number_of("lon", float, -180, 180)
    if latitude is None or longitude is None:
        latitude = longitude = None
    country = values["country"]
    if not (len(country) == 2 and country.isascii() and country.isupper() and country.isalpha()):
        if country:
            unreadable("country")
        country = UNKNOWN_COUNTRY
    return Place(
        row=number,
        id=values["id"],
        name=name,
        local_name=clean_name(values["name_local"]) or "",
        country=country,
        region_name=clean_name(values["admin_region"]) or "",
        geonames_id=geonames_id if unclaimed("GeoNames", geonames_id) else None,
        wikidata_qid=qid if unclaimed("Wikidata", qid) else None,
        national_code=code if has_code else "",
        national_code_scheme=scheme if has_code else "",
        latitude=latitude,
        longitude=longitude,
        population=number_of("population", int, 1, 2**31 - 1),
        is_district=names_district(name),
    )


def _drop_positions_abroad(places: Iterable[Place]) -> None:
    """Forget the position of an unresolved place that lies away from every resolved place of its country.

    Such positions were found by name alone: St. Martin in Austria lies in the Caribbean, Sibu (Hermannstadt)
    in Malaysia. Near is the same or a neighbouring field of one degree.
    """
    known = defaultdict(set)
    placed = [place for place in places if place.latitude is not None]
    for place in placed:
        if place.is_resolved:
            known[place.country].add(_field(place))
    for place in placed:
        if not place.is_resolved:
            north, east = _field(place)
            around = {(north + up, east + right) for up in (-1, 0, 1) for right in (-1, 0, 1)}
            if not around & known[place.country]:
                place.latitude = place.longitude = None


def _field(place: Place) -> tuple[int, int]:
    return math.floor(place.latitude), math.floor(place.longitude)

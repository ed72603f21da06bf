"""Statements that two municipalities are twinned, and the agreements that they speak of.

A source is a citation, not a second agreement: statements on the same unordered pair and form are one
agreement, however often and in whatever order a source repeats them. Each row stays a citation of its own.

Forms: the lists of Wikipedia and Wikidata (P190) say *twin town*, the German register of municipal
partnerships says *partnership*, *friendship* or *contact*. Städtepartnerschaft is the German word for a
twinning, so that `twin_town` and `partnership` are one form; friendship and contact are, in that register,
the two weaker degrees. Where it names no form, the statement is a citation of the twinning or friendship
that the pair has by other statements, or else of a contact: the least that is true of every pair in that
register.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from agreements.twinnings.names import clean_alias, visible_text
from agreements.twinnings.places import Place
from agreements.twinnings.reading import Row
from agreements.twinnings.report import Report
from provenance.dates import PartialDate

FILE = "partnerships.csv"
COLUMNS = (
    "id", "municipality_a", "municipality_b", "country_a", "country_b", "name_a_raw", "name_b_raw", "since",
    "since_precision", "until", "kind", "kind_raw", "source", "source_ref", "flags",
)  # fmt: skip

FORMS = {"twin_town": "twinning", "partnership": "twinning", "friendship": "friendship", "contact": "contact"}
WEAKEST_FORM = "contact"
FORMS_BY_STRENGTH = ("twinning", "friendship", "contact")

# The German register writes 2000 where it does not know the year.
PLACEHOLDER_YEAR = "year_2000_maybe_placeholder"
# The source's position for side a or b belongs to another place of that name.
DOUBTFUL_POSITIONS = ("coord_conflict", "placeholder_coord")


class Statement(NamedTuple):
    """One row: what one source says of one pair. `since` is None where the source gives no year."""

    row: int
    id: str
    a: str
    b: str
    name_a: str
    name_b: str
    since: PartialDate | None
    since_is_placeholder: bool
    form: str
    source: str
    source_ref: str

    @property
    def quote(self) -> str:
        """What the source says, in its own spelling of the names: `Aachen – Reims, 1967`."""
        names = f"{self.name_a} – {self.name_b}"
        return f"{names}, {self.since}" if self.since else names


@dataclass(slots=True)
class Twinning:
    """What all statements on one unordered pair and form speak of; `a` and `b` in the order of the first."""

    a: str
    b: str
    form: str
    statements: list[Statement]

    @property
    def key(self) -> tuple[str, str, str]:
        return key_of(self.a, self.b, self.form)

    @property
    def since(self) -> Statement | None:
        """The statement with the earliest year that is no placeholder."""
        dated = [said for said in self.statements if said.since and not said.since_is_placeholder]
        return min(dated, key=lambda said: (said.since, said.row), default=None)


def key_of(a: str, b: str, form: str) -> tuple[str, str, str]:
    """The unordered pair and the form: what makes two statements speak of one agreement."""
    return (*sorted((a, b)), form)


def read_twinnings(rows: Iterable[Row], places: dict[str, Place], report: Report) -> list[Twinning]:
    """Group the statements of the file. Their spellings of names become aliases of `places`.

    Refused are rows that name no municipality, pairs of a municipality with itself, and repeated ids.
    """
    twinnings: dict[tuple, Twinning] = {}
    formless: list[Statement] = []
    ids: set[str] = set()
    for number, values in rows:
        reason = _reason_to_refuse(values, places, ids)
        if reason:
            report.refuse(FILE, number, values["id"], reason)
            continue
        ids.add(values["id"])
        said = _statement(number, values, report)
        _learn_from(said, values, places)
        if said.form:
            _add(said, twinnings)
        else:
            formless.append(said)
    for said in formless:
        forms = (form for form in FORMS_BY_STRENGTH if key_of(said.a, said.b, form) in twinnings)
        form = next(forms, WEAKEST_FORM)
        reason = f"the source names no form: cited for the {form} of the pair"
        report.keep_in_part(FILE, said.row, said.id, reason)
        _add(said._replace(form=form), twinnings)
    return list(twinnings.values())


def _reason_to_refuse(values: dict[str, str], places: dict[str, Place], ids: set[str]) -> str | None:
    if not values["id"]:
        return "no id"
    if values["id"] in ids:
        return "the id stands in an earlier row"
    for side in ("municipality_a", "municipality_b"):
        if not values[side]:
            return f"{side} is empty: the row names no municipality"
        if values[side] not in places:
            return f"{side} names no municipality: {values[side][:80]}"
    if values["municipality_a"] == values["municipality_b"]:
        return f"a municipality with itself: {places[values['municipality_a']].name}"
    if values["kind"] and values["kind"] not in FORMS:
        return f"unknown form: {values['kind'][:40]}"
    return None


def _statement(number: int, values: dict[str, str], report: Report) -> Statement:
    since = None
    if values["since"]:
        try:
            since = PartialDate.parse(values["since"])
        except ValueError as error:
            report.keep_in_part(FILE, number, values["id"], f"since is no date: {error}")
    if values["until"]:
        report.keep_in_part(FILE, number, values["id"], f"the end is not taken over: {values['until'][:40]}")
    return Statement(
        row=number,
        id=values["id"],
        a=values["municipality_a"],
        b=values["municipality_b"],
        name_a=visible_text(values["name_a_raw"]),
        name_b=visible_text(values["name_b_raw"]),
        since=since,
        since_is_placeholder=PLACEHOLDER_YEAR in flags_of(values),
        form=FORMS.get(values["kind"], ""),
        source=values["source"],
        source_ref=values["source_ref"],
    )


def _add(said: Statement, twinnings: dict[tuple, Twinning]) -> None:
    key = key_of(said.a, said.b, said.form)
    if key not in twinnings:
        twinnings[key] = Twinning(said.a, said.b, said.form, [])
    twinnings[key].statements.append(said)


def _learn_from(said: Statement, values: dict[str, str], places: dict[str, Place]) -> None:
    """Take what the row says of its two municipalities: other names, and doubt about unresolved positions."""
    flags = flags_of(values)
    for side, place in (("a", places[said.a]), ("b", places[said.b])):
        alias = clean_alias(values[f"name_{side}_raw"])
        if alias and alias not in (place.name, clean_alias(place.name)):
            place.aliases.add(alias)
        place.named_by = place.named_by or (said.source, said.id, said.quote)
        if not place.is_resolved and any(f"{doubt}_{side}" in flags for doubt in DOUBTFUL_POSITIONS):
            place.latitude = place.longitude = None


def flags_of(values: dict[str, str]) -> set[str]:
    """The row's flags, separated by semicolons or white space."""
    return set(re.split(r"[;\s]+", values["flags"])) - {""}

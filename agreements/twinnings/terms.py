"""Terms of office as `mayors.csv` describes them.

Unknown stays unknown. A start or end that the source itself doubts (`c. 1909`, `1928?`), that the file had
to complete (`1885` to `86`), or that is none (`Incumbent`, `present`: on the unknown day when the list was
taken) is not known here; the words of the source stay in the citation. That a mayor without an end is still
in office is never concluded.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from agreements.twinnings.names import clean_person, visible_text
from agreements.twinnings.places import Place
from agreements.twinnings.reading import Row
from agreements.twinnings.report import Report
from agreements.twinnings.statements import flags_of
from provenance.dates import PartialDate

FILE = "mayors.csv"
COLUMNS = (
    "municipality_id", "name", "start", "start_precision", "end", "end_precision", "start_raw", "end_raw",
    "role", "source", "source_ref", "flags",
)  # fmt: skip

COMPLETED_END = "end_two_digits_expanded"


class Mention(NamedTuple):
    """One row: what one source says of one term; `start_raw` and `end_raw` in its own words."""

    row: int
    source: str
    source_ref: str
    name_raw: str
    start_raw: str
    end_raw: str

    @property
    def quote(self) -> str:
        """`Edi Rama, 2000 – 2011`; without dates, the name alone."""
        dates = f"{self.start_raw or '?'} – {self.end_raw or '?'}"
        return f"{self.name_raw}, {dates}" if self.start_raw or self.end_raw else self.name_raw


@dataclass(slots=True)
class Term:
    """A mayor's term with all rows that speak of it, the one that gave the dates first."""

    municipality: str
    name: str
    starts_on: PartialDate | None
    ends_on: PartialDate | None
    mentions: list[Mention] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, str]:
        """The row of the source that gave the dates: what makes it this term in every run."""
        return self.municipality, self.mentions[0].source, self.mentions[0].source_ref

    def says_no_more_than(self, other: "Term") -> bool:
        """Whether every date that this one knows is the other's too."""
        return self.starts_on in (None, other.starts_on) and self.ends_on in (None, other.ends_on)


def read_terms(rows: Iterable[Row], places: dict[str, Place], report: Report) -> list[Term]:
    """The terms of the file, in its order.

    A row that says no more than another one on the same person is a citation of that one's term.

    Refused are rows that name no municipality of `places` or no person, terms that end before they start, and
    repeated rows of a source.
    """
    by_person: dict[tuple[str, str], list[Term]] = defaultdict(list)
    seen: set[tuple] = set()
    for number, values in rows:
        reason = _reason_to_refuse(values, places, seen)
        if reason:
            report.refuse(FILE, number, values["municipality_id"], reason)
            continue
        seen.add(_identity(values))
        term = _term(number, values, report)
        if term.starts_on and term.ends_on and term.starts_on.first > term.ends_on.last:
            reason = f"ends ({term.ends_on}) before it starts ({term.starts_on})"
            report.refuse(FILE, number, term.municipality, reason)
            continue
        by_person[term.municipality, term.name.casefold()].append(term)
    terms = [term for person in by_person.values() for term in _distinct(person)]
    return sorted(terms, key=lambda term: term.mentions[0].row)


def _distinct(person: list[Term]) -> list[Term]:
    """Terms that each say something of their own; the rows of the others become their mentions."""
    kept: list[Term] = []
    for term in sorted(person, key=lambda term: (term.starts_on is None) + (term.ends_on is None)):
        same = next((other for other in kept if term.says_no_more_than(other)), None)
        if same:
            same.mentions += term.mentions
        else:
            kept.append(term)
    return kept


def _identity(values: dict[str, str]) -> tuple[str, str, str]:
    return values["municipality_id"], values["source"], values["source_ref"]


def _reason_to_refuse(values: dict[str, str], places: dict[str, Place], seen: set[tuple]) -> str | None:
    if values["municipality_id"] not in places:
        return f"names no municipality: {values['municipality_id'][:80] or 'empty'}"
    if clean_person(values["name"]) is None:
        return f"names no person: “{values['name'][:80]}”"
    if values["role"] != "mayor":
        return f"unknown office: {values['role'][:40]}"
    if not values["source"] or _identity(values) in seen:
        return "this row of the source stands in an earlier row" if values["source"] else "no source"
    return None


def _term(number: int, values: dict[str, str], report: Report) -> Term:
    def date_of(side: str) -> PartialDate | None:
        if not values[side] or (side == "end" and COMPLETED_END in flags_of(values)):
            said = visible_text(values[f"{side}_raw"])
            if said:
                reason = f"the {side} cannot be dated and stays unknown: “{said[:80]}”"
                report.keep_in_part(FILE, number, values["municipality_id"], reason)
            return None
        try:
            return PartialDate.parse(values[side])
        except ValueError as error:
            reason = f"the {side} cannot be dated and stays unknown: {error}"
            report.keep_in_part(FILE, number, values["municipality_id"], reason)
            return None

    mention = Mention(
        row=number,
        source=values["source"],
        source_ref=values["source_ref"],
        name_raw=visible_text(values["name"]),
        start_raw=visible_text(values["start_raw"] or values["start"]),
        end_raw=visible_text(values["end_raw"] or values["end"]),
    )
    return Term(
        municipality=values["municipality_id"],
        name=clean_person(values["name"]),
        starts_on=date_of("start"),
        ends_on=date_of("end"),
        mentions=[mention],
    )

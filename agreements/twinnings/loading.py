"""One run of the import, from the three files to the register."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop

from agreements.twinnings import places, statements, terms
from agreements.twinnings.agreement_records import write_agreements
from agreements.twinnings.mayor_records import write_mayors
from agreements.twinnings.municipality_records import write_municipalities
from agreements.twinnings.places import Place
from agreements.twinnings.reading import read_rows
from agreements.twinnings.records import ACTOR, Run
from agreements.twinnings.report import Report
from agreements.twinnings.statements import Twinning
from agreements.twinnings.terms import Term
from provenance.acting import acting


@dataclass(frozen=True)
class Contents:
    """What the three files say."""

    places: dict[str, Place]
    twinnings: list[Twinning]
    terms: list[Term]

    @property
    def statements(self) -> int:
        return sum(len(twinning.statements) for twinning in self.twinnings)

    @property
    def rows(self) -> int:
        """How many rows an empty register gets: each municipality with its source and its aliases, each agreement with
        two parties and its year, each term, and the citations.
        """
        aliases = sum(len(place.aliases) for place in self.places.values())
        years = sum(twinning.since is not None for twinning in self.twinnings)
        mentions = sum(len(term.mentions) for term in self.terms)
        agreements = 3 * len(self.twinnings) + years + self.statements
        return 2 * len(self.places) + aliases + agreements + len(self.terms) + mentions


def read(directory: Path, report: Report) -> Contents:
    """Read the three files of `directory`. Raises `FileError` for the first that is broken or missing."""

    def rows(module):
        return read_rows(directory / module.FILE, module.COLUMNS)

    found = places.read_places(rows(places), report)
    return Contents(
        places=found,
        twinnings=statements.read_twinnings(rows(statements), found, report),
        terms=terms.read_terms(rows(terms), found, report),
    )


def write(contents: Contents, report: Report, done: Callable[[int], None]) -> Run:
    """Write what the register does not have, in one transaction: all of it, or, when anything fails, nothing."""
    with acting(name=ACTOR, reason=gettext_noop("True twinnings, from open data")):
        run = Run(report, done)
        known = write_municipalities(contents.places, run)
        write_agreements(contents.twinnings, known, run)
        write_mayors(contents.terms, known, run)
    return run

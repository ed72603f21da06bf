"""A selection of true twinnings, so that a new register is not empty: `fixtures/sample_*.csv`.

Chosen by hand, the Western Balkans and their partners first. Each row names the sources that agree on it: rows of open
data sets (`enwiki_hekman:18218`), and pages listed in `sample_sources.csv`; `=1967` is the year that the source gives.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Statement:
    """What one source says of a twinning: `source` is the key of a data set or page, `row` its row there, or empty."""

    source: str
    row: str
    since: str

    @classmethod
    def parse(cls, text: str) -> "Statement":
        reference, _, since = text.partition("=")
        source, _, row = reference.partition(":")
        return cls(source, reference if row else "", since)


@dataclass(frozen=True)
class Twinning:
    """A twinning of two municipalities, by their GeoNames numbers; `since` is the earliest year stated, or empty."""

    pair: tuple[int, int]
    names: tuple[str, str]
    since: str
    statements: tuple[Statement, ...]


def _read(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def read_municipalities() -> list[dict[str, str]]:
    """Rows of strings: GeoNames number, names, ISO 3166-1 and -2 codes, attested Wikidata item, WGS 84 degrees."""
    return _read("sample_municipalities.csv")


def read_pages() -> dict[str, dict[str, str]]:
    """The pages that bear what the open data state only once, by key."""
    return {row["key"]: row for row in _read("sample_sources.csv")}


def read_twinnings() -> list[Twinning]:
    return [
        Twinning(
            pair=(int(row["geonames_a"]), int(row["geonames_b"])),
            names=(row["name_a"], row["name_b"]),
            since=row["since"],
            statements=tuple(Statement.parse(text) for text in row["sources"].split("; ")),
        )
        for row in _read("sample_twinnings.csv")
    ]

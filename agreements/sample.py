"""A selection of true twinnings, so that a new register is not empty: `fixtures/sample_*.csv`.

Chosen by hand, the Western Balkans and their partners first. Each row names the sources that agree on it: rows of open
data sets (`enwiki_hekman:18218`), and pages listed in `sample_sources.csv`; `=1967` is the year that the source gives.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext_noop

from agreements.models import Act, Agreement, Party
from agreements.twinnings.records import citation_of, uid_of
from agreements.twinnings.statements import key_of
from agreements.workflow import published_from_sources
from municipalities.matching import meet
from municipalities.models import Municipality
from provenance.acting import acting
from provenance.models import Change, Citation

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

    @property
    def uid(self) -> UUID:
        """The same as an import of the data sets gives it, so that neither repeats what the other wrote."""
        return uid_of("agreement", *key_of(*(f"gn:{number}" for number in self.pair), Agreement.Form.TWINNING))


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


def load_sample() -> int:
    """Write the selection, but what this register has or had. Return how many agreements were written."""
    new = _unknown(read_twinnings())
    if new:
        with acting(
            name=gettext_noop("loading of the selection"),
            reason=gettext_noop("A selection of true twinnings, from public sources"),
        ):
            _write(new)
    return len(new)


def _unknown(twinnings: list[Twinning]) -> list[Twinning]:
    """Those that never were in this register, by their identifier or by their pair."""
    here_or_gone = set(
        Change.objects.filter(record_uid__in=[twinning.uid for twinning in twinnings]).values_list(
            "record_uid", flat=True
        )
    )
    pairs = _twinned({number for twinning in twinnings for number in twinning.pair})
    return [t for t in twinnings if t.uid not in here_or_gone and tuple(sorted(t.pair)) not in pairs]


def _twinned(numbers: set[int]) -> set[tuple]:
    """The pairs of these GeoNames numbers that are twinned here with nobody else in it.

    One table a query: a join of tables that PostgreSQL believes to be empty can take very long.
    """
    towns = dict(Municipality.objects.filter(geonames_id__in=numbers).values_list("pk", "geonames_id"))
    agreements = set(Party.objects.filter(municipality__in=list(towns)).values_list("agreement", flat=True))
    twinnings = Agreement.objects.filter(pk__in=agreements, form=Agreement.Form.TWINNING)
    sides = {key: [] for key in twinnings.values_list("pk", flat=True)}
    for key, town in Party.objects.filter(agreement__in=list(sides)).values_list("agreement", "municipality"):
        sides[key].append(towns.get(town))
    return {tuple(sorted(pair)) for pair in sides.values() if len(pair) == 2 and None not in pair}


def _write(twinnings: list[Twinning]) -> None:
    used = {number for twinning in twinnings for number in twinning.pair}
    municipalities = {
        number: meet(facts) for facts in map(_facts, read_municipalities()) if (number := facts["geonames_id"]) in used
    }
    agreements = {
        twinning.uid: Agreement(
            uid=twinning.uid,
            form=Agreement.Form.TWINNING,
            origin=Agreement.Origin.SELECTION,
            **published_from_sources(),
        )
        for twinning in twinnings
    }
    Agreement.objects.bulk_create(agreements.values())
    Party.objects.bulk_create(
        Party(agreement=agreements[twinning.uid], municipality=municipalities[number], position=position)
        for twinning in twinnings
        for position, number in enumerate(twinning.pair, start=1)
    )
    Act.objects.bulk_create(
        Act(agreement=agreements[twinning.uid], kind=Act.Kind.ENTERED_INTO_FORCE, happened_on=twinning.since)
        for twinning in twinnings
        if twinning.since
    )
    Citation.objects.bulk_create(_citations(twinnings))
    Citation.objects.bulk_create(_places(municipalities))


def _facts(row: dict[str, str]) -> dict[str, object]:
    """The columns of a municipality, from a row of the list."""
    return {
        "uid": uid_of("municipality", f"gn:{row['geonames_id']}"),
        "name_en": row["name"],
        "geonames_id": int(row["geonames_id"]),
        "wikidata_qid": row["wikidata_qid"] or None,
        "latitude": float(row["latitude"]),
        "longitude": float(row["longitude"]),
        **{name: row[name] for name in ("name_sq", "name_mk", "local_name", "country", "region")},
    }


def _citations(twinnings: list[Twinning]) -> Iterator[Citation]:
    pages = read_pages()
    for twinning in twinnings:
        for said in twinning.statements:
            since = {"field": "since", "value": said.since} if said.since else {}
            if said.row:
                yield citation_of(Agreement, twinning.uid, said.source, said.row, **since)
            else:
                yield _page(twinning.uid, pages[said.source], since)


def _page(record: UUID, page: dict[str, str], since: dict[str, str]) -> Citation:
    return Citation(
        model=Agreement._meta.label_lower,
        record=record,
        grade=page["grade"],
        publisher=page["publisher"],
        title=page["title"],
        url=page["url"],
        published_on=page["published_on"] or None,
        quote=page["quote"],
        quote_language=page["language"],
        **since,
    )


def _places(municipalities: dict[int, Municipality]) -> Iterator[Citation]:
    """Where a municipality's number and place are from; once, if another program has said so already."""
    cited = set(
        Citation.objects.filter(source="geonames", record__in=[m.uid for m in municipalities.values()]).values_list(
            "record", flat=True
        )
    )
    for number, municipality in municipalities.items():
        if municipality.uid not in cited:
            url = f"https://www.geonames.org/{number}/"
            yield citation_of(Municipality, municipality.uid, "geonames", str(number), url=url)

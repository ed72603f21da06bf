"""The first record of the register: Saraj and Rochester Hills, as a press article tells of their agreement.

`fixtures/saraj_rochester_hills.json` holds each fact with the clause of the article on which it rests. What the
article does not say stays unknown: no date, no place, no term, no representative's name.
"""

import json
from pathlib import Path

from django.db.models import Model
from django.utils.translation import gettext_noop

from agreements.models import (
    Act,
    Agreement,
    AgreementField,
    AgreementNetwork,
    Commitment,
    Field,
    Network,
    Party,
    Representative,
)
from agreements.twinnings.records import citation_of
from agreements.workflow import published_from_sources
from municipalities.matching import meet
from municipalities.models import Alias, Mayor, Municipality
from provenance.acting import acting
from provenance.models import Change, Citation, Record

FIXTURE = Path(__file__).parent / "fixtures" / "saraj_rochester_hills.json"
LANGUAGES = ("en", "sq", "mk")
IDENTIFIERS = ("country", "region", "region_name", "geonames_id", "wikidata_qid", "latitude", "longitude")


def load_seed() -> bool:
    """Write the record, unless this register has or had it. Return whether anything was written."""
    seed = json.loads(FIXTURE.read_text(encoding="utf-8"))
    if Change.objects.filter(record_uid=seed["agreement"]["uid"]).exists():
        return False
    with acting(
        name=gettext_noop("loading of the first record"),
        reason=gettext_noop("The first record of the register, from a press article"),
    ):
        _Seed(seed).write()
    return True


def _texts(name: str, texts: dict[str, str]) -> dict[str, str]:
    """The columns of a translated field: `title_en`, `title_sq`, `title_mk`."""
    return {f"{name}_{language}": texts[language] for language in LANGUAGES}


class _Seed:
    """Writes the fixture's parts in the order in which they need one another, and a citation beside each fact."""

    def __init__(self, seed: dict):
        self.seed = seed

    def write(self) -> None:
        self.municipalities = {key: self._municipality(facts) for key, facts in self.seed["municipalities"].items()}
        self.agreement = self._agreement()
        for position, facts in enumerate(self.seed["parties"], start=1):
            self._party(position, facts)
        for facts in self.seed["acts"]:
            act = self._create(Act, agreement=self.agreement, kind=facts["kind"])
            self._cite(act, facts["clause"], "kind", act.kind)
        for facts in self.seed["fields"]:
            self._field(facts)
        self._network()
        for position, facts in enumerate(self.seed["commitments"], start=1):
            self._commitment(position, facts)

    def _municipality(self, facts: dict) -> Municipality:
        columns = {name: facts[name] for name in ("local_name", "local_type", *IDENTIFIERS) if name in facts}
        aliases = [Alias(**alias) for alias in facts["aliases"]]
        municipality = meet({**columns, **_texts("name", facts["name"])}, aliases)
        self._cite(municipality, facts["clause"], "name", municipality.name)
        number = str(municipality.geonames_id)
        cited = citation_of(
            Municipality, municipality.uid, "geonames", number, url=f"https://www.geonames.org/{number}/"
        )
        # An import may have cited it before.
        Citation.objects.bulk_create([cited], ignore_conflicts=True)
        return municipality

    def _agreement(self) -> Agreement:
        facts = self.seed["agreement"]
        objectives = facts["objectives"]
        agreement = self._create(
            Agreement,
            uid=facts["uid"],
            form=facts["form"],
            origin=Agreement.Origin.SEED,
            original_language=self.seed["source"]["language"],
            **_texts("title", facts["title"]),
            **_texts("summary", facts["summary"]),
            **_texts("objectives", {lang: "\n".join(text[lang] for text in objectives) for lang in LANGUAGES}),
            **published_from_sources(),
        )
        self._cite(agreement, facts["clauses"]["form"], "form", agreement.form)
        self._cite(agreement, facts["clauses"]["title"], "title")
        self._cite(agreement, facts["clauses"]["summary"], "summary")
        for text in objectives:
            self._cite(agreement, text["clause"], "objectives", text["sq"])
        return agreement

    def _party(self, position: int, facts: dict) -> None:
        municipality, signatory = self.municipalities[facts["municipality"]], facts["signatory"]
        mayor, _ = Mayor.objects.get_or_create(
            municipality=municipality, name=signatory["name"], starts_on=None, ends_on=None, ongoing=False
        )
        party = self._create(
            Party,
            agreement=self.agreement,
            municipality=municipality,
            position=position,
            is_initiator=True,
            signatory=mayor,
            signatory_name=signatory["name"],
            **_texts("signatory_title", signatory["title"]),
        )
        self._cite(mayor, signatory["clause"], "name", mayor.name)
        self._cite(party, signatory["clause"], "signatory_name", party.signatory_name)
        self._cite(party, signatory["clause"], "signatory_title", signatory["title"]["sq"])
        self._cite(party, facts["initiated"], "is_initiator")
        # What the press says of a confirmation is a source; the register's own badge waits for the municipality.
        self._cite(party, facts["confirmed_in_press"], "confirmation", "confirmed, says the press")
        representatives = self.seed["representatives"]
        representative = self._create(
            Representative,
            party=party,
            mandate=representatives["mandate"],
            **_texts("post", representatives["post"]),
        )
        self._cite(representative, representatives["clause"], "mandate", representative.mandate)

    def _field(self, facts: dict) -> None:
        field, _ = Field.objects.get_or_create(code=facts["code"], defaults=_texts("name", facts))
        link = self._create(AgreementField, agreement=self.agreement, field=field)
        self._cite(link, facts["clause"], "field", facts["sq"])

    def _network(self) -> None:
        facts = self.seed["agreement"]["networks"]
        network = self._create(Network, is_named=False, **_texts("name", facts))
        link = self._create(AgreementNetwork, agreement=self.agreement, network=network)
        self._cite(link, facts["clause"], "network", facts["sq"])

    def _commitment(self, position: int, facts: dict) -> None:
        commitment = self._create(
            Commitment,
            agreement=self.agreement,
            position=position,
            kind=facts["kind"],
            # The article speaks of what the two will do together, and binds neither alone.
            bound=Commitment.Bound.ALL,
            cadence=facts.get("cadence", Commitment.Cadence.UNSPECIFIED),
            **_texts("text", facts),
        )
        self._cite(commitment, facts["clause"], "text", facts["sq"])

    @staticmethod
    def _create(model: type[Model], **columns) -> Model:
        record = model(**columns)
        record.full_clean(exclude=["number"])  # which the database gives
        record.save()
        return record

    def _cite(self, record: Record, clause: str, field: str, value: str = "") -> None:
        source = self.seed["source"]
        citation = Citation(
            model=record.address,
            record=record.uid,
            field=field,
            value=value,
            grade=source["grade"],
            title=source["title"],
            quote=self.seed["clauses"][clause],
            quote_language=source["language"],
        )
        citation.full_clean()
        citation.save()

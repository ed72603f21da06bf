"""Records with all that a document can say, and records put together by chance."""

import datetime as dt
import random
import uuid

from django.utils import timezone

from agreements.confirmation import key_facts
from agreements.models import (
    Act,
    Agreement,
    AgreementField,
    AgreementNetwork,
    Commitment,
    Confirmation,
    Document,
    JointProject,
    Link,
    Network,
    Party,
    ProjectField,
    ProjectPartner,
    Representative,
)
from municipalities.models import Alias, Institution, Municipality
from provenance.models import Citation
from tests import factories

LANGUAGES = ("en", "sq", "mk")


def texts(field: str, written: str) -> dict[str, str]:
    return {f"{field}_{language}": f"{written} ({language})" for language in LANGUAGES}


def cite(record, field="", **facts) -> Citation:
    facts = {"grade": Citation.Grade.PRESS, "title": "An article", **facts}
    return Citation.objects.create(model=record.address, record=record.uid, field=field, **facts)


def confirm(party: Party, verdict=Confirmation.Verdict.CONFIRMED, **facts) -> Confirmation:
    return Confirmation.objects.create(
        party=party,
        verdict=verdict,
        **{
            "facts": key_facts(party.agreement),
            "confirmed_at": timezone.now(),
            "confirmed_by_uid": uuid.uuid4(),
            "confirmed_by_name": "An officer",
            **facts,
        },
    )


def make_document(agreement, **facts) -> Document:
    facts = {
        "kind": "signed_text",
        "title": "The text",
        "file": "documents/a.pdf",
        "sha256": "a" * 64,
        "size": 7,
        **facts,
    }
    return Document.objects.create(agreement=agreement, **facts)


def whole_municipality() -> Municipality:
    one = factories.make_municipality(
        **texts("name", "Saraj"), local_name="Сарај", local_type="komuna", region="MK-811", region_name="Skopje",
        wikidata_qid="Q1", geonames_id=1, osm_relation=2**40, national_code="17", national_code_scheme="LAU",
        latitude=42.0, longitude=21.32778, population=35408, population_year=2002, website="https://saraj.example/",
        existed_from="1996", existed_to="2020-05", is_member=True, successor=factories.make_municipality(),
    )  # fmt: skip
    Alias.objects.create(municipality=one, text="Sarajit", language="sq")
    Alias.objects.create(municipality=one, text="Saraï", kind=Alias.Kind.EXONYM)
    for start, end, ongoing in ((None, None, False), ("2001", "2005-03", False), ("2005-03-14", None, True)):
        mayor = factories.make_mayor(one, f"Mayor of {start}", starts_on=start, ends_on=end, ongoing=ongoing)
        cite(mayor, "name", value=mayor.name)
    Institution.objects.create(municipality=one, kind="school", **texts("name", "School"), website="https://s.example/")
    cite(one, "latitude", value="42.0", grade="open_data", source="geonames", source_row="1", licence="CC BY 4.0")
    return one


def whole_agreement() -> Agreement:
    """An agreement of which nothing is unknown."""
    one, other = whole_municipality(), factories.make_municipality("Rochester Hills", country="US")
    agreement = factories.make_agreement(
        one, other, **texts("title", "Title"), **texts("summary", "Summary"), **texts("preamble", "Preamble"),
        **texts("objectives", "Objectives"), original_language="sq", legal_basis="Law",
        governing_languages=["sq", "en"], term="fixed", term_ends_on="2030-06", notice_months=6, tacit_renewal=False,
        recorded_by=one, origin="clerk",
        predecessor=factories.make_agreement(one, other),
    )  # fmt: skip
    side = agreement.parties.get(municipality=one)
    Party.objects.filter(pk=side.pk).update(
        is_initiator=True, joined_on="2001", left_on="2029", council_decision="No. 7", council_decided_on="2001-02",
        council_decision_url="https://saraj.example/7", signatory=one.mayors.first(), signatory_name="A Mayor",
        signatory_title_sq="Kryetar", signed_on="2001-03-04",
    )  # fmt: skip
    representative = Representative.objects.create(
        party=side, name="R", **texts("post", "Adviser"), mandate="supervise", starts_on="2001", ends_on="2002"
    )
    text = make_document(agreement, language="sq", is_authentic=True)
    factories.make_act(agreement, Act.Kind.INITIATED, note="At a fair")
    factories.make_act(agreement, Act.Kind.SIGNED, "2001-03-04", instrument="Agreement", document=text)
    renewal = factories.make_act(agreement, Act.Kind.RENEWED, "2006", extends_to="2012-01")
    factories.make_act(agreement, Act.Kind.TERMINATED, "2007", struck_out=True)
    promise = factories.make_commitment(
        agreement, **texts("text", "Meet"), clause="Art. 1", bound="one", bound_party=side, cadence="periodic",
        every_months=12, position=2, responsible=representative,
    )  # fmt: skip
    factories.make_commitment(agreement, position=1, cadence="once", due_on="2003-05")
    activity = factories.make_activity(
        agreement, promise, **texts("title", "Meeting"), starts_on="2005-01", ends_on="2005-02-03", place="Saraj",
        is_online=True, participants="Both mayors", **texts("outcome", "Agreed"), minutes=text,
    )  # fmt: skip
    network = Network.objects.create(**texts("name", "Network"), website="https://network.example/")
    link = AgreementNetwork.objects.create(agreement=agreement, network=network)
    fields = [factories.make_field("culture", sdgs=[4, 11]), factories.make_field("art")]
    field_links = [AgreementField.objects.create(agreement=agreement, field=field) for field in fields]
    institution = Institution.objects.create(municipality=other, name="Chamber")
    tie = Link.objects.create(
        one=one.institutions.first(), other=institution, agreement=agreement, field=fields[0], since="2002"
    )
    whole_project(agreement, representative)
    confirm(side)
    Agreement.objects.filter(pk=agreement.pk).update(form="twinning")
    confirm(agreement.parties.get(municipality=other), Confirmation.Verdict.DISPUTED, reason="Not so")
    for record in (agreement, side, representative, text, renewal, promise, activity, link, field_links[0], tie):
        cite(
            record, "since", value="2001", publisher="The paper", url="https://paper.example/", published_on="2001-04",
            retrieved_on=dt.date(2020, 1, 2), quote="Thotë", quote_language="sq",
        )  # fmt: skip
    agreement.refresh_from_db()
    return agreement


def whole_project(agreement, representative=None) -> JointProject:
    project = factories.make_joint_project(
        agreement=agreement, **texts("title", "Bridge"), **texts("summary", "A bridge"), **texts("results", "Stands"),
        original_language="en", programme="IPA", status="2", planned_start="2002", planned_end="2003",
        actual_start="2002-04", actual_end="2004-01-31", budget="1234567890.50", currency="EUR", funder="EU", sdgs=[9],
    )  # fmt: skip
    for party, role in zip(agreement.parties.all(), ("partner", "lead"), strict=True):
        ProjectPartner.objects.create(
            project=project,
            municipality=party.municipality,
            role=role,
            supervisor=representative if role == "partner" else None,
        )
    cite(ProjectField.objects.create(project=project, field=factories.make_field()), "field")
    cite(project, "budget", value="1 234 567 890,50")
    return project


def chance_agreement(chance: random.Random) -> Agreement:
    """An agreement with acts, promises, activities and confirmations as chance will have them."""

    def day():
        written = f"{chance.randint(1990, 2030)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        return chance.choice([None, written[:4], written[:7], written])

    municipalities = [factories.make_municipality() for _ in range(chance.randint(2, 3))]
    term = chance.choice(Agreement.Term.values)
    agreement = factories.make_agreement(
        *municipalities,
        term=term,
        term_ends_on=day() if term == "fixed" else None,
        tacit_renewal=chance.choice([None, True, False]),
        recorded_by=chance.choice([None, *municipalities]),
    )
    parties = list(agreement.parties.all())
    for party in parties:
        party.role = chance.choice(["party", "party", "party", "observer"])
        party.save()
    for _ in range(chance.randint(0, 4)):
        factories.make_act(
            agreement,
            chance.choice(Act.Kind.values),
            day(),
            known_by=dt.date(2020, 1, 1),
            struck_out=chance.random() < 0.2,
        )
    for _ in range(chance.randint(0, 4)):
        cadence = chance.choice(Commitment.Cadence.values)
        promise = factories.make_commitment(
            agreement,
            cadence=cadence,
            every_months=chance.randint(1, 40) if cadence == "periodic" else None,
            due_on=day() if cadence == "once" else None,
            position=chance.randint(0, 2),
        )
        for _ in range(chance.randint(0, 2)):
            starts_on = day()
            factories.make_activity(agreement, promise, starts_on=starts_on, ends_on=chance.choice([None, starts_on]))
    for _ in range(chance.randint(0, 3)):
        verdict = chance.choice(Confirmation.Verdict.values)
        confirm(chance.choice(parties), verdict, reason="No" if verdict == "disputed" else "")
        if chance.random() < 0.3:
            agreement.title_en, agreement.form = str(chance.random()), chance.choice(Agreement.Form.values)
            agreement.save()
    agreement.refresh_from_db()
    return agreement

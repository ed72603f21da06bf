"""A small register with something of everything, hard cases included, for tests that look at every page."""

import io

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from agreements.models import (
    Act,
    Adoption,
    Agreement,
    AgreementField,
    AgreementNetwork,
    Document,
    Field,
    GoodPractice,
    Link,
    Network,
    Party,
    PracticeField,
    ProjectField,
    Representative,
)
from agreements.seed import load_seed
from agreements.workflow import confirm, dispute, published_from_sources
from municipalities.models import Alias, Institution, Municipality
from provenance.acting import acting
from provenance.models import Citation, ErrorReport
from tests import factories

LONG_TITLE = "Memorandum on water, waste and the Rindfleischetikettierungsüberwachungsaufgabenübertragung " * 3
LONG_NAME = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


def fill() -> dict[str, str]:
    """Write the records; the keys by which addresses name them (tests/page_types.py)."""
    load_seed()
    towns = make_towns()
    keys = {
        "seed": Agreement.objects.get(origin="seed").number,
        "municipality": str(towns[0].uid),
        "partner": str(towns[1].uid),
        "bare_municipality": str(towns[3].uid),
        "mayor": str(towns[0].mayors.order_by("pk").first().uid),
    }
    keys["field"], keys["network"] = make_subjects()
    rich = make_rich_agreement(towns)
    keys |= {"rich": rich.number, "rich_uid": str(rich.uid)}
    keys["imported"] = make_imported_agreement(*towns[1:3]).number
    keys["bare"] = factories.make_agreement(towns[3], towns[4], form="contact").number
    gone = factories.make_agreement(towns[0], towns[4])
    factories.withdraw_silently(gone)
    keys |= {"gone": gone.number, "gone_uid": str(gone.uid)}
    keys["project"], keys["gone_project"] = make_projects(towns, rich)
    keys["practice"], keys["gone_practice"] = make_practices(towns, rich)
    keys["report"] = str(
        ErrorReport.objects.create(model=rich.address, record=rich.uid, what="The year is wrong.", language="en").uid
    )
    return keys


def make_towns() -> list[Municipality]:
    """Twelve: with arms, of another script, from right to left, with a long name, without place or arms."""
    first = factories.make_municipality(
        "Northtown", name_mk="Нортаун", name_sq="Northtown", local_name="Нортаун", local_type="општина", country="MK",
        region="MK-811", region_name="Polog", latitude=42.0, longitude=21.3, population=35408, population_year=2021,
        website="https://northtown.example/", wikidata_qid="Q101", geonames_id=101, is_member=True,
        existed_from="1996", coat_of_arms_credit="Drawn for the tests",
    )  # fmt: skip
    first.coat_of_arms.save("arms.png", picture())
    Alias.objects.create(municipality=first, text="Sjeverni Grad", language="hr", kind=Alias.Kind.EXONYM)
    names = ["Westville", LONG_NAME, "Nowhere", "مدينة الشرق", *(f"Town {number}" for number in range(5, 12))]
    countries = ["US", "GB", "MK", "PS", "AL", "DE", "FR", "IT", "TR", "XK", "JP"]
    others = [
        factories.make_municipality(
            name, country=country, **({} if name == "Nowhere" else {"latitude": 35 + n, "longitude": 9.0 * n - 40})
        )
        for n, (name, country) in enumerate(zip(names, countries, strict=True))
    ]
    for name, start, end, ongoing in (
        ("Mayor Before", "2001", "2005-03", False),
        ("Mayor Today", "2017-11-01", None, True),
        ("Mayor Unknown", None, None, False),
    ):
        mayor = factories.make_mayor(first, name, starts_on=start, ends_on=end, ongoing=ongoing)
        cite(mayor, "name", value=name)
    mayor.photo.save("photo.png", picture())
    factories.make_mayor(others[0], "Mayor West", starts_on="2020", ongoing=True)
    for place, name in ((first, "Northern school"), (others[0], "Western school")):
        Institution.objects.create(municipality=place, name=name, kind="school", website="https://school.example/")
    cite(first, "latitude", value="42.0", grade="open_data", source="geonames", source_row="1", licence="CC BY 4.0")
    return [first, *others]


def make_subjects() -> tuple[str, str]:
    """A field beside those of the seed and a network; the code of a field and the identifier of the network."""
    factories.make_field("lakes", name_mk="езера", sdgs=[6, 14])
    return "culture", str(Network.objects.create(name="Network of lakes", website="https://network.example/").uid)


def make_rich_agreement(towns: list[Municipality]) -> Agreement:
    """Of twelve parties, with a long title, acts of every kind, promises of every state and documents."""
    officers = [factories.make_user(f"Officer {n}", confirms_for=[place]) for n, place in enumerate(towns[:3])]
    agreement = factories.make_agreement(
        *towns, form="memorandum", title_en=LONG_TITLE, title_sq="Memorandum", summary_en="What it is about.\nMore.",
        preamble_en="Whereas", objectives_en="To meet", original_language="sq", legal_basis="Law 47",
        governing_languages=["sq", "en"], term="fixed", term_ends_on="2030-06", notice_months=6, tacit_renewal=True,
        recorded_by=towns[0], origin="clerk", predecessor=factories.make_agreement(*towns[:2]),
    )  # fmt: skip
    side, west = agreement.parties.filter(municipality__in=towns[:2])
    Party.objects.filter(pk=side.pk).update(
        is_initiator=True, joined_on="2001", council_decision="No. 7", council_decided_on="2001-02",
        council_decision_url="https://northtown.example/7", signatory=towns[0].mayors.get(name="Mayor Before"),
        signatory_name="Mayor Before", signatory_title_sq="Kryetar", signed_on="2001-03-04",
    )  # fmt: skip
    Party.objects.filter(pk=west.pk).update(role="observer", left_on="2019")
    text = make_document(agreement, title="The text", language="sq", is_authentic=True)
    make_document(agreement, title="The translation", language="en", kind="translation")
    make_document(agreement, title="النص", language="ar", kind="translation")
    for year, kind in enumerate(Act.Kind.values[:-1], start=2001):
        factories.make_act(agreement, kind, str(year), instrument="Deed", document=text, note="At a fair")
    factories.make_act(agreement, Act.Kind.TERMINATED, None, struck_out=True)
    officer = Representative.objects.create(party=side, name="R. One", post_en="Adviser", mandate="supervise")
    promises = [
        factories.make_commitment(agreement, "Youth exchange", cadence="once", due_on="2020", clause="Art. 1"),
        factories.make_commitment(agreement, "A joint office", cadence="once", due_on="2021", bound="one",
                                  bound_party=side, responsible=officer),
        factories.make_commitment(agreement, "Yearly meeting", cadence="periodic", every_months=12),
        factories.make_commitment(agreement, "Later", cadence="once", due_on="2200"),
        factories.make_commitment(agreement, "Letters"),
    ]  # fmt: skip
    factories.make_activity(
        agreement, promises[0], promises[2], title="Camp on the lake", starts_on="2019-07", ends_on="2019-08-02",
        place="Northtown", outcome="Forty children met.", participants="Both mayors", minutes=text,
    )  # fmt: skip
    factories.make_activity(agreement, title="A call", starts_on="2024", is_online=True)
    link = AgreementField.objects.create(agreement=agreement, field=field("culture"))
    AgreementField.objects.create(agreement=agreement, field=field("lakes"))
    AgreementNetwork.objects.create(agreement=agreement, network=Network.objects.get(name="Network of lakes"))
    schools = Institution.objects.order_by("pk")[:2]
    Link.objects.create(one=schools[0], other=schools[1], agreement=agreement, field=field("culture"), since="2002")
    for record, name in ((agreement, "since"), (agreement, ""), (side, "signed_on"), (promises[0], "text"), (link, "")):
        for value in ("2001", "2002"):
            cite(record, name, value=value, publisher=f"Paper of {value}", url="https://paper.example/" + "long" * 30,
                 quote="Aus alten Akten", quote_language="de", published_on=value)  # fmt: skip
    confirm(side, by=officers[0])
    with acting(officers[0], "Written more exactly"):
        agreement.summary_en = "What it is about, more exactly."
        agreement.save()
    dispute(agreement.parties.get(municipality=towns[2]), by=officers[2], reason="Not so")
    return agreement


def make_imported_agreement(*towns: Municipality) -> Agreement:
    """As public data tell of a twinning: between whom, and the year."""
    with acting(name="import of twinnings"):
        agreement = factories.make_agreement(*towns, form="twinning", origin="import")
        factories.make_act(agreement, Act.Kind.SIGNED, "1987")
        cite(agreement, "since", value="1987", grade="open_data", source="wikidata", source_row="Q1", licence="CC0")
    return agreement


def make_projects(towns, agreement) -> tuple[str, str]:
    project = factories.make_joint_project(
        *towns[:3], agreement=agreement, title_en="A bridge", summary_en="Over the lake", results_en="It stands",
        original_language="en", programme="IPA", status="2", planned_start="2002", actual_start="2002-04",
        budget="1234567890.50", currency="EUR", funder="European Union", sdgs=[9],
    )  # fmt: skip
    ProjectField.objects.create(project=project, field=field("culture"))
    cite(project, "budget", value="1 234 567 890,50")
    gone = factories.make_joint_project(*towns[:2])
    factories.withdraw_silently(gone)
    return str(project.uid), str(gone.uid)


def make_practices(towns, agreement) -> tuple[str, str]:
    practice, gone = (
        GoodPractice.objects.create(
            owner=towns[0], agreement=agreement, title_en=title, problem_en="Waste in the lake",
            solution_en="Nets and a fee", evidence_en="Half as much in two years", original_language="en",
            **published_from_sources(),
        )
        for title in ("Clean lake", "Twice told")
    )  # fmt: skip
    PracticeField.objects.create(practice=practice, field=field("lakes"))
    Adoption.objects.create(practice=practice, municipality=towns[1], adopted_on="2022")
    cite(practice, "evidence", value="Half")
    factories.withdraw_silently(gone)
    return str(practice.uid), str(gone.uid)


def field(code: str) -> Field:
    return Field.objects.get(code=code)


def cite(record, name="", **facts) -> Citation:
    facts = {"grade": Citation.Grade.PRESS, "title": "An article", **facts}
    return Citation.objects.create(model=record.address, record=record.uid, field=name, **facts)


def make_document(agreement, **fields) -> Document:
    document = Document(agreement=agreement, **{"kind": "signed_text", **fields})
    document.file = SimpleUploadedFile("text.pdf", f"%PDF-1.7 {fields['title']}".encode())
    document.full_clean()
    document.save()
    return document


def picture() -> ContentFile:
    file = io.BytesIO()
    Image.new("RGB", (300, 200), "#884422").save(file, "PNG")
    return ContentFile(file.getvalue())

"""JSON-LD: what each type of page says for machines, and that it stays data."""

import json
import re

import pytest
from django.test import Client, RequestFactory

from agreements.models import Adoption, AgreementField, Document, GoodPractice, Network, PracticeField
from agreements.workflow import published_from_sources
from municipalities.models import Alias
from pages.formats.site import Site
from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
)

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graph(path) -> dict:
    """The nodes of a page's one block, by their type."""
    (text,) = BLOCK.findall(Client().get(path).content.decode())
    found = json.loads(text)
    assert found["@context"] == "https://schema.org"
    return {
        "/".join(node["@type"]) if isinstance(node["@type"], list) else node["@type"]: node for node in found["@graph"]
    }


def trail(node) -> list[tuple]:
    assert [step["position"] for step in node["itemListElement"]] == [1, 2]
    return [(step["name"], step["item"]) for step in node["itemListElement"]]


HOST = "http://testserver"


def test_an_agreement_is_a_work_of_its_parties(saraj, rochester_hills):
    agreement = make_agreement(
        saraj, rochester_hills, title="A pact", summary_sq="Një pakt", summary_en="", term="fixed",
        term_ends_on="2031-05", governing_languages=["sq", "en"],
    )  # fmt: skip
    make_act(agreement, "signed", "2016-11-05")
    make_act(agreement, "signed", "2017", struck_out=True)
    AgreementField.objects.create(agreement=agreement, field=make_field("culture", "Culture"))
    Document.objects.create(
        agreement=agreement, kind="signed_text", title="The text", file="documents/x.pdf", sha256="0" * 64, size=1,
        language="sq",
    )  # fmt: skip
    Document.objects.create(
        agreement=agreement, kind="annex", title="Canary", file="documents/y.pdf", sha256="1" * 64, size=1,
        is_public=False,
    )  # fmt: skip
    address = f"{HOST}/id/agreement/{agreement.uid}"
    nodes = graph(f"/en/agreements/{agreement.number}/")
    parties = [
        {"@type": "GovernmentOrganization", "@id": f"{HOST}/id/municipality/{one.uid}", "name": one.name}
        for one in (saraj, rochester_hills)
    ]
    assert nodes["CreativeWork"] == {
        "@type": "CreativeWork",
        "@id": address,
        "identifier": agreement.number,
        "name": "A pact",
        "abstract": {"@value": "Një pakt", "@language": "sq"},
        "genre": "cooperation agreement",
        "mainEntityOfPage": f"{HOST}/en/agreements/{agreement.number}/",
        "creator": parties,
        "keywords": ["Culture"],
        "inLanguage": ["sq", "en"],
        "dateCreated": "2016-11-05",
        "temporalCoverage": "2016-11-05/2031-05",
        "hasPart": [
            {
                "@type": "DigitalDocument",
                "name": "The text",
                "url": f"{HOST}/media/documents/x.pdf",
                "encodingFormat": "application/pdf",
                "inLanguage": "sq",
                "sha256": "0" * 64,
            }
        ],
        "sdLicense": "https://creativecommons.org/licenses/by/4.0/",
        "sdPublisher": {"@type": "Organization", "name": "Besa", "url": f"{HOST}/en/"},
    }
    assert nodes["Event"] == {
        "@type": "Event",
        "name": "Signed: A pact",
        "startDate": "2016-11-05",
        "about": {"@id": address},
        "organizer": parties,
    }
    assert trail(nodes["BreadcrumbList"])[1] == ("A pact", f"{HOST}/en/agreements/{agreement.number}/")


def test_who_signed_for_a_party_is_a_person(saraj, rochester_hills):
    mayor = make_mayor(saraj, "Blerim Bexheti")
    agreement = make_agreement(saraj, rochester_hills, make_municipality("Later"), title="A pact")
    agreement.parties.filter(municipality=saraj).update(
        signatory=mayor, signatory_name="B. Bexheti", signatory_title_sq="Kryetar", signed_on="2016-11-05"
    )
    agreement.parties.filter(municipality=rochester_hills).update(signatory_name="Bryan Barnett")
    agreement.parties.filter(municipality__name="Later").update(signatory_name="Nobody yet", signed_on="2020")
    nodes = graph(f"/en/agreements/{agreement.number}/?asOf=2017-01-01")
    assert nodes["CreativeWork"]["contributor"] == [
        {
            "@type": "Person",
            "@id": f"{HOST}/id/mayor/{mayor.uid}",
            "name": "B. Bexheti",
            "jobTitle": {"@value": "Kryetar", "@language": "sq"},
            "affiliation": {"@id": f"{HOST}/id/municipality/{saraj.uid}"},
        },
        {
            "@type": "Person",
            "name": "Bryan Barnett",
            "affiliation": {"@id": f"{HOST}/id/municipality/{rochester_hills.uid}"},
        },
    ]


def test_what_the_parties_did_are_events(agreement):
    make_activity(
        agreement, title="Camp", starts_on="2019-07", ends_on="2019-08", place="Saraj", outcome="Forty children met."
    )
    node = graph(f"/en/agreements/{agreement.number}/")["Event"]
    del node["about"], node["organizer"]
    assert node == {
        "@type": "Event",
        "name": "Camp",
        "description": "Forty children met.",
        "startDate": "2019-07",
        "endDate": "2019-08",
        "location": {"@type": "Place", "name": "Saraj"},
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
    }


def test_what_came_later_is_not_said_of_an_earlier_day(agreement):
    make_act(agreement, "signed", "2016-11-05")
    make_activity(agreement, title="Camp", starts_on="2019-07")
    nodes = graph(f"/en/agreements/{agreement.number}/?asOf=2015-01-01")
    assert ("Event" in nodes, "dateCreated" in nodes["CreativeWork"]) == (False, False)


def test_a_municipality_is_a_place_and_a_body(saraj):
    type(saraj).objects.filter(pk=saraj.pk).update(
        wikidata_qid="Q1", geonames_id=786093, website="https://saraj.example/", national_code="4170",
        national_code_scheme="NUTS", region_name="Skopje", existed_from="1996",
    )  # fmt: skip
    Alias.objects.create(municipality=saraj, text="Sarait", language="sq")
    term = make_mayor(saraj, "Present", starts_on="2021-10", ongoing=True)
    make_mayor(saraj, "Past", starts_on="2000", ends_on="2004")
    nodes = graph(f"/en/municipalities/{saraj.uid}/")
    assert nodes["City/GovernmentOrganization"] == {
        "@type": ["City", "GovernmentOrganization"],
        "@id": f"{HOST}/id/municipality/{saraj.uid}",
        "name": "Saraj",
        "alternateName": ["Sarait", "Сарај"],
        "url": "https://saraj.example/",
        "mainEntityOfPage": f"{HOST}/en/municipalities/{saraj.uid}/",
        "sameAs": ["http://www.wikidata.org/entity/Q1", "https://sws.geonames.org/786093/"],
        "identifier": {"@type": "PropertyValue", "propertyID": "NUTS", "value": "4170"},
        "geo": {"@type": "GeoCoordinates", "latitude": 42.0, "longitude": 21.32778},
        "containedInPlace": [
            {"@type": "AdministrativeArea", "name": "Skopje"},
            {"@type": "Country", "name": "North Macedonia", "identifier": "MK"},
        ],
        "member": [
            {
                "@type": "OrganizationRole",
                "roleName": "mayor",
                "startDate": "2021-10",
                "member": {"@type": "Person", "@id": f"{HOST}/id/mayor/{term.uid}", "name": "Present"},
            }
        ],
        "foundingDate": "1996",
    }
    assert trail(nodes["BreadcrumbList"]) == [
        ("Municipalities", f"{HOST}/en/municipalities/"),
        ("Saraj", f"{HOST}/en/municipalities/{saraj.uid}/"),
    ]


def test_what_is_not_known_is_not_said():
    bare = make_municipality("Bare", level="district")
    assert graph(f"/mk/municipalities/{bare.uid}/")["AdministrativeArea/GovernmentOrganization"] == {
        "@type": ["AdministrativeArea", "GovernmentOrganization"],
        "@id": f"{HOST}/id/municipality/{bare.uid}",
        "name": "Bare",
        "mainEntityOfPage": f"{HOST}/mk/municipalities/{bare.uid}/",
        "containedInPlace": [{"@type": "Country", "name": "Северна Македонија", "identifier": "MK"}],
    }


def test_a_mayor_is_a_person_in_terms(saraj):
    now = make_mayor(saraj, "Demo Person", starts_on="2021", ongoing=True, wikidata_qid="Q2")
    make_mayor(saraj, "Demo Person", starts_on="1996", ends_on="2000", acting=True)
    place = {"@type": ["City", "GovernmentOrganization"], "@id": f"{HOST}/id/municipality/{saraj.uid}", "name": "Saraj"}
    assert graph(f"/en/mayors/{now.uid}/")["Person"] == {
        "@type": "Person",
        "@id": f"{HOST}/id/mayor/{now.uid}",
        "name": "Demo Person",
        "jobTitle": "mayor",
        "mainEntityOfPage": f"{HOST}/en/mayors/{now.uid}/",
        "sameAs": ["http://www.wikidata.org/entity/Q2"],
        "memberOf": [
            {"@type": "OrganizationRole", "roleName": "mayor", "startDate": "2021", "memberOf": place},
            {
                "@type": "OrganizationRole", "roleName": "acting mayor", "startDate": "1996", "endDate": "2000",
                "memberOf": place,
            },
        ],
    }  # fmt: skip


def test_who_is_no_longer_mayor_has_no_such_job(saraj):
    former = make_mayor(saraj, "Former", starts_on="1996", ends_on="2000")
    assert "jobTitle" not in graph(f"/en/mayors/{former.uid}/")["Person"]


def test_a_joint_project_is_a_project(saraj, rochester_hills):
    project = make_joint_project(
        saraj, rochester_hills, title_en="A bridge", summary_sq="Një urë", summary_en="", planned_start="2020",
        actual_start="2021-05", funder="A fund",
    )  # fmt: skip
    node = graph(f"/en/joint-projects/{project.uid}/")["Project"]
    assert [member["name"] for member in node.pop("member")] == ["Saraj", "Rochester Hills"]
    assert node == {
        "@type": "Project",
        "@id": f"{HOST}/id/joint-project/{project.uid}",
        "name": "A bridge",
        "description": {"@value": "Një urë", "@language": "sq"},
        "mainEntityOfPage": f"{HOST}/en/joint-projects/{project.uid}/",
        "foundingDate": "2021-05",
        "funder": {"@type": "Organization", "name": "A fund"},
    }


def test_a_good_practice_is_an_article_of_its_owner(saraj, rochester_hills):
    practice = GoodPractice.objects.create(
        owner=saraj, title="Lighting", problem="Dark streets", solution="Lamps", **published_from_sources()
    )
    Adoption.objects.create(practice=practice, municipality=rochester_hills)
    PracticeField.objects.create(practice=practice, field=make_field("energy", "Energy"))
    node = graph(f"/en/good-practices/{practice.uid}/")["Article"]
    assert (node["headline"], node["abstract"], node["articleBody"]) == ("Lighting", "Dark streets", "Lamps")
    assert (node["author"]["name"], node["mentions"][0]["name"], node["keywords"]) == (
        "Saraj", "Rochester Hills", ["Energy"],
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["agreements", "municipalities", "joint-projects", "good-practices"])
def test_a_list_is_a_dataset_that_can_be_had_otherwise(agreement, kind):
    node = graph(f"/en/{kind}/?country=MK")["Dataset"]
    assert (node["@id"], node["license"]) == (f"{HOST}/en/{kind}/", "https://creativecommons.org/licenses/by/4.0/")
    for one in node["distribution"]:
        answer = Client().get(one["contentUrl"])
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, one["encodingFormat"])


def test_the_front_page_says_how_to_search(agreement):
    action = graph("/sq/")["WebSite"]["potentialAction"]
    assert Client().get(action["target"]["urlTemplate"].replace("{search_term_string}", "Saraj")).status_code == 200


def test_no_text_ends_the_block(saraj):
    for title in ("</script><script>alert(1)</script>", "<!-- <script>", "a & b"):
        project = make_joint_project(saraj, title=title)
        path = f"/en/joint-projects/{project.uid}/"
        html = Client().get(path).content.decode()
        assert ("<script>alert" in html, graph(path)["Project"]["name"]) == (False, title)


def test_a_field_is_a_word_of_the_list_and_a_network_an_organisation(agreement):
    field = make_field("culture", "Culture")
    found = graph("/en/fields/culture/")
    term = found["DefinedTerm"]
    assert (term["termCode"], term["name"]) == ("culture", "Culture")
    assert term["@id"] == f"{HOST}/id/field/{field.uid}"
    assert trail(found["BreadcrumbList"]) == [
        ("Fields of cooperation", f"{HOST}/en/fields/"),
        ("Culture", f"{HOST}/en/fields/culture/"),
    ]
    network = Network.objects.create(name="Ring of towns", is_named=True, website="https://ring.example/")
    organisation = graph(f"/en/networks/{network.uid}/")["Organization"]
    assert (organisation["name"], organisation["url"]) == ("Ring of towns", "https://ring.example/")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/en/fields/", "Dataset"),
        ("/sq/networks/", "Dataset"),
        ("/mk/overview/", "Dataset"),
        ("/en/overview/maps/balkans/", "WebPage"),
        ("/sq/partners/", "WebPage"),
        ("/en/municipalities/compare/", "WebPage"),
        ("/mk/search/?q=saraj", "WebPage"),
        ("/en/about/", "WebPage"),
        ("/en/accessibility/", "WebPage"),
        ("/en/privacy/", "WebPage"),
    ],
)
def test_every_other_page_says_what_it_is(agreement, path, kind):
    node = graph(path)[kind]
    assert node["url"] == HOST + path.partition("?")[0]
    assert node["name"]
    assert node["inLanguage"] == path[1:3]


def test_comparison_is_about_both(saraj, rochester_hills):
    page = graph(f"/en/municipalities/compare/?one={saraj.uid}&other={rochester_hills.uid}")["WebPage"]
    assert page["name"] == "Saraj · Rochester Hills"
    assert page["url"] == f"{HOST}/en/municipalities/compare/?one={saraj.uid}&other={rochester_hills.uid}"
    assert [one["@id"] for one in page["about"]] == [
        f"{HOST}/id/municipality/{one.uid}" for one in (saraj, rochester_hills)
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/en/nothing/",
        "/en/agreements/?yearFrom=x",
        "/en/municipalities/%00/",
        f"/en/search/?q={'x' * 201}",
        "/en/municipalities/compare/?one=nowhere&other=neither",
        f"/en/partners/?challenge={'x' * 3000}",
    ],
)
def test_a_page_that_says_something_is_wrong_says_no_more(path, db):
    answer = Client().get(path)
    assert answer.status_code in (400, 404)
    assert BLOCK.findall(answer.content.decode()) == []


def test_absolute_addresses_are_those_that_were_asked():
    site = Site(RequestFactory().get("/en/", headers={"host": "localhost"}, secure=True))
    assert site.page("home") == "https://localhost/en/"

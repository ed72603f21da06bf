"""Fields of cooperation and networks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Act, AgreementField, ProjectField
from tests.factories import (
    make_act,
    make_agreement,
    make_field,
    make_joint_project,
    make_municipality,
    make_network,
    make_practice,
    withdraw_silently,
)
from tests.pages.reading import text_of
from tests.pages.test_municipality_page import section


def page(client, path, **query):
    response = client.get(f"/en/{path}", query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def lakes(saraj, rochester_hills):
    """A field with two agreements, a project and a practice, and as many that are not public."""
    field = make_field("lakes", name_en="Lakes", name_sq="Liqene", name_mk="Езера", sdgs=[14, 6])
    early, late = make_agreement(saraj, rochester_hills), make_agreement(saraj, make_municipality("Tirana"))
    make_act(early, Act.Kind.SIGNED, "1990")
    make_act(late, Act.Kind.SIGNED, "2010")
    draft, gone = make_agreement(public=False), make_agreement()
    for agreement in (early, late, draft, gone):
        AgreementField.objects.create(agreement=agreement, field=field)
    withdraw_silently(gone)
    for title, public in (("Project A", True), ("Project B", False)):
        ProjectField.objects.create(project=make_joint_project(title=title, public=public), field=field)
        make_practice(saraj, title=title.replace("Project", "Practice"), public=public, fields=[field])
    return field


def test_fields_are_listed_with_goals_and_numbers_of_what_is_public(client, lakes):
    make_field("hills", name_en="Hills")
    text = text_of(page(client, "fields/"))
    assert "Hills 0 0 0 none is named Lakes 2 1 1 6. Clean water and sanitation, 14. Life below water" in text
    assert "Lakes 1 1 1" in text_of(page(client, "fields/", asOf="2000-01-01"))


def test_field_says_what_it_is_and_what_happens_in_it(client, lakes):
    html = page(client, "fields/lakes/")
    text = text_of(html)
    for said in (
        "English: Lakes Albanian: Liqene Macedonian: Езера", "6. Clean water and sanitation",
        "All 2 agreements in this field",
        "Most active municipalities Municipality Agreements in this field Saraj , North Macedonia 2",
        "Project A", "Practice A", "Added: field of cooperation",
    ):  # fmt: skip
        assert said in text, said
    assert "Project B" not in text
    assert "Practice B" not in text
    assert 'href="/en/agreements/?field=lakes"' in html


def test_field_of_a_past_day_knows_what_was_there_then(client, lakes):
    text = text_of(page(client, "fields/lakes/", asOf="2000-01-01"))
    assert "Rochester Hills" in text
    assert "Tirana" not in text
    assert "No agreement in the register names this field." in text_of(page(client, "fields/lakes/", asOf="1980-01-01"))


def test_field_without_anything_says_so(client, db):
    make_field("empty", name_en="Empty")
    text = text_of(page(client, "fields/empty/"))
    for noun in ("agreement", "joint project", "good practice"):
        assert f"No {noun} in the register names this field." in text


def test_field_without_a_name_in_the_reader_s_language_is_not_indexed(client, db):
    make_field("waste", name_en="", name_mk="Отпад")
    html = page(client, "fields/waste/")
    assert '<meta name="robots" content="noindex">' in html
    assert "shown in Macedonian" in html


def test_unknown_field_and_network_are_missing(client, db):
    for path in ("fields/nothing/", "networks/00000000-0000-0000-0000-000000000000/"):
        assert client.get(f"/en/{path}").status_code == 404


def test_network_shows_its_agreements_and_the_parties_of_them(client, saraj, agreement):
    draft = make_agreement(saraj, make_municipality("Secret"), public=False)
    network = make_network("lake network", agreement, draft, website="https://lakes.example/")
    html = page(client, f"networks/{network.uid}/")
    assert section(html, "members").startswith(
        "Municipalities in these agreements North Macedonia Saraj United States Rochester Hills"
    )
    text = text_of(html)
    for said in ("Lake network", "Named by the source yes", "https://lakes.example/", "Municipalities 2"):
        assert said in text, said
    assert "Secret" not in html
    assert "Lake network 1 agreement" in text_of(page(client, "networks/"))


def test_network_leads_to_all_of_its_agreements_and_their_feed(client, db):
    network = make_network("lakes", *(make_agreement() for _ in range(12)))
    make_agreement()
    html = page(client, f"networks/{network.uid}/")
    assert html.count('<h3><a href="/en/agreements/IMCA') == 10
    link = f'<a href="/en/agreements/?network={network.uid}">All 12 agreements under this network</a>'
    assert link in html
    assert len(client.get(f"/en/agreements/?network={network.uid}").context["rows"]) == 12
    assert f'href="/en/agreements.atom?network={network.uid}"' in html
    # The day goes with it.
    dated = page(client, f"networks/{network.uid}/?asOf=2020-01-01")
    assert f'<a href="/en/agreements/?network={network.uid}&amp;asOf=2020-01-01">All 12 agreements' in dated


def test_network_says_when_it_does_not_name_all_municipalities(client, saraj, monkeypatch):
    monkeypatch.setattr("pages.views.networks.MOST_MEMBERS", 2)
    network = make_network("lakes", make_agreement(saraj, make_municipality("Tirana", country="AL")))
    more = "There are more: these are the first, by country and name."
    assert more not in page(client, f"networks/{network.uid}/")
    network.agreement_links.create(agreement=make_agreement(saraj, make_municipality("Tuzi", country="ME")))
    html = page(client, f"networks/{network.uid}/")
    assert more in html
    assert "Municipalities 3" in text_of(html)


def test_network_that_its_source_does_not_name_is_said_to_be_so(client, agreement):
    network = make_network("several networks", agreement, is_named=False)
    text = text_of(page(client, f"networks/{network.uid}/"))
    assert "The source speaks of a network, or of several, without a name" in text
    assert "Named by the source no" in text
    assert "not named by the source" in text_of(page(client, "networks/"))


def test_lists_without_anything_say_so(client, db):
    assert "No field is in the register yet." in page(client, "fields/")
    assert "No network is in the register yet." in page(client, "networks/")


def test_three_take_no_more_queries_than_one(client, saraj):
    def make(number):
        agreement = make_agreement(saraj, make_municipality())
        AgreementField.objects.create(agreement=agreement, field=field)
        network.agreement_links.create(agreement=agreement)
        ProjectField.objects.create(project=make_joint_project(), field=field)
        make_practice(make_municipality(), fields=[field])
        make_field(f"field-{number}")
        make_network()

    def counts():
        found = []
        for path in ("fields/", "fields/lakes/", "networks/", f"networks/{network.uid}/"):
            page(client, path)
            with CaptureQueriesContext(connection) as captured:
                page(client, path)
            found.append(len(captured))
        return found

    field, network = make_field("lakes"), make_network()
    make(0)
    one = counts()
    make(1), make(2)
    assert counts() == one

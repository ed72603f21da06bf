"""Two municipalities compared."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Act, AgreementField
from pages.records import comparison, partnerships
from tests.factories import (
    make_act,
    make_agreement,
    make_field,
    make_joint_project,
    make_municipality,
    make_network,
    make_practice,
)
from tests.pages.reading import text_of
from tests.pages.test_municipality_page import section


def page(client, one="", other="", status=200, **query):
    response = client.get("/en/municipalities/compare/", {"one": one, "other": other, **query})
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def pair(saraj, rochester_hills):
    saraj.population, saraj.population_year = 35408, 2002
    saraj.save()
    return {"one": str(saraj.uid), "other": str(rochester_hills.uid)}


def test_boxes_are_offered_before_anything_is_asked(client, db):
    html = client.get("/en/municipalities/compare/").content.decode()
    assert text_of(html).count("A name, in any language or alphabet") == 2
    assert '<meta name="robots" content="noindex">' in html


def test_both_stand_side_by_side(client, pair):
    text = section(page(client, **pair), "sides")
    for said in (
        "Country North Macedonia United States",
        "Population 35,408 (2002) not known",
        "Distance about 7,950 km apart",
        "Agreements 0 0 Partners 0 0",
    ):
        assert said in text, said


def test_agreements_with_each_other_are_told_with_their_status(client, saraj, rochester_hills, pair):
    make_act(make_agreement(saraj, rochester_hills), Act.Kind.SIGNED, "2024-05")
    make_agreement(saraj, rochester_hills, public=False, form="twinning")
    make_agreement(saraj, make_municipality(), form="friendship")
    text = section(page(client, **pair), "between")
    assert "Cooperation agreement of Saraj and Rochester Hills , since May 2024 signed" in text
    assert "Twinning" not in text
    assert "Friendship" not in text
    assert "no agreement between them" in section(page(client, **pair, asOf="2000-01-01"), "between")


def test_partners_of_both_are_listed_by_country_with_both_agreements(client, saraj, rochester_hills, pair):
    tirana, bursa = make_municipality("Tirana", country="AL"), make_municipality("Bursa", country="TR")
    for municipality in (saraj, rochester_hills):
        make_act(make_agreement(municipality, tirana, form="twinning"), Act.Kind.SIGNED, "1991")
        make_agreement(municipality, make_municipality("Only one"))
    make_agreement(saraj, rochester_hills, bursa)
    make_agreement(rochester_hills, make_municipality("Draft"), public=False)
    html = page(client, **pair)
    text = section(html, "shared")
    assert "2 municipalities have agreements with both." in text
    assert '<meta name="robots" content="noindex">' in html
    assert "Albania Tirana Twinning" in text
    assert text.count("(1991)") == 2
    assert "Türkiye Bursa Cooperation agreement" in text
    assert "Only one" not in html
    assert "Draft" not in html


def test_who_had_left_by_the_day_shares_nothing_any_more(client, saraj, rochester_hills, pair):
    agreement = make_agreement(saraj, rochester_hills)
    make_act(agreement, Act.Kind.SIGNED, "1990")
    agreement.parties.filter(municipality=rochester_hills).update(left_on="2000")
    then, later = (section(page(client, **pair, asOf=day), "between") for day in ("1999-01-01", "2005-01-01"))
    assert "Cooperation agreement of Saraj and Rochester Hills" in then
    assert "no agreement between them" in later


def test_fields_networks_projects_and_practices_are_those_of_both(client, saraj, rochester_hills, pair):
    mine, theirs = make_agreement(saraj, make_municipality()), make_agreement(rochester_hills, make_municipality())
    lakes, hills = make_field("lakes"), make_field("hills")
    for agreement, field in ((mine, lakes), (theirs, lakes), (mine, hills)):
        AgreementField.objects.create(agreement=agreement, field=field)
    make_network("Of both", mine, theirs)
    make_network("Of one", mine)
    make_joint_project(saraj, rochester_hills, title="Together")
    make_joint_project(saraj, title="Alone")
    make_joint_project(saraj, rochester_hills, title="Draft", public=False)
    make_practice(saraj, rochester_hills, title="Shared practice")
    make_practice(saraj, make_municipality(), title="Other practice")
    text = section(page(client, **pair), "common")
    assert text == (
        "What both work on Fields of cooperation Lakes Networks Of both Joint projects Together in preparation "
        "Good practices Shared practice : Rochester Hills took it up from Saraj "
    )


def test_what_they_do_not_share_is_said(client, pair):
    html = page(client, **pair)
    assert "No third municipality has agreements with both" in section(html, "shared")
    assert section(html, "common").count("none is known") == 3


def test_names_are_understood_in_any_script(client, saraj, rochester_hills):
    text = text_of(page(client, "Сарај", "rochester hills"))
    assert "Saraj · Rochester Hills" in text
    assert "Side by side" in text


def test_name_that_several_bear_is_asked_back_and_the_other_box_is_kept(client, saraj):
    towns = [make_municipality("Springfield", country="US", region_name=name) for name in ("Illinois", "Ohio")]
    html = page(client, "Springfield", "Сарај")
    assert "Several municipalities may be meant by “Springfield”. Which one?" in html
    assert "Springfield , Illinois, United States Springfield , Ohio, United States" in text_of(html)
    for town in towns:
        assert f'href="/en/municipalities/compare/?one={town.uid}&amp;other={saraj.uid}"' in html
    assert f'<input type="hidden" name="other" value="{saraj.uid}">' in html


def test_more_that_may_be_meant_than_can_be_shown_are_said_to_be_more(client, db):
    for _ in range(21):
        make_municipality("Springfield", country="US")
    html = page(client, "Springfield")
    assert html.count(">Springfield</a>") == 20
    assert "There are more: write more of the name." in html


def test_unknown_name_is_told_beside_its_box(client, saraj):
    html = page(client, "zzzzqqqq", "saraj", status=400)
    assert '<a href="#id_one">First municipality</a>: No municipality of this name is in the register' in html
    assert 'id="id_one_error">No municipality of this name' in html


@pytest.mark.parametrize("text", ["\x00", "x" * 201])
def test_unreadable_name_is_refused(client, db, text):
    assert client.get("/en/municipalities/compare/", {"one": text}).status_code == 400


def test_municipality_is_not_compared_with_itself(client, saraj):
    html = page(client, "saraj", str(saraj.uid), status=400)
    assert 'id="id_other_error">This is the same municipality: choose another.' in html
    assert "Side by side" not in html


def test_municipality_s_page_leads_here(client, saraj):
    html = client.get(f"/en/municipalities/{saraj.uid}/").content.decode()
    assert f'href="/en/municipalities/compare/?one={saraj.uid}"' in html


def test_of_very_many_agreements_the_latest_are_compared_and_that_is_said(client, saraj, pair, monkeypatch):
    for module in (partnerships, comparison):
        monkeypatch.setattr(module, "MOST_AGREEMENTS", 1)
    for _ in range(2):
        make_agreement(saraj, make_municipality())
    text = section(page(client, **pair), "sides")
    assert "Agreements more than 1 0 Partners at least 1 0" in text


def test_of_a_past_day_too_it_is_said_that_there_are_more(client, saraj, pair, monkeypatch):
    for module in (partnerships, comparison):
        monkeypatch.setattr(module, "MOST_AGREEMENTS", 2)
    for year in ("1980", "1981", "1982", "2010", "2011", "2012"):
        make_act(make_agreement(saraj, make_municipality()), "signed", year)
    left = make_agreement(saraj, make_municipality())
    make_act(left, "signed", "1983")
    left.parties.filter(municipality=saraj).update(left_on="1984")
    text = section(page(client, asOf="1990-01-01", **pair), "sides")
    assert "Agreements more than 1 0 Partners at least 1 0" in text


def test_three_of_everything_take_no_more_queries_than_one(client, saraj, rochester_hills, pair):
    def make():
        shared = make_municipality()
        for municipality in (saraj, rochester_hills):
            agreement = make_agreement(municipality, shared)
            AgreementField.objects.create(agreement=agreement, field=make_field())
            make_network(None, agreement)
        make_agreement(saraj, rochester_hills)
        make_joint_project(saraj, rochester_hills)
        make_practice(saraj, rochester_hills)

    def count():
        page(client, **pair)
        with CaptureQueriesContext(connection) as captured:
            page(client, **pair)
        return len(captured)

    make()
    one = count()
    make(), make()
    assert (count(), one <= 16) == (one, True), one

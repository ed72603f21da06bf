from django.db import connection
from django.test.utils import CaptureQueriesContext

from municipalities.models import Alias
from pages.views import municipalities
from tests.factories import make_act, make_agreement, make_joint_project, make_mayor, make_municipality
from tests.pages.test_agreement_page import text_of


def page(client, municipality, language="en"):
    response = client.get(f"/{language}/municipalities/{municipality.uid}/")
    assert response.status_code == 200
    return response.content.decode()


def test_identifiers_and_names_are_shown(client, saraj):
    saraj.geonames_id, saraj.wikidata_qid, saraj.region = 786093, "Q123", "MK-811"
    saraj.save()
    Alias.objects.create(municipality=saraj, text="Sarajit", language="sq")
    text = text_of(page(client, saraj))
    for said in ("GeoNames: 786093", "Wikidata: Q123", "MK-811", "Sarajit", "42° north, 21.3278° east"):
        assert said in text


def test_mayors_stand_in_time_and_unknown_is_said(client, saraj):
    make_mayor(saraj, "Undated")
    make_mayor(saraj, "Earlier", starts_on="1990", ends_on="1994-05")
    make_mayor(saraj, "Present", starts_on="2021-10-17", ongoing=True)
    text = text_of(page(client, saraj))
    assert "Present October 17, 2021 in office Earlier 1990 May 1994 Undated not known not known" in text, text[
        text.index("Mayors in time") :
    ][:300]


def test_partners_are_listed_by_country_with_year_and_status(client, saraj):
    tirana, bursa = make_municipality("Tirana", country="AL"), make_municipality("Bursa", country="TR")
    make_act(make_agreement(saraj, tirana, form="twinning"), "entered_into_force", "1991")
    make_agreement(saraj, bursa)
    make_agreement(saraj, make_municipality("Hidden"), public=False)
    text = text_of(page(client, saraj))
    assert "Albania Tirana Twinning IMCA" in text
    assert "1991 in force Türkiye Bursa Cooperation agreement" in text
    assert "2 municipalities have an agreement with this one." in text
    assert "Hidden" not in text


def test_three_hundred_partners_take_no_more_queries_than_one(client, saraj):
    def make(number):
        partner = make_municipality(f"Partner {number:03}", country="DE", latitude=50 + number / 100, longitude=9)
        make_agreement(saraj, partner)

    def count():
        with CaptureQueriesContext(connection) as captured:
            page(client, saraj)
        return len(captured)

    make(0)
    make_joint_project(saraj)
    make_mayor(saraj)
    one = count()
    for number in range(1, 300):
        make(number)
    assert (count(), one <= 16) == (one, True)
    html = page(client, saraj)
    assert html.count("Partner ") == 300
    assert html.count('class="arc"') == 300
    assert len(html) < 400_000


def test_partners_past_the_limit_are_left_to_the_list(client, saraj, monkeypatch):
    monkeypatch.setattr(municipalities, "MOST_PARTNERS", 1)
    make_agreement(saraj, make_municipality())
    assert "There are more" not in page(client, saraj)
    make_agreement(saraj, make_municipality())
    assert "There are more: see all of its agreements" in page(client, saraj)


def test_merged_municipality_leads_to_its_successor(client, saraj):
    old = make_municipality("Old Saraj", successor=saraj)
    assert f'It became part of <a href="/en/municipalities/{saraj.uid}/">Saraj</a>' in page(client, old)
    assert "Took in Old Saraj" in text_of(page(client, saraj))


def test_place_south_and_west_is_called_so(client, db):
    assert "34.6° south, 58.4° west" in text_of(page(client, make_municipality(latitude=-34.6, longitude=-58.4)))


def test_place_on_the_equator_is_known(client, db):
    assert "0° north, 0° east" in text_of(page(client, make_municipality(latitude=0, longitude=0)))

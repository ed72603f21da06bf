import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages import listing
from tests.factories import (
    make_act,
    make_agreement,
    make_commitment,
    make_field,
    make_joint_project,
    make_municipality,
    withdraw_silently,
)


def names(response):
    return [str(row.name) for row in response.context["rows"]]


def queries(client, address):
    """How many queries a page takes, once everything that is kept between requests is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_list_holds_what_is_public(client, agreement):
    make_agreement(public=False)
    withdraw_silently(make_agreement())
    response = client.get("/en/agreements/")
    assert names(response) == ["Cooperation agreement of Saraj and Rochester Hills"]
    assert response.context["listing"].total == 1


@pytest.mark.parametrize("text", ["Saraj", "Сарај", "SARAJ", "saraj hills", "Sarajit", "rochester"])
def test_list_finds_in_any_script_and_spelling(client, agreement, text):
    make_agreement(form="twinning")
    response = client.get("/en/agreements/", {"q": text})
    assert [row.agreement for row in response.context["rows"]] == [agreement]


def test_list_filters_by_what_the_boxes_say(client, agreement, saraj):
    other = make_agreement(make_municipality("Tirana", country="AL"), make_municipality(), form="twinning")
    make_act(other, "entered_into_force", "1991")
    for asked, found in [
        ({"municipality": "saraj"}, [agreement]),
        ({"municipality": str(saraj.uid)}, [agreement]),
        ({"country": "AL"}, [other]),
        ({"form": "twinning"}, [other]),
        ({"status": "in_force"}, [other]),
        ({"yearFrom": "1990", "yearTo": "1992"}, [other]),
        ({"asOf": "1980-01-01", "status": "in_force"}, []),
        ({"sort": "since"}, [other, agreement]),
        ({}, [other, agreement]),
    ]:
        rows = client.get("/en/agreements/", asked).context["rows"]
        assert (asked, [row.agreement for row in rows]) == (asked, found)


def test_list_of_a_municipality_says_its_name(client, agreement, saraj):
    html = client.get("/en/agreements/", {"municipality": str(saraj.uid)}).content.decode()
    assert "<h1>Agreements of Saraj</h1>" in html


def test_list_goes_on_over_pages(client, db, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    agreements = [make_agreement() for _ in range(5)]
    pages = [client.get("/en/agreements/", {"page": number, "form": "cooperation"}) for number in (1, 2, 3)]
    shown = [row.agreement for page in pages for row in page.context["rows"]]
    assert shown == agreements[::-1]
    assert 'rel="next" href="?page=3&amp;form=cooperation"' in pages[1].content.decode()
    assert client.get("/en/agreements/", {"page": 4}).status_code == 404


def test_list_counts_no_further_than_its_last_page(client, db, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    monkeypatch.setattr(listing, "LAST_PAGE", 2)
    for _ in range(4):
        make_agreement()
    html = client.get("/en/agreements/").content.decode()
    assert "1 to 1 of more than 2" in html


@pytest.mark.parametrize("address", ["/en/agreements/", "/en/agreements/?q=cooperation&country=MK", "/en/"])
def test_agreements_take_the_same_queries_for_one_and_for_three(client, db, address):
    def make():
        agreement = make_agreement(title_en="Cooperation")
        make_act(agreement, "signed", "1990")
        make_commitment(agreement)
        agreement.fields.add(make_field())

    make()
    one = queries(client, address)
    make()
    make()
    assert queries(client, address) == one
    assert one <= 20


def test_municipalities_take_the_same_queries_for_one_and_for_three(client, db):
    make_municipality("Only one")
    one = queries(client, "/en/municipalities/")
    make_agreement()
    assert queries(client, "/en/municipalities/") == one
    assert one <= 6


def test_joint_projects_take_the_same_queries_for_one_and_for_three(client, saraj):
    make_joint_project(saraj)
    one = queries(client, "/en/joint-projects/")
    make_joint_project(saraj, make_municipality())
    make_joint_project(saraj)
    assert queries(client, "/en/joint-projects/") == one
    assert one <= 8


def test_municipalities_are_found_and_counted(client, agreement):
    response = client.get("/en/municipalities/", {"q": "сарај"})
    assert [(one.name, one.agreements) for one in response.context["listing"].rows] == [("Saraj", 1)]
    assert "1 agreement</span>" in response.content.decode()

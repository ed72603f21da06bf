import pytest

from pages.records.nouns import NOUNS
from tests.factories import (
    make_agreement,
    make_field,
    make_joint_project,
    make_mayor,
    make_network,
    make_practice,
    withdraw_silently,
)

PAGE, JSON = "text/html,application/xhtml+xml,*/*;q=0.8", "application/json"


@pytest.mark.parametrize(
    ("accept", "wants_json"),
    [
        (PAGE, False),
        ("*/*", False),
        ("", False),
        (JSON, True),
        ("application/ld+json", True),
        ("application/json;q=0.5, text/html;q=0.4", True),
        ("image/png", False),
    ],
)
def test_permanent_address_leads_to_page_or_json(client, agreement, accept, wants_json):
    response = client.get(f"/id/agreement/{agreement.uid}", headers={"Accept": accept, "Accept-Language": "en"})
    expected = f"/api/v1/agreements/{agreement.uid}" if wants_json else f"/en/agreements/{agreement.number}/"
    assert (response.status_code, response.headers["Location"]) == (303, expected)
    assert response.headers["Vary"] == "Accept, Accept-Language, Cookie"


def test_permanent_address_obeys_the_address_before_the_header(client, agreement):
    response = client.get(f"/id/agreement/{agreement.uid}?format=json", headers={"Accept": PAGE})
    assert response.headers["Location"] == f"/api/v1/agreements/{agreement.uid}"


@pytest.fixture
def records(agreement, saraj):
    """A record of each noun."""
    return {
        "agreement": agreement,
        "municipality": saraj,
        "joint-project": make_joint_project(saraj),
        "mayor": make_mayor(saraj),
        "good-practice": make_practice(saraj),
        "field": make_field(),
        "network": make_network(),
    }


def test_permanent_addresses_of_every_noun_lead_to_a_page_and_to_json_where_there_is_any(client, records):
    assert set(records) == set(NOUNS)
    for noun, record in records.items():
        response = client.get(f"/id/{noun}/{record.uid}", follow=True, headers={"Accept": PAGE})
        assert (noun, response.status_code, response["Content-Type"]) == (noun, 200, "text/html; charset=utf-8")
        response = client.get(f"/id/{noun}/{record.uid}?format=json", follow=True)
        kind = "text/html; charset=utf-8" if noun in ("good-practice", "network") else "application/json"
        assert (noun, response.status_code, response["Content-Type"]) == (noun, 200, kind)


def test_permanent_address_of_a_draft_is_missing_and_of_the_withdrawn_stays(client, agreement):
    draft = make_agreement(public=False)
    assert client.get(f"/id/agreement/{draft.uid}").status_code == 404
    withdraw_silently(agreement)
    response = client.get(f"/id/agreement/{agreement.uid}", follow=True, headers={"Accept": PAGE})
    assert response.status_code == 410

from tests.factories import make_joint_project, make_municipality, withdraw_silently
from tests.pages.test_agreement_page import text_of


def test_project_shows_partners_money_and_what_is_unknown(client, agreement, saraj):
    project = make_joint_project(
        saraj, agreement=agreement, title="A bridge", budget="1234567.50", currency="EUR", actual_start="2019-07"
    )
    response = client.get(f"/en/joint-projects/{project.uid}/")
    text = text_of(response.content.decode())
    for said in (
        "Saraj , North Macedonia: partner",
        "€1,234,567.50",
        "July 2019 – …",
        "Funder not known",
        "Results not known",
        "Under the agreement Cooperation agreement of Saraj and Rochester Hills",
    ):
        assert said in text, said


def test_project_is_found_by_its_title_and_partner(client, saraj):
    project = make_joint_project(saraj, title="A bridge")
    make_joint_project(make_municipality(country="AL"), title="A road")
    for asked in ({"q": "bridge"}, {"municipality": "saraj"}, {"country": "MK"}):
        rows = client.get("/en/joint-projects/", asked).context["rows"]
        assert [found for found, _mark in rows] == [project]


def test_project_that_is_not_public_is_missing(client, agreement, saraj):
    assert client.get(f"/en/joint-projects/{make_joint_project(saraj, public=False).uid}/").status_code == 404
    project = make_joint_project(saraj, agreement=agreement)
    withdraw_silently(agreement)
    assert client.get(f"/en/joint-projects/{project.uid}/").status_code == 404


def test_withdrawn_project_leaves_its_tombstone(client, saraj):
    project = make_joint_project(saraj, title="A bridge")
    withdraw_silently(project, "Never begun")
    response = client.get(f"/en/joint-projects/{project.uid}/")
    assert response.status_code == 410
    assert "Never begun" in response.content.decode()

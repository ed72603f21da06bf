"""The page of one joint project, and how projects are found."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, ProjectField, ProjectPartner, Representative
from agreements.workflow import published_from_sources
from tests.factories import make_agreement, make_field, make_joint_project, make_municipality, withdraw_silently
from tests.pages.reading import cite, text_of


def page(client, project, language="en"):
    response = client.get(f"/{language}/joint-projects/{project.uid}/")
    assert response.status_code == 200
    return response.content.decode()


def test_project_shows_partners_money_and_what_is_unknown(client, agreement, saraj):
    project = make_joint_project(
        saraj, agreement=agreement, title="A bridge", budget="1234567.50", currency="EUR", actual_start="2019-07"
    )
    text = text_of(page(client, project))
    for said in (
        "Saraj , North Macedonia partner not known",
        "€1,234,567.50",
        "Planned dates not known",
        "Carried out from July 2019 , end not known",
        "Programme not known",
        "Funder not known",
        "Results not known",
        "Sustainable development goals none is named",
        "Under the agreement Cooperation agreement of Saraj and Rochester Hills",
    ):
        assert said in text, said


def test_project_published_after_midnight_is_of_the_new_day(client, saraj):
    after_midnight = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)  # 00:30 in Skopje
    project = make_joint_project(saraj, published_at=after_midnight)
    assert "Published July 1, 2026" in text_of(page(client, project))


def test_project_tells_all_that_is_known(client, agreement, saraj, rochester_hills):
    project = make_joint_project(
        saraj, agreement=agreement, title="A bridge", summary="Over the river", results="It stands", status="4",
        programme="Interreg", funder="European Union", planned_start="2018", planned_end="2020-06",
        actual_start="2019-07-01", actual_end="2021", sdgs=[13, 9],
    )  # fmt: skip
    clerk = Representative.objects.create(
        party=agreement.parties.get(municipality=rochester_hills), name="A Clerk", post="engineer", mandate="supervise",
        email="secret@example.org",
    )  # fmt: skip
    ProjectPartner.objects.create(project=project, municipality=rochester_hills, role="lead", supervisor=clerk)
    link = ProjectField.objects.create(project=project, field=make_field("bridges", "Bridges"))
    cite(project, "budget", publisher="The news of Saraj")
    cite(link, "field", publisher="The gazette of Saraj")
    html = page(client, project)
    text = text_of(html)
    for said in (
        "Rochester Hills , United States lead partner A Clerk , engineer Saraj , North Macedonia partner not known",
        "Status closed code 4 of IATI",
        "Programme Interreg",
        "Planned 2018 – June 2020",
        "Carried out July 1, 2019 – 2021",
        "Funder European Union",
        "9. Industry, innovation and infrastructure 13. Climate action",
        "Over the river",
        "Results It stands",
        "The news of Saraj",
        "The gazette of Saraj",
        "Added: joint project",
    ):
        assert said in text, said
    assert 'href="/en/fields/bridges/"' in html
    assert 'href="https://sdgs.un.org/goals/goal13"' in html
    assert "secret@example.org" not in html
    assert 'class="arc"' in html


def test_supervisor_without_a_name_is_called_by_the_post(client, agreement, saraj):
    project = make_joint_project(agreement=agreement)
    unnamed = Representative.objects.create(
        party=agreement.parties.get(municipality=saraj), post_sq="zyrtar", mandate="supervise"
    )
    ProjectPartner.objects.create(project=project, municipality=saraj, supervisor=unnamed)
    assert '<span lang="sq">zyrtar</span>' in page(client, project)


def test_project_in_another_language_says_so_and_is_not_indexed(client, saraj):
    project = make_joint_project(saraj, title="", title_mk="Мост", original_language="mk")
    html = page(client, project)
    assert '<h1 dir="auto" lang="mk">Мост' in html
    assert "Not yet available in English; shown in Macedonian." in html
    assert '<meta name="robots" content="noindex">' in html
    assert "noindex" not in page(client, project, "mk")


def test_three_partners_take_no_more_queries_than_one(client, agreement, saraj, rochester_hills):
    def count():
        page(client, project)
        with CaptureQueriesContext(connection) as captured:
            page(client, project)
        return len(captured)

    project = make_joint_project(saraj, agreement=agreement)
    ProjectField.objects.create(project=project, field=make_field())
    one = count()
    for party in (*agreement.parties.exclude(municipality=saraj), *make_agreement().parties.all()[:1]):
        clerk = Representative.objects.create(party=party, mandate="supervise")
        ProjectPartner.objects.create(project=project, municipality=party.municipality, supervisor=clerk)
        ProjectField.objects.create(project=project, field=make_field())
    assert count() == one


def test_project_is_found_by_its_title_and_partner(client, saraj):
    project = make_joint_project(saraj, title="A bridge")
    make_joint_project(make_municipality(country="AL"), title="A road")
    for asked in ({"q": "bridge"}, {"municipality": "saraj"}, {"country": "MK"}):
        rows = client.get("/en/joint-projects/", asked).context["rows"]
        assert [found for found, _mark in rows] == [project]


def test_project_that_is_not_public_is_missing(client, saraj):
    for project in (
        make_joint_project(saraj, public=False),
        make_joint_project(saraj, agreement=make_agreement(public=False)),
    ):
        for address in (f"/en/joint-projects/{project.uid}/", f"/id/joint-project/{project.uid}"):
            assert client.get(address).status_code == 404


def test_project_of_a_withdrawn_agreement_shows_why_that_was_withdrawn(client, agreement, saraj):
    project = make_joint_project(saraj, agreement=agreement, title="A bridge")
    withdraw_silently(agreement, "Recorded twice")
    response = client.get(f"/id/joint-project/{project.uid}", follow=True)
    assert response.status_code == 410
    assert "Recorded twice" in response.content.decode()
    assert "A bridge" not in response.content.decode()


def test_withdrawn_project_of_a_draft_was_never_there(client, saraj):
    project = make_joint_project(saraj, agreement=make_agreement(public=False))
    withdraw_silently(project)
    assert client.get(f"/en/joint-projects/{project.uid}/").status_code == 404


def test_withdrawn_project_leaves_its_tombstone(client, saraj):
    project = make_joint_project(saraj, title="A bridge")
    withdraw_silently(project, "Never begun")
    response = client.get(f"/en/joint-projects/{project.uid}/")
    assert response.status_code == 410
    assert "Never begun" in response.content.decode()


def test_supervisor_from_a_draft_is_named_nowhere(client, saraj):
    draft = make_agreement(saraj, make_municipality(), public=False)
    secret = Representative.objects.create(party=draft.parties.first(), name="Secret Supervisor", mandate="contact")
    project = make_joint_project(saraj, title="A bridge")
    project.partners.update(supervisor=secret)
    addresses = (f"/en/joint-projects/{project.uid}/", f"/api/v1/joint-projects/{project.uid}")
    assert [b"Secret" in client.get(address, follow=True).content for address in addresses] == [False, False]
    Agreement.objects.filter(pk=draft.pk).update(**published_from_sources())
    assert [b"Secret" in client.get(address, follow=True).content for address in addresses] == [True, True]

"""Reports of errors in the admin: whose they are, what is decided about them, how they are found."""

import pytest

from agreements.models import GoodPractice
from provenance.models import ErrorReport
from tests.agreements.admin.forms import filled
from tests.agreements.admin.worlds import url
from tests.factories import make_agreement, make_joint_project, make_mayor, make_municipality, make_user

pytestmark = pytest.mark.django_db


def report_about(record, what="The year is wrong.", **fields):
    return ErrorReport.objects.create(model=record.address, record=record.uid, what=what, language="en", **fields)


def records_of(municipality) -> list:
    """One record of each kind that the municipality keeps."""
    return [
        municipality,
        make_mayor(municipality),
        make_agreement(municipality, make_municipality(), recorded_by=municipality),
        make_agreement(municipality, make_municipality()),
        make_joint_project(municipality),
        GoodPractice.objects.create(owner=municipality, title="t", problem="p", solution="s"),
    ]


def seen_by(client, user) -> set:
    client.force_login(user)
    return set(client.get(url(ErrorReport, "list")).context["cl"].result_list)


def test_an_editor_sees_reports_about_own_records_of_every_kind(client, saraj, rochester_hills):
    own = [report_about(record) for record in records_of(saraj)]
    others = [report_about(record) for record in records_of(rochester_hills)]
    recorded_by_the_other = make_agreement(saraj, rochester_hills, recorded_by=rochester_hills)
    others.append(report_about(recorded_by_the_other))
    assert seen_by(client, make_user(edits=[saraj])) == {*own}
    assert seen_by(client, make_user(is_registrar=True)) == {*own, *others}


def test_a_decision_is_made_by_the_form(client, saraj):
    report = report_about(saraj)
    client.force_login(make_user(edits=[saraj]))
    page = url(ErrorReport, "change", report)
    form = filled(client, page, "errorreport_form", decision="rejected", answer="")
    refused = client.post(page, form)
    assert "Say why the report is rejected." in refused.content.decode()
    assert client.post(page, {**form, "answer": "It is right."}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.answer) == ("rejected", "It is right.")


def test_what_was_reported_is_not_rewritten(client, saraj):
    report = report_about(saraj)
    client.force_login(make_user(is_registrar=True))
    sent = {"decision": "accepted", "answer": "", "what": "Something else.", "state": "done", "email": "a@example.org"}
    assert client.post(url(ErrorReport, "change", report), sent).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.what, report.email) == ("accepted", "The year is wrong.", "")


@pytest.mark.parametrize(
    ("words", "finds"), [("{}", True), ("year wrong", True), ("0000-0000-0000", False), ("elephants", False)]
)
def test_a_report_is_found_by_its_number_or_its_words(client, saraj, words, finds):
    report = report_about(saraj)
    client.force_login(make_user(is_registrar=True))
    page = client.get(url(ErrorReport, "list", query=f"?q={words.format(report.reference)}"))
    assert set(page.context["cl"].result_list) == ({report} if finds else set())


def test_the_first_page_says_how_many_wait(client, saraj, rochester_hills):
    def waiting(user):
        client.force_login(user)
        return client.get("/admin/").context["open_reports"]

    for state in ErrorReport.State.values:
        report_about(saraj, state=state, answer="An answer.")
    report_about(rochester_hills)
    people = [make_user(is_registrar=True), make_user(edits=[saraj]), make_user(confirms_for=[saraj]), make_user()]
    assert [waiting(user) for user in people] == [3, 2, 0, 0]
    client.force_login(people[1])
    page = client.get("/admin/").content.decode()
    assert "2 error reports wait for an answer" in page
    listed = client.get(url(ErrorReport, "list", query="?state__in=new,accepted"))
    assert len(listed.context["cl"].result_list) == 2


def test_a_report_leads_to_its_record(client, saraj):
    client.force_login(make_user(is_registrar=True))
    page = client.get(url(ErrorReport, "change", report_about(saraj))).content.decode()
    assert f'href="/admin/municipalities/municipality/{saraj.pk}/change/"' in page

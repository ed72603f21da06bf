"""Reports of errors in the database: what it refuses, and what is forgotten when."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from provenance.models import Change, ErrorReport
from provenance.tasks import forget_senders
from tests.factories import make_agreement, make_user

pytestmark = pytest.mark.django_db


def make_report(**fields):
    record = make_agreement()
    return ErrorReport.objects.create(
        **{"model": record.address, "record": record.uid, "what": "The year is wrong.", "language": "en", **fields}
    )


REFUSED = {
    "report_state_known": {"state": "lost"},
    "report_what_bounded": {"what": "short"},
    "report_source_bounded": {"source": "x" * 1001},
    "report_rejected_with_answer": {"state": "rejected"},
}


@pytest.mark.parametrize(("name", "fields"), REFUSED.items(), ids=REFUSED)
def test_the_database_refuses(name, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_report(**fields)
    with pytest.raises(ValidationError):
        ErrorReport(
            model="x", record=make_agreement().uid, language="en", **{"what": "Long enough.", **fields}
        ).full_clean()


def test_the_longest_report_is_taken():
    assert make_report(what="Ш" * 4000, source="Ш" * 1000, state="rejected", answer="No.").pk


def test_a_decision_is_logged_with_who_made_it():
    report, user = make_report(), make_user("Registrar", is_registrar=True)
    report.decide("rejected", by=user, answer="The gazette says 1987.")
    change = Change.objects.filter(uid=report.uid).latest("pk")
    assert (report.state, report.answer) == ("rejected", "The gazette says 1987.")
    assert (change.actor_uid, change.is_public, change.private_before, change.private_after) == (
        user.uid, False, {"state": "new", "answer": ""}, {"state": "rejected", "answer": "The gazette says 1987."},
    )  # fmt: skip


def test_a_rejection_says_why():
    report = make_report()
    with pytest.raises(ValidationError, match="Say why"):
        report.decide("rejected", by=make_user())
    report.refresh_from_db()
    assert report.state == "new"


def test_open_reports_are_those_that_wait():
    reports = {state: make_report(state=state, answer="An answer.") for state in ErrorReport.State.values}
    assert set(ErrorReport.objects.open()) == {reports["new"], reports["accepted"]}


@pytest.mark.parametrize(
    ("age", "email", "sender"),
    [
        (dt.timedelta(hours=23), "reader@example.org", "mark"),
        (dt.timedelta(hours=25), "reader@example.org", ""),
        (dt.timedelta(days=89), "reader@example.org", ""),
        (dt.timedelta(days=91), "", ""),
    ],
)
def test_what_could_tell_who_wrote_is_forgotten_in_time(age, email, sender):
    report = make_report(email="reader@example.org", sender="mark", received_at=timezone.now() - age)
    forget_senders(timestamp=0)
    report.refresh_from_db()
    assert (report.email, report.sender, report.what) == (email, sender, "The year is wrong.")
    # Nowhere else is a copy of it.
    assert not any("reader@example.org" in str(change.__dict__) for change in Change.objects.filter(uid=report.uid))


def test_the_worker_knows_the_task_and_its_hour():
    hours = {periodic.task.name: periodic.cron for periodic in app.periodic_registry.periodic_tasks.values()}
    assert hours["provenance.tasks.forget_senders"] == "27 3 * * *"

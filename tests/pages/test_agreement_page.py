"""The page of an agreement as a whole: its standing, its day, what stays hidden, what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Representative
from pages.records.agreement_record import MOST_ACTIVITIES
from provenance.acting import acting
from tests import register
from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_commitment,
    make_field,
    make_joint_project,
    make_municipality,
    make_user,
    withdraw_silently,
)
from tests.pages.reading import cite, page, text_of


def test_legal_status_is_told_for_another_day(client, agreement):
    make_act(agreement, "entered_into_force", "1990")
    make_act(agreement, "terminated", "2001-03-04")
    assert "Legal status today terminated" in text_of(page(client, agreement))
    assert "Legal status on June 1, 1999 in force" in text_of(page(client, agreement, asOf="1999-06-01"))
    assert "Legal status on June 1, 1980 not yet begun" in text_of(page(client, agreement, asOf="1980-06-01"))


def test_ledger_shows_what_is_kept_and_what_served_it(client, agreement):
    promise = make_commitment(agreement, "Youth exchange", cadence="once", due_on="2020")
    make_commitment(agreement, "A joint office", cadence="once", due_on="2021")
    make_activity(agreement, promise, title="Camp on the lake", starts_on="2019-07")
    text = text_of(page(client, agreement))
    assert "1 × kept 1 × overdue" in text
    assert "due by December 31, 2020 Kept by: Camp on the lake , July 2019" in text
    assert "overdue since December 31, 2021" in text


def test_what_is_struck_out_stays_visible_and_counts_for_nothing(client, agreement):
    make_act(agreement, "signed", "1990")
    make_act(agreement, "terminated", "1999", struck_out=True)
    html = page(client, agreement)
    assert "<del>Terminated</del>" in html
    assert "Legal status today signed" in text_of(html)


def test_private_columns_are_nowhere(client, agreement):
    party = agreement.parties.first()
    Representative.objects.create(
        party=party, name="Ana", mandate="contact", email="canary@example.org", phone="canary-phone"
    )
    Agreement.objects.filter(pk=agreement.pk).update(internal_notes="canary-notes")
    html = page(client, agreement)
    assert "Ana" in html
    assert "canary" not in html


def test_draft_is_as_missing_as_what_never_was(client, db):
    draft = make_agreement(public=False)
    user = make_user(is_registrar=True)
    client.force_login(user)
    assert client.get(f"/en/agreements/{draft.number}/").status_code == 404


def test_withdrawn_agreement_leaves_its_tombstone(client, agreement):
    withdraw_silently(agreement, "Recorded twice")
    response = client.get(f"/en/agreements/{agreement.number}/")
    assert response.status_code == 410
    assert "Recorded twice" in response.content.decode()
    assert "Saraj" not in response.content.decode()
    assert '<li><a href="/en/agreements/">Agreements</a></li>' in response.content.decode()


def test_projects_of_the_agreement_are_public_ones(client, agreement, saraj):
    make_joint_project(saraj, agreement=agreement, title="A bridge")
    make_joint_project(saraj, agreement=agreement, title="A secret", public=False)
    html = page(client, agreement)
    assert "A bridge" in html
    assert "A secret" not in html


def test_page_takes_the_same_queries_for_one_and_for_three_of_everything(client, saraj, rochester_hills):
    def count(agreement):
        page(client, agreement)
        with CaptureQueriesContext(connection) as captured:
            page(client, agreement)
        return len(captured)

    def make(parties, number):
        agreement = make_agreement(*parties)
        for n in range(number):
            act = make_act(agreement, "signed", f"199{n}")
            promise = make_commitment(agreement, f"Promise {n}")
            activity = make_activity(agreement, promise, starts_on="2019")
            agreement.fields.add(make_field())
            make_joint_project(saraj, agreement=agreement)
            representative = Representative.objects.create(party=agreement.parties.first(), mandate="contact")
            for record in (agreement, act, promise, activity, representative):
                cite(record, "title", publisher=f"Paper {n}")
            with acting(name="test"):
                Agreement.objects.filter(pk=agreement.pk).update(notice_months=n + 1)
        return agreement

    one = count(make([saraj, rochester_hills], 1))
    three = count(make([saraj, rochester_hills, make_municipality()], 3))
    assert (three, one <= 12) == (one, True), (one, three)


def test_the_page_says_whether_anything_still_happens(client, agreement):
    url = f"/en/agreements/{agreement.number}/"
    assert "no activity recorded" in client.get(url).content.decode()
    make_activity(agreement, starts_on="2019-05")
    page = client.get(url, {"asOf": "2019-08-01"}).content.decode()
    assert "active" in page
    assert "last activity May 2019" in text_of(page)
    assert "dormant" in client.get(url, {"asOf": "2025-08-01"}).content.decode()


def test_the_page_takes_few_queries_whatever_is_on_it(client, db):
    """Record, sources and history; and one for each kind of rows that only its history names."""
    keys = register.fill()

    def queries(number):
        client.get(f"/en/agreements/{number}/")  # what is compiled and kept for all pages
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/en/agreements/{number}/").status_code == 200
        return len(captured)

    assert [queries(keys[name]) for name in ("bare", "imported", "seed")] == [3, 3, 3]
    assert queries(keys["rich"]) <= 12


def test_what_came_after_the_day_is_marked_as_later(client, agreement, saraj):
    make_act(agreement, "signed", "1990")
    make_act(agreement, "terminated", "2001-03-04")
    promise = make_commitment(agreement, "Youth exchange", cadence="once", due_on="2020")
    make_activity(agreement, promise, title="Camp", starts_on="2019-07")
    agreement.parties.filter(municipality=saraj).update(joined_on="1995", left_on="2010")
    html = page(client, agreement, asOf="1992-06-01")
    text = text_of(html)
    assert "March 4, 2001 · after this day Terminated" in text
    assert html.count('class="later"') == 2
    assert "Not yet a party on this day: joined 1995" in text
    assert "left 2010 · after this day" in text
    assert "Kept by" not in text
    assert "1 × due" in text
    html = page(client, agreement, asOf="2024-06-01")
    assert 'class="later"' not in html
    assert "No longer a party: left 2010" in text_of(html)
    assert 'Kept by:</p>\n<ul class="served"><li><a href="#activity-1"' in html


def test_a_project_that_began_after_the_day_is_not_told_as_it_stands_today(client, agreement, saraj):
    make_joint_project(saraj, agreement=agreement, title="A bridge", status="2", actual_start="2019-07")
    assert "A bridge after this day July 2019" in text_of(page(client, agreement, asOf="1992-06-01"))
    assert "A bridge under way July 2019" in text_of(page(client, agreement))


def test_a_party_whose_place_nobody_knows_is_said_to_be_on_no_map(client, saraj):
    nowhere = make_agreement(saraj, make_municipality("Nowhere"))
    saraj.latitude, saraj.longitude = 42.0, 21.3
    saraj.save()
    html = page(client, nowhere)
    assert "Not on the map, because no source gives the place: Nowhere ." in text_of(html)
    assert ("Dots mark the parties" in html, "Arcs along" in html) == (True, False)
    somewhere = make_agreement(saraj, make_municipality("Somewhere", latitude=40, longitude=20))
    html = page(client, somewhere)
    assert ("Not on the map" in html, "Arcs along" in html) == (False, True)


def test_of_very_many_activities_the_latest_are_shown_and_that_is_said(client, agreement):
    promise = make_commitment(agreement, "Meetings", cadence="continuous")
    for n in range(MOST_ACTIVITIES):
        make_activity(agreement, promise, title=f"Meeting {n:03}", starts_on="2019")
    text = text_of(page(client, agreement))
    assert f"and {MOST_ACTIVITIES - 5} earlier" in text
    assert ("The latest" in text, "Meeting 000" in text) == (False, True)
    make_activity(agreement, promise, title="Another", starts_on="2019")
    text = text_of(page(client, agreement))
    assert f"The latest {MOST_ACTIVITIES} are shown" in text
    assert ("Meeting 000" in text, "and earlier ones" in text, " earlier " in text) == (False, True, True)


def test_files_that_answer_for_a_day_are_linked_for_that_day(client, agreement):
    make_act(agreement, "signed", "1990-05-04")
    html = page(client, agreement, asOf="1992-06-01")
    for file in ("calendar.ics", "record.pdf"):
        assert (f'href="/en/agreements/{agreement.number}/{file}?asOf=1992-06-01"' in html) == (file in html)
    assert "calendar.ics" in html


def test_status_is_told_in_one_sentence(client, agreement):
    assert "What it is worth in law is not known." in page(client, agreement)
    make_act(agreement, "signed", "1990")
    assert "It was signed; no source says that it has entered into force." in page(client, agreement)


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("clerk", "It binds its parties."),
        ("import", "Taken to be in force: its sources name a beginning and no end."),
        ("selection", "Taken to be in force: its sources name a beginning and no end."),
    ],
)
def test_that_public_data_are_in_force_is_called_a_conclusion(client, saraj, rochester_hills, origin, words):
    agreement = make_agreement(saraj, rochester_hills, origin=origin)
    make_act(agreement, "entered_into_force", "1986")
    assert words in page(client, agreement)

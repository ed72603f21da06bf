"""The log for copies in step: public rows, settled, in order, and no more than an address."""

import json

import pytest
from django.db import connection, connections
from django.test import Client

from agreements.models import Agreement
from provenance.acting import acting
from tests import factories

KEYS = {"at", "action", "model", "uid", "record"}


def read(address="/api/v1/changes?limit=2"):
    """All changes from an address on, and where to go on later."""
    found = []
    while address:
        response = Client().get(address)
        assert response.status_code == 200
        page = response.json()
        assert f'<{page["resume"]}>; rel="resume"' in response["Link"]
        found += page["results"]
        address = page["next"]
    return found, page["resume"]


def of(changes, action=None):
    return [(one["model"], one["action"]) for one in changes if action in (None, one["action"])]


def test_reader_that_comes_again_finds_what_is_new_and_nothing_twice(committed):
    agreement = factories.make_agreement()
    first, resume = read()
    assert of(first)[-3:] == [("agreements.agreement", "created")] + [("agreements.party", "created")] * 2
    assert read(resume) == ([], resume)
    factories.make_act(agreement, happened_on="1987")
    second, later = read(resume)
    assert of(second) == [("agreements.act", "created")]
    assert second[0]["record"] == {"model": "agreements.agreement", "uid": str(agreement.uid)}
    assert read() == (first + second, later)


def test_reader_may_begin_at_the_end(committed):
    empty, start = read("/api/v1/changes?cursor=end")
    factories.make_municipality("Before")
    assert (empty, [change["action"] for change in read(start)[0]]) == ([], ["created"])
    nothing, end = read("/api/v1/changes?cursor=end")
    assert nothing == []
    after = factories.make_municipality("After")
    assert [change["uid"] for change in read(end)[0]] == [str(after.uid)]


def test_change_says_no_more_than_an_address(committed):
    with acting(name="a clerk of flesh and blood", reason="a reason of the house"):
        agreement = factories.make_agreement(title="Before")
    Agreement.objects.filter(pk=agreement.pk).update(title_en="After", internal_notes="hush")
    changes, _resume = read()
    assert {key for change in changes for key in change} == KEYS
    text = json.dumps(changes)
    assert [word for word in ("clerk", "house", "Before", "After", "hush", "internal") if word in text] == []


def test_withdrawal_is_told_and_leads_to_the_tombstone(committed):
    agreement = factories.make_agreement()
    _changes, resume = read()
    factories.withdraw_silently(agreement)
    changes, _resume = read(resume)
    assert of(changes) == [("agreements.agreement", "changed")]
    assert Client().get(f"/api/v1/agreements/{changes[0]['record']['uid']}").status_code == 410


def test_drafts_and_what_is_private_are_not_told(committed):
    agreement = factories.make_agreement()
    _changes, resume = read()
    draft = factories.make_agreement(*(party.municipality for party in agreement.parties.all()), public=False)
    factories.make_act(draft)
    factories.make_user(edits=[agreement.parties.first().municipality])
    Agreement.objects.filter(pk=agreement.pk).update(internal_notes="hush")
    assert read(resume)[0] == []


def test_renamed_municipality_touches_its_agreements(committed):
    agreement = factories.make_agreement()
    _changes, resume = read()
    municipality = agreement.parties.first().municipality
    municipality.name_mk = "Ново"
    municipality.save()
    assert sorted(of(read(resume)[0])) == [
        ("agreements.agreement", "touched"),
        ("municipalities.municipality", "changed"),
    ]


def test_row_that_a_running_transaction_may_precede_waits(committed):
    """A transaction that began earlier and commits later is never skipped."""
    factories.make_municipality("Seen")
    _changes, resume = read()
    slow = connections.create_connection("default")
    try:
        with slow.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_current_xact_id()")
            quick = factories.make_municipality("Quick")
            assert read(resume) == ([], resume)
            cursor.execute("COMMIT")
        assert [change["uid"] for change in read(resume)[0]] == [str(quick.uid)]
    finally:
        slow.close()


@pytest.mark.parametrize("cursor", ["WzEsMiwzXQ", "WzksOSw5XQ"])
def test_place_that_no_row_has_is_a_place_all_the_same(db, cursor):
    response = Client().get(f"/api/v1/changes?cursor={cursor}")
    assert response.status_code == 200
    assert connection.connection is not None

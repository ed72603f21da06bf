"""The verbs that move a record, and who may call them: a table of who × what × state."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements import workflow
from agreements.models import Agreement, GoodPractice, Publication
from agreements.permissions import can_confirm, can_edit
from provenance.models import Change
from tests.factories import make_agreement, make_joint_project, make_municipality, make_user

MOMENT = "2024-01-01T00:00Z"
STATES = Publication.values
OWN, PARTY, FOREIGN, REGISTRAR, OFFICER = "editor of own", "editor of party", "foreign editor", "registrar", "officer"


@pytest.fixture
def people(saraj, rochester_hills):
    return {
        OWN: make_user(OWN, edits=[saraj]),
        PARTY: make_user(PARTY, edits=[rochester_hills]),
        FOREIGN: make_user(FOREIGN, edits=[make_municipality()]),
        REGISTRAR: make_user(REGISTRAR, is_registrar=True),
        OFFICER: make_user(OFFICER, confirms_for=[rochester_hills]),
    }


def in_state(state, saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills, public=False, recorded_by=saraj)
    Agreement.objects.filter(pk=agreement.pk).update(
        publication=state, submitted_at=MOMENT, published_at=MOMENT, withdrawn_at=MOMENT, withdrawal_reason="x"
    )
    agreement.refresh_from_db()
    return agreement


VERBS = {
    "submit": lambda agreement, user: workflow.submit(agreement, by=user),
    "publish": lambda agreement, user: workflow.publish(agreement, by=user),
    "withdraw": lambda agreement, user: workflow.withdraw(agreement, by=user, reason="Recorded twice"),
}
ALLOWED = {
    ("submit", OWN): {"draft": "submitted"},
    ("submit", REGISTRAR): {"draft": "submitted"},
    ("publish", OWN): {"draft": "published", "submitted": "published"},
    ("publish", REGISTRAR): {"draft": "published", "submitted": "published"},
    ("withdraw", REGISTRAR): {"published": "withdrawn"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", [OWN, PARTY, FOREIGN, REGISTRAR, OFFICER])
@pytest.mark.parametrize("verb", VERBS)
def test_who_may_do_what_in_which_state(people, saraj, rochester_hills, verb, who, state):
    agreement = in_state(state, saraj, rochester_hills)
    expected = ALLOWED.get((verb, who), {}).get(state)
    if expected:
        VERBS[verb](agreement, people[who])
        assert agreement.publication == expected
    else:
        with pytest.raises((PermissionDenied, ValidationError)):
            VERBS[verb](agreement, people[who])
        agreement.refresh_from_db()
        assert agreement.publication == state


SEES = {
    "draft": {OWN, REGISTRAR},
    "submitted": {OWN, PARTY, REGISTRAR, OFFICER},
    "published": {OWN, PARTY, FOREIGN, REGISTRAR, OFFICER},
    "withdrawn": {OWN, PARTY, REGISTRAR, OFFICER},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", [OWN, PARTY, FOREIGN, REGISTRAR, OFFICER])
def test_who_sees_and_edits_what(people, saraj, rochester_hills, who, state):
    agreement = in_state(state, saraj, rochester_hills)
    user = people[who]
    assert (agreement.is_public or agreement in Agreement.objects.of_own(user)) == (who in SEES[state])
    assert can_edit(user, agreement) == (who in {OWN, REGISTRAR} and state != "withdrawn")
    party = agreement.parties.get(municipality=rochester_hills)
    assert can_confirm(user, party) == (who == OFFICER and state == "published")


def test_a_record_from_public_sources_is_edited_by_the_editors_of_its_parties(people, saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills)
    assert {who for who, user in people.items() if can_edit(user, agreement)} == {OWN, PARTY, REGISTRAR}


def test_publishing_needs_two_parties(saraj):
    agreement = make_agreement(saraj, public=False, recorded_by=saraj)
    with pytest.raises(ValidationError, match="at least two parties"):
        workflow.publish(agreement, by=make_user(edits=[saraj]))


def test_a_verb_stamps_who_and_when_and_tells_the_log_why(people, saraj, rochester_hills):
    agreement = in_state("draft", saraj, rochester_hills)
    workflow.publish(agreement, by=people[OWN], reason="council decision 12")
    assert agreement.published_by == people[OWN]
    assert agreement.published_at is not None
    change = Change.objects.about(agreement).first()
    assert (change.actor_name, change.reason) == (OWN, "council decision 12")


def test_a_withdrawal_says_why(people, agreement):
    with pytest.raises(ValidationError, match="Say why"):
        workflow.withdraw(agreement, by=people[REGISTRAR], reason=" ")


def test_projects_and_practices_move_by_the_same_verbs(saraj, rochester_hills):
    editor = make_user(edits=[saraj])
    project = make_joint_project(saraj, rochester_hills, public=False)
    practice = GoodPractice.objects.create(owner=saraj, title="T", problem="P", solution="S")
    for record in (project, practice):
        workflow.publish(record, by=editor)
        assert record.publication == "published"
        with pytest.raises(PermissionDenied):
            workflow.publish(record, by=make_user(edits=[make_municipality()]))


def test_a_project_of_an_unpublished_agreement_is_not_public(saraj, rochester_hills):
    draft = make_agreement(saraj, rochester_hills, public=False)
    hidden = make_joint_project(saraj, rochester_hills, agreement=draft)
    shown = make_joint_project(saraj, rochester_hills)
    assert list(type(shown).objects.public()) == [shown]
    assert not Change.objects.about(hidden).public().exists()

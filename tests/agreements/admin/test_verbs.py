"""The verbs of the workflow as buttons and as actions of a list."""

import pytest

from agreements.admin import publishing
from agreements.models import Agreement, GoodPractice, JointProject
from provenance.models import Change
from tests.agreements.admin.worlds import make_world, url
from tests.factories import make_agreement, make_joint_project, make_municipality, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(saraj, rochester_hills):
    return {
        "registrar": make_user(is_registrar=True),
        "editor": make_user(edits=[saraj]),
        "officer": make_user(confirms_for=[saraj]),
        "other side": make_user(edits=[rochester_hills]),
        "stranger": make_user(edits=[make_municipality("Tuz")]),
        "nobody": make_user(),
    }


def state(record) -> str:
    return type(record).objects.values_list("publication", flat=True).get(pk=record.pk)


@pytest.mark.parametrize(
    ("verb", "who", "status", "after"),
    [
        ("submit", "registrar", 302, "submitted"),
        ("submit", "editor", 302, "submitted"),
        ("submit", "officer", 403, "draft"),
        ("submit", "other side", 404, "draft"),
        ("submit", "stranger", 404, "draft"),
        ("submit", "nobody", 404, "draft"),
        ("publish", "registrar", 302, "published"),
        ("publish", "editor", 302, "published"),
        ("publish", "officer", 403, "draft"),
        ("publish", "other side", 404, "draft"),
        ("publish", "stranger", 404, "draft"),
        ("publish", "nobody", 404, "draft"),
    ],
)
def test_who_moves_a_draft(client, people, saraj, rochester_hills, verb, who, status, after):
    draft = make_agreement(saraj, rochester_hills, public=False, recorded_by=saraj)
    client.force_login(people[who])
    assert client.get(url(Agreement, verb, draft)).status_code in {403, 404, 405}
    assert client.post(url(Agreement, verb, draft)).status_code == status
    assert state(draft) == after


@pytest.mark.parametrize(
    ("who", "asked", "done", "after"),
    [
        ("registrar", 200, 302, "withdrawn"),
        ("editor", 403, 403, "published"),
        ("officer", 403, 403, "published"),
        ("other side", 403, 403, "published"),
        ("stranger", 404, 404, "published"),
    ],
)
def test_who_withdraws(client, people, saraj, rochester_hills, who, asked, done, after):
    agreement = make_agreement(saraj, rochester_hills, recorded_by=saraj)
    client.force_login(people[who])
    door = url(Agreement, "withdraw", agreement)
    assert client.get(door).status_code == asked
    assert client.post(door, {"reason": " "}).status_code == asked
    assert state(agreement) == "published"
    assert client.post(door, {"reason": "Recorded twice"}).status_code == done
    assert state(agreement) == after
    reasons = Change.objects.about(agreement).filter(reason="Recorded twice").count()
    assert reasons == (1 if after == "withdrawn" else 0)


def test_what_cannot_be_moved_is_said_in_words(client, people, saraj):
    alone = make_agreement(saraj, public=False, recorded_by=saraj)
    client.force_login(people["editor"])
    answer = client.post(url(Agreement, "publish", alone), follow=True)
    assert "An agreement needs at least two parties" in answer.content.decode()
    client.post(url(Agreement, "submit", alone))
    answer = client.post(url(Agreement, "submit", alone), follow=True)
    assert "This record is submitted" in answer.content.decode()


def test_buttons_are_those_that_would_do_something(client, people, saraj, rochester_hills):
    world = make_world(saraj, rochester_hills, public=False)
    shown = {}
    for who in ("registrar", "editor", "officer"):
        client.force_login(people[who])
        for publication in ("draft", "submitted", "published"):
            Agreement.objects.filter(pk=world.agreement.pk).update(
                publication=publication, submitted_at="2020-01-01T00:00Z", published_at="2020-01-01T00:00Z"
            )
            verbs = client.get(url(Agreement, "change", world.agreement)).context["verbs"]
            shown[who, publication] = [str(verb["label"]) for verb in verbs]
    moves = {"draft": ["Save and submit", "Save and publish"], "submitted": ["Save and publish"]}
    assert shown == {
        **{("registrar", name): labels for name, labels in moves.items()},
        **{("editor", name): labels for name, labels in moves.items()},
        ("registrar", "published"): ["Withdraw …"],
        ("editor", "published"): [],
        ("officer", "draft"): [],
        ("officer", "submitted"): [],
        ("officer", "published"): ["Confirm or dispute for Saraj …"],
    }


@pytest.mark.parametrize("model", [JointProject, GoodPractice])
def test_projects_and_practices_move_alike(client, people, saraj, rochester_hills, model):
    record = {
        JointProject: lambda: make_joint_project(saraj, rochester_hills, public=False),
        GoodPractice: lambda: GoodPractice.objects.create(owner=saraj, title="t", problem="p", solution="s"),
    }[model]()
    client.force_login(people["editor"])
    client.post(url(model, "submit", record))
    client.post(url(model, "publish", record))
    assert state(record) == "published"
    client.force_login(people["registrar"])
    client.post(url(model, "withdraw", record), {"reason": "Twice"})
    assert state(record) == "withdrawn"


def act_on(client, action, *records, **more):
    data = {"action": action, "index": 0, "select_across": 0, "_selected_action": [one.pk for one in records]}
    return client.post(url(Agreement, "list"), {**data, **more}, follow=True)


def test_a_list_moves_those_that_can_be_and_says_of_the_others(client, people, saraj, rochester_hills):
    good = make_agreement(saraj, rochester_hills, public=False, recorded_by=saraj)
    alone = make_agreement(saraj, public=False, recorded_by=saraj)
    client.force_login(people["editor"])
    answer = act_on(client, "publish_selected", alone, good)
    assert (state(good), state(alone)) == ("published", "draft")
    told = [str(message) for message in answer.context["messages"]]
    assert [message.partition(" · ")[0] for message in told] == [f"“{alone.number}", f"“{good.number}"]


@pytest.mark.parametrize("across", [0, 1])
def test_a_list_moves_nothing_of_others(client, people, saraj, rochester_hills, across):
    foreign = make_agreement(make_municipality("Tuz"), make_municipality("Bar"), public=False)
    others = make_agreement(rochester_hills, saraj, recorded_by=rochester_hills)
    Agreement.objects.filter(pk=others.pk).update(publication="submitted", submitted_at="2020-01-01T00:00Z")
    client.force_login(people["editor"])
    assert act_on(client, "publish_selected", foreign, select_across=across).status_code in {200, 403}
    assert act_on(client, "publish_selected", others).status_code == 403
    assert (state(foreign), state(others)) == ("draft", "submitted")


def test_a_list_withdraws_for_the_registrar_and_with_a_reason(client, people, saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills, recorded_by=saraj)
    client.force_login(people["editor"])
    act_on(client, "withdraw_selected", agreement, reason="no")
    assert state(agreement) == "published"
    client.force_login(people["registrar"])
    page = act_on(client, "withdraw_selected", agreement)
    assert f'name="_selected_action" value="{agreement.pk}"' in page.content.decode()
    assert state(agreement) == "published"
    data = {"action": "withdraw_selected", "_selected_action": agreement.pk, "reason": "Recorded twice"}
    client.post(url(Agreement, "list"), data)
    assert state(agreement) == "withdrawn"


def test_a_list_moves_only_so_many_at_once(client, people, saraj, rochester_hills, monkeypatch):
    monkeypatch.setattr(publishing, "MOST_AT_ONCE", 1)
    drafts = [make_agreement(saraj, rochester_hills, public=False, recorded_by=saraj) for _ in range(2)]
    client.force_login(people["registrar"])
    answer = act_on(client, "publish_selected", *drafts)
    assert "Select no more than 1 record." in answer.content.decode()
    assert {state(draft) for draft in drafts} == {"draft"}


def test_nothing_is_deleted_in_bulk(client, people, saraj, rochester_hills):
    draft = make_agreement(saraj, rochester_hills, public=False)
    client.force_login(make_user(is_superuser=True))
    act_on(client, "delete_selected", draft, post="yes")
    assert Agreement.objects.filter(pk=draft.pk).exists()

"""Who × what × whose, at every door of the admin. A model that is registered and has no line here fails."""

import pytest
from django.contrib import admin
from django.urls import URLPattern
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import User
from agreements.models import (
    Act,
    Activity,
    Agreement,
    Commitment,
    Confirmation,
    Document,
    Field,
    GoodPractice,
    JointProject,
    Link,
    Network,
    Party,
    Representative,
)
from municipalities.models import Institution, Mayor, Membership, Municipality
from provenance.models import Change, Citation, Epoch, ErrorReport
from tests.agreements.admin.worlds import SECRET, make_world, registered, url
from tests.factories import make_field, make_municipality, make_user

pytestmark = pytest.mark.django_db
EVERYTHING = "view add change delete"

# What the registrar may do with any row, and the editor and the confirming officer with rows of their municipality.
MAY = {
    Agreement: (EVERYTHING, EVERYTHING, "view"),
    Act: (EVERYTHING, EVERYTHING, "view"),
    Activity: (EVERYTHING, EVERYTHING, "view"),
    Commitment: (EVERYTHING, EVERYTHING, "view"),
    Document: (EVERYTHING, EVERYTHING, "view"),
    Representative: (EVERYTHING, EVERYTHING, "view"),
    Party: ("view change", "view change", "view"),
    Confirmation: ("view", "view", "view"),
    JointProject: (EVERYTHING, EVERYTHING, "view"),
    GoodPractice: (EVERYTHING, EVERYTHING, "view"),
    Link: (EVERYTHING, EVERYTHING, "view"),
    Mayor: (EVERYTHING, EVERYTHING, "view"),
    Institution: (EVERYTHING, EVERYTHING, "view"),
    Municipality: (EVERYTHING, "view change", "view"),
    Field: (EVERYTHING, "view", "view"),
    Network: (EVERYTHING, "view", "view"),
    Membership: (EVERYTHING, "", ""),
    User: ("view add change", "", ""),
    ErrorReport: ("view change delete", "view change", ""),
    Change: ("view", "", ""),
    Citation: ("view", "", ""),
    Epoch: ("view", "", ""),
    # Background work is the operator's, by Django's own permissions.
    ProcrastinateJob: ("", "", ""),
}
OPERATORS = {ProcrastinateJob}
BELONG_TO_NOBODY = {Field, Network}
STAY_WHEN_PUBLIC = {Agreement, JointProject, Act}
DENIED = {403, 404}


@pytest.fixture
def own(saraj, rochester_hills):
    return make_world(saraj, rochester_hills, public=False)


@pytest.fixture
def public(saraj, rochester_hills):
    return make_world(saraj, rochester_hills, public=True)


@pytest.fixture(params=[False, True], ids=["draft", "published"])
def foreign(request):
    return make_world(make_municipality("Tuz"), make_municipality("Bar"), public=request.param)


@pytest.fixture
def people(saraj):
    return {
        "registrar": make_user(is_registrar=True),
        "editor": make_user(edits=[saraj]),
        "officer": make_user(confirms_for=[saraj]),
    }


def row_of(model, world):
    """The world's row, or one that belongs to no world."""
    if model in world.rows:
        return world.rows[model]
    return {
        User: lambda: make_user("Somebody"),
        Membership: lambda: make_user(edits=[world.partner]).memberships.get(),
        Change: Change.objects.first,
        Epoch: Epoch.objects.first,
        Field: make_field,
        Network: lambda: Network.objects.create(name="A network"),
        Confirmation: lambda: None,
        ProcrastinateJob: lambda: None,
    }[model]()


def statuses(client, model, row) -> dict:
    """What each door of a row answers; nothing is written (an empty form is not valid)."""
    answers = {
        "view": client.get(url(model, "change", row)).status_code,
        "history": client.get(url(model, "history", row)).status_code,
        "change": client.post(url(model, "change", row), {}).status_code,
        "delete": client.get(url(model, "delete", row)).status_code,
    }
    assert model._base_manager.filter(pk=row.pk).exists()
    return answers


def expected(may: str) -> dict:
    """200 at the doors that are open, 403 at the others."""
    doors = {"view": "view", "history": "view", "change": "change", "delete": "delete"}
    return {door: 200 if verb in may.split() else 403 for door, verb in doors.items()}


def test_every_model_of_the_admin_has_a_line():
    assert set(registered()) == set(MAY)


@pytest.mark.parametrize(("who", "place"), [("registrar", 0), ("editor", 1), ("officer", 2)])
def test_own_rows(client, people, own, who, place):
    client.force_login(people[who])
    rows = {model: row_of(model, own) for model in MAY}
    answers = {
        model: {
            "list": client.get(url(model, "list")).status_code,
            "add": client.get(url(model, "add")).status_code,
            **(statuses(client, model, rows[model]) if rows[model] else {}),
        }
        for model in MAY
    }
    assert answers == {
        model: {
            "list": 200 if "view" in line[place] else 403,
            "add": 200 if "add" in line[place] else 403,
            **(expected(line[place]) if rows[model] else {}),
        }
        for model, line in MAY.items()
    }


@pytest.mark.parametrize("who", ["registrar", "editor"])
def test_what_was_public_is_not_deleted(client, people, public, who):
    client.force_login(people[who])
    for model in STAY_WHEN_PUBLIC:
        row = public.rows[model]
        assert statuses(client, model, row) == expected("view change")
        assert client.post(url(model, "delete", row), {"post": "yes"}).status_code == 403
        assert model._base_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("who", ["editor", "officer"])
def test_rows_of_others(client, people, foreign, who):
    client.force_login(people[who])
    rows = {model: row_of(model, foreign) for model in MAY if model not in BELONG_TO_NOBODY}
    for model, row in rows.items():
        if row is not None:
            assert (model, set(statuses(client, model, row).values()) - DENIED) == (model, set())
            assert client.post(url(model, "delete", row), {"post": "yes"}).status_code in DENIED
            assert model._base_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("who", ["editor", "officer"])
def test_lists_and_forms_name_nothing_of_others(client, people, own, foreign, who):
    client.force_login(people[who])
    for model in MAY:
        pages = [client.get(url(model, view)) for view in ("list", "add")]
        pages.append(client.get(url(model, "list", query="?q=Secret")))
        if model in own.rows:
            pages += [client.get(url(model, view, own.rows[model])) for view in ("change", "history", "delete")]
        assert (model, [f"{SECRET} Tuz" in page.content.decode() for page in pages]) == (model, [False] * len(pages))


def test_users_without_a_role_see_nothing(client, own):
    client.force_login(make_user())
    for model in MAY:
        assert {client.get(url(model, view)).status_code for view in ("list", "add")} == {403}
        if model in own.rows:
            assert set(statuses(client, model, own.rows[model]).values()) <= DENIED


@pytest.mark.parametrize("is_somebody", [True, False], ids=["not staff", "nobody"])
def test_strangers_are_sent_to_log_in(client, saraj, is_somebody):
    if is_somebody:
        client.force_login(make_user(edits=[saraj], is_staff=False))
    doors = [url(model, view) for model in MAY for view in ("list", "add", "change", "history", "delete")]
    answers = [client.get(door) for door in doors]
    assert {(answer.status_code, answer.url.partition("?")[0]) for answer in answers} == {(302, "/admin/login/")}


def test_an_account_that_was_switched_off_is_sent_to_log_in(client, saraj):
    user = make_user(edits=[saraj])
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(url(Agreement, "list")).status_code == 302


def test_the_index_shows_what_one_may_open(client, people):
    shown = {}
    for who, user in {**people, "nobody": make_user()}.items():
        client.force_login(user)
        apps = client.get("/admin/").context["app_list"]
        shown[who] = {model["model"] for app in apps for model in app["models"]}
    for place, who in enumerate(["registrar", "editor", "officer"]):
        assert shown[who] == {model for model, line in MAY.items() if line[place]}
    assert shown["nobody"] == set()


def test_the_other_side_reads_what_it_did_not_record(client, saraj, rochester_hills):
    world = make_world(saraj, rochester_hills, public=True)
    client.force_login(make_user(edits=[rochester_hills]))
    for model in (Agreement, Act, Commitment, Document, Party, Representative, Activity):
        assert statuses(client, model, world.rows[model]) == expected("view")


def test_a_draft_is_nothing_to_the_other_side(client, saraj, rochester_hills):
    world = make_world(saraj, rochester_hills, public=False)
    client.force_login(make_user(edits=[rochester_hills]))
    assert set(statuses(client, Agreement, world.agreement).values()) <= DENIED


def test_a_withdrawn_record_is_read_and_nothing_else(client, people, public):
    Agreement.objects.filter(pk=public.agreement.pk).update(
        publication="withdrawn", withdrawn_at="2020-01-01T00:00Z", withdrawal_reason="Twice"
    )
    client.force_login(people["registrar"])
    for model in (Agreement, Act, Commitment, Document, Party):
        assert statuses(client, model, public.rows[model]) == expected("view")


# Doors beside Django's own five of each model: their tests stand in `test_verbs.py`, `test_word.py`, `test_files.py`.
DOORS = {f"agreements_{noun}_{verb}" for noun in ("agreement", "jointproject", "goodpractice")
         for verb in ("submit", "publish", "withdraw")}  # fmt: skip
DOORS |= {"agreements_agreement_word", "agreements_document_file", "auth_user_password_change"}
OF_THE_SITE = {
    "index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n",
    "view_on_site", "app_list", None,
}  # fmt: skip


def test_every_door_of_the_admin_is_known():
    names = set()
    waiting = list(admin.site.urls[0])
    while waiting:
        one = waiting.pop()
        if isinstance(one, URLPattern):
            names.add(one.name)
        else:
            waiting += one.url_patterns
    usual = {
        f"{model._meta.app_label}_{model._meta.model_name}_{view}"
        for model in MAY
        for view in ("changelist", "add", "change", "delete", "history")
    }
    assert names == usual | DOORS | OF_THE_SITE

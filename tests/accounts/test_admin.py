"""Accounts: opened and closed by the registrar; whoever could set a password could speak for a municipality."""

import pytest

from accounts.models import User
from tests.agreements.admin.forms import filled, problems
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"


@pytest.fixture
def registrar(client):
    user = make_user("Registrar", is_registrar=True)
    client.force_login(user)
    return user


def page(user) -> str:
    return f"{LIST}{user.pk}/change/"


def test_a_registrar_opens_an_account(client, registrar):
    data = filled(
        client, f"{LIST}add/", "user_form", email="new@example.org", name="New", is_staff="on",
        usable_password="true", password1=PASSWORD, password2=PASSWORD,
    )  # fmt: skip
    answer = client.post(f"{LIST}add/", data)
    assert answer.status_code == 302, problems(answer)
    user = User.objects.get(email="new@example.org")
    assert (user.name, user.is_staff, user.is_registrar, user.is_superuser) == ("New", True, False, False)
    assert user.check_password(PASSWORD)


def test_a_registrar_promotes_nobody(client, registrar):
    clerk = make_user("Clerk")
    forged = {"is_registrar": "on", "is_superuser": "on", "password": "x", "name": "Renamed", "is_active": ""}
    answer = client.post(page(clerk), filled(client, page(clerk), "user_form") | forged)
    assert answer.status_code == 302, problems(answer)
    clerk.refresh_from_db()
    assert (clerk.name, clerk.is_registrar, clerk.is_superuser, clerk.is_active) == ("Renamed", False, False, False)
    assert clerk.check_password(PASSWORD)


def test_a_registrar_changes_neither_themselves_nor_an_operator(client, registrar):
    for user in (registrar, make_user(is_superuser=True)):
        assert client.get(page(user)).status_code == 200
        assert client.post(page(user), {"name": "x", "email": "x@example.org"}).status_code == 403


def test_a_registrar_sets_nobodys_password_and_reads_no_hash(client, registrar):
    clerk = make_user("Clerk")
    answer = client.post(
        f"{LIST}{clerk.pk}/password/", {"password1": "another long one", "password2": "another long one"}
    )
    assert answer.status_code == 403
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)
    told = client.get(page(clerk)).content.decode()
    assert clerk.password not in told
    assert "salt" not in told


def test_an_operator_sets_a_password_and_makes_a_registrar(client):
    client.force_login(make_user(is_superuser=True))
    clerk = make_user("Clerk")
    new = {"password1": "quite another long one", "password2": "quite another long one", "usable_password": "true",
           "set-password": "x"}  # fmt: skip
    assert client.post(f"{LIST}{clerk.pk}/password/", new).status_code == 302
    client.post(page(clerk), filled(client, page(clerk), "user_form") | {"is_registrar": "on"})
    clerk.refresh_from_db()
    assert (clerk.is_registrar, clerk.check_password("quite another long one")) == (True, True)


def test_accounts_are_not_deleted(client):
    client.force_login(make_user(is_superuser=True))
    clerk = make_user("Clerk")
    assert client.post(f"{LIST}{clerk.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=clerk.pk).exists()


def test_passwords_are_asked_for_by_no_filter(client):
    client.force_login(make_user(is_superuser=True))
    for query in (
        "password__startswith=a",
        "memberships__user__password__startswith=a",
        "memberships__municipality__name=x",
    ):
        assert client.get(f"{LIST}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["is_staff__exact=x", "q=%22(", "id=" + "9" * 30, "last_login__year=0", "p=abc"])
def test_questions_without_sense(client, registrar, query):
    assert client.get(f"{LIST}?{query}").status_code in {200, 302, 400}


def test_the_history_of_an_account_is_what_was_done_in_the_admin(client, registrar):
    clerk = make_user("Clerk")
    client.post(page(clerk), filled(client, page(clerk), "user_form") | {"name": "Renamed"})
    told = client.get(f"{LIST}{clerk.pk}/history/").content.decode()
    assert "Changed Name" in told

from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from municipalities.models import Membership, Municipality
from provenance.models import Change
from tests.factories import make_municipality

User = get_user_model()


@pytest.fixture
def debug(settings, tmp_path):
    settings.DEBUG = True
    settings.BASE_DIR = tmp_path


@pytest.fixture
def places(db):
    for name, country, number in [
        ("Saraj", "MK", 786093), ("Skopje", "MK", 785842), ("Rochester Hills", "US", 5007402),
    ]:  # fmt: skip
        Municipality.objects.create(name=name, country=country, geonames_id=number)


def printed() -> str:
    out = StringIO()
    call_command("make_demo_accounts", stdout=out)
    return out.getvalue()


def test_demo_accounts_are_refused_without_debug(places, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("make_demo_accounts")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_demo_accounts_work_only_for_municipalities_that_are_there(debug):
    make_municipality("Skopje", geonames_id=785842)
    call_command("make_demo_accounts")
    assert sorted(User.objects.values_list("email", flat=True)) == [
        "clerk.skopje@example.org",
        "registrar@example.org",
    ]


def test_demo_accounts_have_the_roles_that_they_show(places, debug):
    printed()
    assert set(Membership.objects.values_list("user__email", "municipality__name", "role")) == {
        ("clerk.saraj@example.org", "Saraj", "editor"),
        ("clerk.skopje@example.org", "Skopje", "editor"),
        ("officer.saraj@example.org", "Saraj", "confirming"),
        ("officer.rochester.hills@example.org", "Rochester Hills", "confirming"),
    }
    assert list(User.objects.filter(is_registrar=True).values_list("email", flat=True)) == ["registrar@example.org"]
    assert not User.objects.filter(is_superuser=True).exists()
    assert all(user.is_staff and user.name.startswith("Demo ") for user in User.objects.all())


def test_demo_accounts_log_in_with_what_is_printed(places, debug):
    text = printed()
    password = text.split("them all: ")[1].split(")")[0]
    for user in User.objects.all():
        assert user.email in text
        assert authenticate(username=user.email, password=password) == user


def test_demo_accounts_are_made_once(places, debug):
    first = printed()
    before = (list(User.objects.order_by("pk").values()), Change.objects.count())
    assert printed() == first
    assert (list(User.objects.order_by("pk").values()), Change.objects.count()) == before


def test_demo_password_is_random_and_kept_from_others(places, debug, settings, tmp_path):
    first = printed()
    path = tmp_path / "var" / "demo_password"
    assert path.stat().st_mode & 0o077 == 0
    path.unlink()
    assert printed() != first

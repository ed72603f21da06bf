"""How the admin finds a municipality, and whom a form may name."""

import pytest

from municipalities.models import Mayor
from tests.agreements.admin.worlds import make_world
from tests.factories import make_mayor, make_municipality, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tuz():
    return make_world(make_municipality("Tuz", country="ME"), make_municipality("Bar", country="ME"), public=False)


def found(client, source: str, term="") -> list[str]:
    """What the box of a field (`agreements.party.municipality`) offers for what was typed; None where it is closed."""
    app, model, field = source.split(".")
    query = {"app_label": app, "model_name": model, "field_name": field, "term": term}
    answer = client.get("/admin/autocomplete/", query)
    return [one["text"] for one in answer.json()["results"]] if answer.status_code == 200 else None


@pytest.mark.parametrize("term", ["saraj", "САРАЈ", "sarait", "Sar"])
def test_a_list_is_searched_in_any_script_and_spelling(client, saraj, rochester_hills, term):
    client.force_login(make_user(is_registrar=True))
    page = client.get("/admin/municipalities/municipality/", {"q": term})
    assert [row.name for row in page.context["cl"].result_list] == ["Saraj"]


def test_the_name_itself_comes_first(client, saraj):
    for name in ("Istočno Sarajevo", "Sarajevo"):
        make_municipality(name, country="BA")
    client.force_login(make_user(edits=[saraj]))
    expected = ["Saraj · MK", "Sarajevo · BA", "Istočno Sarajevo · BA"]
    assert found(client, "agreements.party.municipality", "сарај") == expected


def test_municipalities_stand_in_the_order_of_the_alphabet(client, saraj):
    for name in ("Çair", "Bar", "Чашка"):
        make_municipality(name)
    client.force_login(make_user(is_registrar=True))
    page = client.get("/admin/municipalities/municipality/")
    assert [row.name for row in page.context["cl"].result_list] == ["Bar", "Çair", "Чашка", "Saraj"]


@pytest.mark.parametrize(
    ("source", "registrar", "editor", "officer"),
    [
        # A partner is any municipality; what is one's own, one's own alone.
        ("agreements.party.municipality", 4, 4, 4),
        ("agreements.projectpartner.municipality", 4, 4, 4),
        ("agreements.adoption.municipality", 4, 4, 4),
        ("agreements.agreement.recorded_by", 4, 1, 0),
        ("agreements.goodpractice.owner", 4, 1, 0),
        ("municipalities.mayor.municipality", 4, 1, 0),
        ("municipalities.institution.municipality", 4, 1, 0),
        ("municipalities.membership.municipality", 4, 1, 0),
        # Mayors and institutions are public facts.
        ("agreements.party.signatory", 2, 2, 2),
        ("agreements.link.one", 4, 4, 4),
        # Agreements and what belongs to them are one's own.
        ("agreements.agreement.predecessor", 2, 1, 1),
        ("agreements.act.agreement", 2, 1, 0),
        ("agreements.link.agreement", 2, 1, 1),
        ("agreements.act.document", 2, 1, 1),
        ("agreements.commitment.bound_party", 4, 2, 2),
        ("agreements.commitment.responsible", 2, 1, 1),
        # Users are the registrar's.
        ("municipalities.membership.user", 4, None, None),
    ],
)
def test_what_a_field_may_name(client, saraj, rochester_hills, tuz, source, registrar, editor, officer):
    make_world(saraj, rochester_hills, public=False)
    users = {
        "registrar": make_user(is_registrar=True),
        "editor": make_user(edits=[saraj]),
        "officer": make_user(confirms_for=[saraj]),
    }
    make_user()
    offered = {}
    for who, user in users.items():
        client.force_login(user)
        names = found(client, source)
        offered[who] = len(names) if names is not None else None
    assert offered == {"registrar": registrar, "editor": editor, "officer": officer}


def test_users_without_a_role_are_offered_nothing(client, saraj, tuz):
    client.force_login(make_user())
    for source in ("agreements.party.municipality", "agreements.act.agreement", "agreements.party.signatory"):
        assert found(client, source) is None


def test_a_label_tells_namesakes_apart(client):
    make_municipality("Springfield", country="US", region_name="Ohio")
    make_municipality("Springfield", country="US", region_name="Illinois")
    client.force_login(make_user(is_registrar=True))
    assert found(client, "agreements.party.municipality", "springfield") == [
        "Springfield · Ohio · US",
        "Springfield · Illinois · US",
    ]


def test_a_mayor_is_found_by_name_and_municipality(client, saraj, rochester_hills):
    make_mayor(saraj, "Demo Mayor", starts_on="2001", ends_on="2005-06")
    make_mayor(rochester_hills, "Demo Mayor")
    client.force_login(make_user(edits=[saraj]))
    assert found(client, "agreements.party.signatory", "demo") == [
        "Demo Mayor · Saraj · 2001–2005",
        "Demo Mayor · Rochester Hills",
    ]
    assert found(client, "agreements.party.signatory", "mayor rochester") == ["Demo Mayor · Rochester Hills"]
    page = client.get("/admin/municipalities/mayor/", {"q": "сарај"})
    assert list(page.context["cl"].result_list) == [Mayor.objects.get(municipality=saraj)]

"""Facets, tags and other forms of the lists, as their pages show them."""

import re

import pytest

from agreements.models import AgreementField, AgreementNetwork, Network
from tests.factories import (
    make_act,
    make_agreement,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
    make_practice,
    withdraw_silently,
)


def boxes(response) -> dict[str, list[tuple]]:
    """Key → (value, number, whether it is ticked) of the boxes of a page, as they stand in its HTML."""
    found: dict[str, list[tuple]] = {}
    label = r'<span dir="auto">[^<]*</span> <span class="number">(\d+)'
    pattern = r'<input type="checkbox" name="(\w+)" value="([^"]*)"( checked)?> ' + label
    for key, value, checked, number in re.findall(pattern, response.content.decode()):
        found.setdefault(key, []).append((value, int(number), bool(checked)))
    return found


def tags(response) -> list[tuple]:
    return [(str(tag.label), tag.word, tag.query) for tag in response.context["tags"]]


@pytest.fixture
def register(saraj, rochester_hills):
    """Two public agreements, and three that are not."""
    field = make_field("culture", "Culture")
    first = make_agreement(saraj, rochester_hills)
    second = make_agreement(saraj, make_municipality("Tirana", country="AL"), form="twinning")
    AgreementField.objects.create(agreement=second, field=field)
    make_act(second, "signed", "1987")
    tuzi = make_municipality("Tuzi", country="ME")
    make_agreement(saraj, tuzi, public=False, form="memorandum")
    withdraw_silently(make_agreement(saraj, tuzi, form="contact"))
    return first, second


def test_agreements_are_counted_by_what_they_can_be_narrowed_by(client, register, saraj):
    response = client.get("/en/agreements/")
    found = boxes(response)
    assert found["country"] == [("MK", 2, False), ("AL", 1, False), ("US", 1, False)]
    assert found["form"] == [("twinning", 1, False), ("cooperation", 1, False)]
    assert found["status"] == [("unknown", 1, False), ("signed", 1, False)]
    assert found["decade"] == [("1980", 1, False), ("unknown", 1, False)]
    assert found["municipality"][0] == (str(saraj.uid), 2, False)
    # What has one value for all narrows nothing; whether promises live and are confirmed is told all the same.
    assert (found.pop("liveness"), found.pop("confirmation")) == ([("unknown", 2, False)], [("unconfirmed", 2, False)])
    assert set(found) == {"country", "municipality", "form", "status", "decade"}
    assert response.context["listing"].total == 2


def test_a_chosen_value_narrows_the_other_facets_and_not_its_own(client, register):
    response = client.get("/en/agreements/?form=twinning")
    found = boxes(response)
    assert found["form"] == [("twinning", 1, True), ("cooperation", 1, False)]
    assert found["country"] == [("AL", 1, False), ("MK", 1, False)]
    assert "status" not in found
    assert tags(response) == [("Form", "twinning", "?")]


def test_a_chosen_value_stays_when_nothing_has_it(client, register):
    response = client.get("/en/agreements/?form=contact&country=xk&field=culture&limit=10")
    found = boxes(response)
    assert found["form"] == [("contact", 0, True)]
    assert found["country"] == [("XK", 0, True)]
    assert found["field"] == [("culture", 0, True)]
    assert response.context["listing"].total == 0
    assert tags(response) == [
        ("Country", "Kosovo", "?form=contact&field=culture&limit=10"),
        ("Form", "contact", "?country=xk&field=culture&limit=10"),
        ("Field", "Culture", "?country=xk&form=contact&limit=10"),
    ]


def test_a_municipality_is_told_by_its_name(client, register, saraj):
    response = client.get(f"/mk/agreements/?municipality={saraj.uid}")
    assert boxes(response)["municipality"][0] == (str(saraj.uid), 2, True)
    assert [word for _label, word, _query in tags(response)] == ["Сарај"]


def test_what_is_not_public_is_in_no_facet(client, register):
    html = client.get("/en/agreements/").content.decode()
    assert [word for word in ("Tuzi", "Montenegro", "memorandum", 'contact"') if word in html] == []


def test_many_countries_are_in_a_list_behind_the_most_frequent(client, register):
    home = make_municipality("Home", country="DE")
    for country in ("FR", "IT", "PL", "GB", "ES", "AT", "CZ", "HU"):
        make_agreement(home, make_municipality(country=country))
    response = client.get("/en/agreements/")
    assert boxes(response)["country"][0] == ("DE", 8, False)
    options = re.findall(r'<option value="(\w\w)">([^<]*)</option>', response.content.decode())
    assert len(boxes(response)["country"]) == 8
    assert options == [
        ("HU", "Hungary (1)"),
        ("IT", "Italy (1)"),
        ("PL", "Poland (1)"),
        ("US", "United States (1)"),
    ]


def test_parties_of_the_day_are_listed_and_counted(client, register, saraj):
    _first, second = register
    for agreement in register:
        make_act(agreement, "signed", "1970")
    joined = make_municipality("Late", country="FR")
    second.parties.create(municipality=joined, position=3, joined_on="2005")
    then, now = (client.get(f"/en/agreements/?asOf={day}") for day in ("1990-01-01", "2010-01-01"))
    assert next(row.parties for row in then.context["rows"]) == (
        "<bdi>Saraj</bdi>, North Macedonia · <bdi>Tirana</bdi>, Albania"
    )
    assert next(row.parties for row in now.context["rows"]).endswith(" · <bdi>Late</bdi>, France")
    assert "FR" not in [value for value, *_rest in boxes(then)["country"]]
    assert ("FR", 1, False) in boxes(now)["country"]
    assert client.get("/en/agreements/?asOf=1990-01-01&country=FR").context["listing"].total == 0


def test_municipalities_are_narrowed_and_stand_in_the_order_of_the_readers_language(client, db):
    make_municipality("Zagreb", country="HR")
    make_municipality("Wien", name_sq="Vjenë", name_mk="Виена", country="AT", is_member=True)
    make_municipality("Tirana", name_sq="Tiranë", name_mk="Тирана", country="AL")
    make_municipality("Bitola", name_sq="Manastir", name_mk="Битола")
    make_municipality("Skopje", name_sq="Shkup", name_mk="Скопје")
    for language, names in (
        ("en", ["Bitola", "Skopje", "Tirana", "Wien", "Zagreb"]),
        ("sq", ["Manastir", "Shkup", "Tiranë", "Vjenë", "Zagreb"]),
        ("mk", ["Битола", "Скопје", "Тирана", "Виена", "Zagreb"]),
    ):
        response = client.get(f"/{language}/municipalities/")
        assert [one.name for one in response.context["listing"].rows] == names
        following = client.get(f"/{language}/municipalities/?limit=10")
        assert [one.name for one in following.context["listing"].rows] == names
    assert boxes(response) == {
        "country": [("MK", 2, False), ("AL", 1, False), ("AT", 1, False), ("HR", 1, False)],
        "member": [("true", 1, False), ("false", 4, False)],
    }
    chosen = client.get("/en/municipalities/?country=MK&country=AT&member=true")
    assert [one.name for one in chosen.context["listing"].rows] == ["Wien"]
    assert boxes(chosen)["country"] == [("MK", 0, True), ("AT", 1, True)]
    both = client.get("/en/municipalities/?member=false&member=true")
    assert both.context["listing"].total == 5
    assert boxes(both)["member"] == [("true", 1, True), ("false", 4, True)]


def test_projects_are_narrowed_by_country_status_and_field(client, saraj, rochester_hills):
    field = make_field("culture", "Culture")
    first = make_joint_project(saraj, rochester_hills, status="2")
    make_joint_project(saraj, make_municipality(country="AL"), status="1")
    make_joint_project(saraj, make_municipality(country="ME"), status="3", public=False)
    first.fields.add(field)
    found = boxes(client.get("/en/joint-projects/"))
    assert found == {
        "country": [("MK", 2, False), ("AL", 1, False), ("US", 1, False)],
        "status": [("1", 1, False), ("2", 1, False)],
    }
    response = client.get("/en/joint-projects/?country=US")
    assert boxes(response)["country"] == [("US", 1, True), ("MK", 2, False), ("AL", 1, False)]
    assert tags(response) == [("Country", "United States", "?")]
    assert [project for project, _mark in response.context["rows"]] == [first]


def test_practices_are_narrowed_by_the_country_of_their_owner_and_by_field(client, saraj, rochester_hills):
    culture, waste = make_field("culture", "Culture"), make_field("waste", "Waste")
    first = make_practice(saraj, rochester_hills, fields=[culture, waste])
    make_practice(saraj, fields=[waste])
    make_practice(rochester_hills)
    make_practice(make_municipality(country="ME"), public=False)
    assert boxes(client.get("/en/good-practices/")) == {
        "country": [("MK", 2, False), ("US", 1, False)],
        "field": [("waste", 2, False), ("culture", 1, False)],
    }
    response = client.get("/en/good-practices/?field=culture")
    # One country alone narrows nothing.
    assert boxes(response) == {"field": [("culture", 1, True), ("waste", 2, False)]}
    assert tags(response) == [("Field", "Culture", "?")]
    assert response.context["listing"].rows == [first]


def test_terms_of_mayors_are_narrowed_by_country_on_the_day(client, saraj, rochester_hills):
    make_mayor(saraj, "First", starts_on="1990", ends_on="1995")
    make_mayor(saraj, "Second", starts_on="2000", ends_on="2005")
    make_mayor(rochester_hills, "Third", starts_on="1991", ends_on="1994")
    assert boxes(client.get("/en/mayors/")) == {"country": [("MK", 2, False), ("US", 1, False)]}
    then = client.get(f"/en/mayors/?asOf=1992-01-01&country=US&municipality={rochester_hills.uid}")
    assert tags(then) == [
        ("Municipality", "Rochester Hills", "?country=US&asOf=1992-01-01"),
        ("Country", "United States", f"?municipality={rochester_hills.uid}&asOf=1992-01-01"),
    ]
    assert boxes(client.get("/en/mayors/?asOf=1992-01-01")) == {"country": [("MK", 1, False), ("US", 1, False)]}


def test_an_identifier_in_the_box_of_projects_stays_there_and_is_told_by_its_name(client, saraj):
    project = make_joint_project(saraj, make_municipality())
    make_joint_project(make_municipality())
    response = client.get(f"/en/joint-projects/?municipality={saraj.uid}")
    assert [one for one, _mark in response.context["rows"]] == [project]
    assert tags(response) == [("Municipality", "Saraj", "?")]
    assert f'name="municipality" id="id_municipality" value="{saraj.uid}"' in response.content.decode()


def test_what_is_wrong_is_told_beside_its_facet(client, register):
    response = client.get("/en/agreements/?form=zzz&country=MK&sort=x")
    html = response.content.decode()
    assert response.status_code == 400
    assert '<fieldset id="id_form" aria-describedby="id_form_error">' in html
    assert re.findall(r'<p class="error" id="id_form_error">([^<]*)</p>', html) == [
        "“zzz” is not among what can be chosen here."
    ]
    # The others are counted as if what is wrong had not been asked.
    assert boxes(response)["country"] == [("MK", 2, True), ("AL", 1, False), ("US", 1, False)]
    assert boxes(response)["form"] == [("twinning", 1, False), ("cooperation", 1, False)]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("agreements/?status=x", "status"), ("agreements/?liveness=x", "liveness"), ("agreements/?decade=5", "decade"),
        ("agreements/?confirmation=x", "confirmation"), ("agreements/?grade=x", "grade"),
        ("agreements/?field=x", "field"), ("agreements/?network=x", "network"), ("agreements/?country=XYZ", "country"),
        ("municipalities/?country=XYZ", "country"), ("joint-projects/?status=x", "status"),
        ("municipalities/?member=yes", "member"), ("joint-projects/?country=XYZ", "country"),
        (f"agreements/?municipality={'x' * 201}", "municipality"), ("agreements/?asOf=soon", "asOf"),
        (f"joint-projects/?municipality={'x' * 201}", "municipality"), ("agreements/?sort=x", "sort"),
        ("joint-projects/?field=x", "field"), ("mayors/?country=XYZ", "country"),
        ("good-practices/?country=XYZ", "country"), ("good-practices/?field=x", "field"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_beside_its_boxes_on_every_list(client, register, path, key):
    response = client.get(f"/en/{path}")
    html = response.content.decode()
    assert response.status_code == 400
    assert html.count(f'class="error" id="id_{key}_error"') == 1
    assert re.search(f'aria-describedby="[^"]*id_{key}_error"', html)
    # The summary at the top leads there.
    assert html.count(f'<a href="#id_{key}">') == 1
    assert html.count(f' id="id_{key}"') == 1


@pytest.mark.parametrize(
    ("path", "forms"),
    [
        ("mayors/?country=MK&limit=20&x=1", ["/en/mayors.csv?country=MK", "/api/v1/mayors?country=MK",
                                             "/en/mayors.atom?country=MK"]),
        ("good-practices/?country=MK&limit=20",
         [f"/en/good-practices.{form}?country=MK" for form in ("csv", "json", "atom")]),
        # A feed tells what comes as it comes.
        ("mayors/?sort=-since", ["/en/mayors.csv?sort=-since", "/api/v1/mayors?sort=-since", "/en/mayors.atom"]),
        ("good-practices/?sort=registered",
         ["/en/good-practices.csv?sort=registered", "/en/good-practices.json?sort=registered",
          "/en/good-practices.atom"]),
        ("fields/?asOf=2020-01-01", ["/en/fields.csv?asOf=2020-01-01", "/api/v1/fields", "/en/fields.atom"]),
        ("networks/", ["/en/networks.csv", "/en/networks.json", "/en/networks.atom"]),
        ("search/?q=saraj", ["/en/search.csv?q=saraj", "/en/search.json?q=saraj", "/en/agreements.atom?q=saraj"]),
    ],
)  # fmt: skip
def test_every_list_is_there_in_other_forms(client, register, path, forms):
    response = client.get(f"/en/{path}")
    assert [address for _name, address in response.context["forms"]] == forms
    assert 'class="tally"' in response.content.decode()
    for address in forms:
        assert f'href="{address}"' in response.content.decode()
        assert client.get(address).status_code == 200


def test_a_wrong_municipality_is_told_once(client, register):
    html = client.get(f"/en/agreements/?municipality={'x' * 201}").content.decode()
    assert html.count('id="id_municipality"') == 1
    assert html.count('class="error"') == 1


def test_networks_are_a_facet_and_chosen_ones_are_told_by_name(client, register):
    lakes, hills = (Network.objects.create(name=f"Network of {name}", name_sq=f"{name} sq") for name in "AB")
    for agreement in register:
        AgreementNetwork.objects.create(agreement=agreement, network=lakes)
    AgreementNetwork.objects.create(agreement=register[0], network=hills)
    # Networks are counted where one is chosen.
    assert "network" not in boxes(client.get("/en/agreements/"))
    response = client.get(f"/sq/agreements/?network={hills.uid}")
    assert boxes(response)["network"] == [(str(hills.uid), 1, True), (str(lakes.uid), 2, False)]
    assert [(word, query) for _label, word, query in tags(response)] == [("B sq", "?")]
    assert [row.key for row in response.context["rows"]] == [register[0].pk]
    nobody = client.get(f"/en/agreements/?network={hills.uid}&form=contact")
    assert boxes(nobody)["network"] == [(str(hills.uid), 0, True)]
    for form in ("agreements.csv", "agreements.atom"):
        assert register[1].number not in client.get(f"/en/{form}?network={hills.uid}").getvalue().decode()
    assert "B sq" in client.get(f"/sq/agreements.atom?network={hills.uid}").content.decode()


@pytest.mark.parametrize(
    ("path", "forms"),
    [
        ("agreements", ["/en/agreements.csv", "/api/v1/agreements", "/en/agreements.atom"]),
        ("municipalities", ["/en/municipalities.csv", "/api/v1/municipalities", "/en/municipalities.atom"]),
        ("joint-projects", ["/en/joint-projects.csv", "/api/v1/joint-projects", "/en/joint-projects.atom"]),
    ],
)
def test_the_same_list_is_there_in_other_forms(client, register, path, forms):
    response = client.get(f"/en/{path}/?country=MK&country=AL&limit=20&q=&x=1&asOf=2020-01-01")
    asked = "?country=MK&country=AL"
    if path == "agreements":
        asked += "&asOf=2020-01-01"
    addresses = [address for _name, address in response.context["forms"]]
    assert addresses == [form + asked for form in forms]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]

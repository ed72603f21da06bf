import pytest
from django.core.exceptions import ValidationError

from municipalities.matching import meet
from municipalities.models import Alias, Municipality
from provenance.acting import acting

pytestmark = pytest.mark.django_db
SARAJ = {"name_en": "Saraj", "country": "MK", "geonames_id": 786093, "region": "MK-811"}


def test_meeting_an_unknown_municipality_makes_it():
    assert meet(SARAJ) == Municipality.objects.get(geonames_id=786093)


def test_meeting_a_municipality_again_makes_no_second():
    assert meet(SARAJ) == meet(SARAJ)
    assert Municipality.objects.count() == 1


def test_municipalities_are_met_by_their_wikidata_item_too():
    known = Municipality.objects.create(name="Rochester Hills", country="US", wikidata_qid="Q993444")
    assert (
        meet({"name_en": "Rochester Hills", "country": "US", "geonames_id": 5007402, "wikidata_qid": "Q993444"})
        == known
    )
    known.refresh_from_db()
    assert known.geonames_id == 5007402


def test_municipalities_are_never_met_by_their_names():
    village = Municipality.objects.create(name="Saraj", country="MK")
    assert meet(SARAJ) != village


def test_meeting_fills_in_and_overwrites_nothing():
    Municipality.objects.create(name_en="Municipality of Saraj", country="MK", geonames_id=786093)
    met = meet(SARAJ)
    met.refresh_from_db()
    assert (met.name_en, met.region) == ("Municipality of Saraj", "MK-811")


def test_meeting_leaves_empty_what_a_person_emptied(django_user_model):
    saraj = meet(SARAJ)
    with acting(django_user_model.objects.create_user("clerk@example.org"), "wrong code"):
        saraj.region = ""
        saraj.save()
    meet(SARAJ)
    saraj.refresh_from_db()
    assert saraj.region == ""


def test_meeting_adds_other_names_once():
    for _ in range(2):
        saraj = meet(SARAJ, [Alias(text="Sarajit", language="sq"), Alias(text="Сарај", language="mk")])
    assert sorted(saraj.aliases.values_list("text", flat=True)) == ["Sarajit", "Сарај"]


def test_meeting_refuses_what_no_municipality_can_be():
    with pytest.raises(ValidationError):
        meet(SARAJ | {"country": "Macedonia"})

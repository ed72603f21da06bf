"""What the database itself refuses of municipalities and mayors, and in which words."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from municipalities.models import Alias, Mayor, Membership, Municipality
from tests.factories import make_mayor, make_municipality, make_user

pytestmark = pytest.mark.django_db


def refuses(model, words, **fields):
    """Both doors: the form's (in words) and the database's own."""
    with pytest.raises(ValidationError, match=words):
        model(**fields).full_clean(exclude=["uid"])
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"country": "mk"}, "capital letters"),
        ({"country": "MK", "latitude": 42.0}, "both latitude"),
        ({"country": "MK", "latitude": 91.0, "longitude": 21.0}, "latitude"),
        ({"country": "MK", "population_year": 2021}, "needs the population"),
        ({"country": "MK", "existed_from": "1996", "existed_to": "1995"}, "before it began"),
    ],
)
def test_a_municipality_must_make_sense(fields, words):
    refuses(Municipality, words, name="Saraj", **fields)


@pytest.mark.parametrize(
    "key",
    [
        {"wikidata_qid": "Q993444"},
        {"geonames_id": 786093},
        {"osm_relation": 1},
        {"national_code_scheme": "INSEE", "national_code": "01004"},
    ],
)
def test_an_identifier_names_one_municipality(key):
    make_municipality("One", **key)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_municipality("Other", **key)


def test_unknown_identifiers_collide_with_nothing():
    make_municipality("One")
    make_municipality("Other")
    assert Municipality.objects.filter(wikidata_qid=None, geonames_id=None).count() == 2


def test_a_postal_code_may_be_shared():
    """Several German municipalities share one; a source uses it as their code."""
    for name in ["One", "Other"]:
        make_municipality(name, national_code_scheme="DE-PLZ (as in source)", national_code="52062")


def test_a_municipality_is_not_its_own_successor():
    town = make_municipality()
    town.successor = town
    with pytest.raises(ValidationError, match="succeed itself"):
        town.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        town.save()


def test_an_alias_stands_once():
    town = make_municipality("Tetovo")
    Alias.objects.create(municipality=town, text="Tetova")
    refuses(Alias, "this name already", municipality=town, text="Tetova")


def test_a_role_is_given_once():
    town = make_municipality()
    user = make_user(edits=[town])
    refuses(Membership, "this role already", user=user, municipality=town, role="editor")


def test_a_term_in_the_wrong_order_is_told_as_such_before_any_collision():
    town = make_municipality()
    make_mayor(town, starts_on="1990-01-01", ends_on="2000-01-01")
    with pytest.raises(ValidationError) as told:
        Mayor(municipality=town, name="B", starts_on="1999-01-01", ends_on="1995-01-01").full_clean()
    assert told.value.messages == ["A term cannot end before it starts."]
    refuses(Mayor, "before it starts", municipality=town, name="B", starts_on="1999", ends_on="1995")


def test_a_term_that_ended_is_not_ongoing():
    refuses(Mayor, "not ongoing", municipality=make_municipality(), name="A", ends_on="2000", ongoing=True)


COLLIDE = [
    ({"starts_on": "1990-01-01", "ends_on": "2000-01-01"}, {"starts_on": "1995-06-01", "ends_on": "1996-06-01"}),
    ({"starts_on": "1990-01-01", "ongoing": True}, {"starts_on": "1995-06-01", "ends_on": "1996-06-01"}),
    ({"starts_on": "1990", "ends_on": "2000"}, {"starts_on": "1995", "ends_on": "1997"}),
    ({"starts_on": "1990-01-01", "ends_on": "2000-01-01"}, {"starts_on": "1995-06-01"}),
]
AGREE = [
    # The day of the handover has two mayors.
    ({"starts_on": "1990-01-01", "ends_on": "2000-01-01"}, {"starts_on": "2000-01-01", "ongoing": True}),
    # Years alone: one may have followed the other within the year.
    ({"starts_on": "1990", "ends_on": "2000"}, {"starts_on": "2000", "ends_on": "2001"}),
    ({"starts_on": "1990", "ends_on": "1990"}, {"starts_on": "1990", "ends_on": "1990"}),
    # What is unknown collides with nothing.
    ({"starts_on": "1990-01-01", "ends_on": "2000-01-01"}, {"ends_on": "1995-01-01"}),
    ({"starts_on": "1990-01-01", "ends_on": "2000-01-01"}, {}),
    ({"starts_on": "1990-01-01", "ongoing": True}, {"starts_on": "1995"}),
    # An acting mayor stands in for the elected one.
    ({"starts_on": "1990-01-01", "ends_on": "2000-01-01"},
     {"starts_on": "1995-06-01", "ends_on": "1996-06-01", "acting": True}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), COLLIDE)
def test_two_mayors_never_certainly_hold_office_on_one_day(one, other):
    town = make_municipality()
    make_mayor(town, **one)
    refuses(Mayor, "another mayor on some of these days", municipality=town, name="B", **other)


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_terms_that_may_follow_one_another_are_kept(one, other):
    town = make_municipality()
    make_mayor(town, **one)
    Mayor(municipality=town, name="B", **other).full_clean()
    make_mayor(town, name="B", **other)


def test_mayors_of_two_municipalities_never_collide():
    for town in (make_municipality(), make_municipality()):
        make_mayor(town, starts_on="1990-01-01", ends_on="2000-01-01")

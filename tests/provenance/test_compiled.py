"""Queries that every page asks: compiled once, and planned once for each connection, whatever they are asked for."""

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from municipalities.models import Municipality
from provenance.compiled import Compiled, Given, OneOf, rows
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db

AMONG = OneOf("pk", Given("keys", ArrayField(models.BigIntegerField())))


@pytest.fixture
def towns():
    return [make_municipality(f"Town {number}") for number in range(12)]


def names_of() -> Compiled:
    return Compiled(models.QuerySet(Municipality).filter(AMONG).order_by("pk").values_list("pk", "name_en"))


def test_rows_are_those_of_the_keys(towns):
    query = names_of()
    assert query.rows(keys=[towns[1].pk, towns[0].pk]) == [(towns[0].pk, "Town 0"), (towns[1].pk, "Town 1")]
    assert query.rows(keys=[]) == []


def test_the_same_as_one_text(towns):
    query = names_of()
    assert query.text(keys=[towns[0].pk]) == f'[{{"pk":{towns[0].pk},"name_en":"Town 0"}}]'
    assert query.text(keys=[]) == "[]"


@pytest.mark.parametrize("number", [1, 5, 12])
def test_it_is_planned_once_for_few_keys_as_for_many(towns, number):
    """PostgreSQL plans a statement five times for its values before it trusts a plan for all of them."""
    query = names_of()
    for _ in range(12):
        query.rows(keys=[town.pk for town in towns[:number]])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT custom_plans, generic_plans > 0 FROM pg_prepared_statements WHERE statement LIKE '%name_en%'"
        )
        assert cursor.fetchall() == [(5, True)]


def test_a_statement_of_ones_own_takes_values_by_name(towns):
    statement = "SELECT id FROM municipalities_municipality WHERE name_en = %(name)s OR name_en = %(name)s"
    assert rows(statement, {"name": "Town 3"}) == [(towns[3].pk,)]

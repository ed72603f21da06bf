"""No list walks a large table: each is served by an index, in whatever order and by whatever filter.

On the few rows of a test the planner would read whole tables; forbidden to, it shows whether there is an index to take.
"""

import re

import pytest
from django import forms
from django.db import connection
from django.http import QueryDict

from agreements.filters import AgreementFilter, JointProjectFilter
from agreements.models import Agreement, AgreementFacets, StatusPeriod
from municipalities.filters import MayorFilter, MunicipalityFilter
from municipalities.folding import Fold
from municipalities.models import Municipality
from municipalities.models.municipality import name_in
from provenance.keyset import Order
from tests.factories import make_act, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def forbidden_to_read_all():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL jit = off")


def plan(records, order, place=None):
    """The plan of the first rows of a list behind a place, as PostgreSQL tells it."""
    stretches = order._stretches(records, place, False)
    return "\n".join(stretch[:51].explain(costs=False) for stretch in stretches)


@pytest.mark.parametrize("sort", list(AgreementFilter.orders))
@pytest.mark.parametrize("is_first", [True, False])
def test_agreements_in_order_are_read_from_an_index(agreement, forbidden_to_read_all, sort, is_first):
    make_act(agreement, "signed", "1987")
    order = AgreementFilter.orders[sort]
    place = None if is_first else ("1987" if order.by is not None else None, agreement.pk)
    told = plan(Agreement.objects.public(), order, place)
    assert re.findall("Seq Scan|Sort Key", told) == []
    if order.by is not None and not is_first:
        # Value and key by one index: of many agreements of one year none is walked past.
        assert re.search(r"Index Cond: .*ROW\(.*since", told)


@pytest.mark.parametrize(
    ("query", "rare", "index"),
    [
        ("country=MK", AgreementFacets.objects.filter(countries__overlap=["MK"]), "agreement_countries"),
        ("grade=press", AgreementFacets.objects.filter(grade__in=["press"]), "agreement_grade"),
        ("decade=1980", AgreementFacets.objects.filter(decade__in=[1980]), "agreement_decade"),
        ("liveness=active", AgreementFacets.objects.filter(activity_days__gt=[]), "agreement_with_activities"),
        ("confirmation=confirmed", AgreementFacets.objects.filter(is_spoken_for=True), "agreement_spoken_for"),
        ("status=terminated", StatusPeriod.objects.filter(status__in=["terminated"]), "status_period_of_status"),
    ],
)
def test_what_is_rare_is_found_by_an_index_of_its_own(agreement, forbidden_to_read_all, query, rare, index):
    # By itself: of one agreement, reading all in order is as good. The filter asks for the same.
    assert index in rare.explain(costs=False)
    condition = str(rare.query).rpartition('"."')[2]
    assert condition in str(AgreementFilter(QueryDict(query), Agreement.objects.public()).qs.query)


@pytest.mark.parametrize(
    ("filterset", "sort", "value", "index"),
    [
        (MunicipalityFilter, "-population", "1000", "municipality_by_population"),
        (MayorFilter, "-since", "1987", "mayor_by_start"),
        (JointProjectFilter, "-start", "1987", "project_by_start"),
    ],
)
def test_other_lists_in_other_orders_are_read_from_an_index(forbidden_to_read_all, filterset, sort, value, index):
    records, order = filterset.Meta.model.objects.public(), filterset.orders[sort]
    for place in (None, (value, 1)):
        told = plan(records, order, place)
        assert (re.findall("Seq Scan|Sort Key", told), index in told) == ([], True)
        if place:
            assert re.search(r"Index Cond: .*ROW\(", told)


@pytest.mark.parametrize("language", ["en", "sq", "mk"])
def test_municipalities_in_the_order_of_each_language_are_read_from_an_index(forbidden_to_read_all, language):
    make_municipality("Saraj")
    order = Order(by=Fold(name_in(language)), form_field=forms.CharField())
    index = "municipality_by_name" + ("" if language == "en" else f"_{language}")
    for place in (None, ("saraj", 1)):
        told = plan(MunicipalityFilter(QueryDict(""), Municipality.objects.public().rewrite(False)).qs, order, place)
        assert (re.findall("Seq Scan|Sort Key", told), f"using {index} " in told) == ([], True)

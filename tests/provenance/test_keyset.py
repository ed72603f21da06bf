"""Places in lists: forwards and backwards, with and without a value, whatever comes in between."""

import pytest
from django.db.models import F

from agreements.models import Agreement
from provenance.dates import PartialDateFormField
from provenance.keyset import BadCursorError, Order
from tests.factories import make_act, make_agreement

DATES = ("2001", None, "1987-06", None, "1987", "2001")
SINCE = {"by": F("search__since"), "form_field": PartialDateFormField(), "nullable": True}
ORDERS = [
    (Order(), [0, 1, 2, 3, 4, 5]),
    (Order(descending=True), [5, 4, 3, 2, 1, 0]),
    (Order(**SINCE), [4, 2, 0, 5, 1, 3]),
    (Order(**SINCE, descending=True), [5, 0, 2, 4, 3, 1]),
]


@pytest.fixture
def keys(db):
    """The keys of six agreements, of dates in another order than their registration; two are unknown."""
    made = []
    for date in DATES:
        agreement = make_agreement()
        if date:
            make_act(agreement, happened_on=date)
        made.append(agreement.pk)
    return made


@pytest.mark.parametrize(("order", "expected"), ORDERS)
@pytest.mark.parametrize("size", [1, 2, 3, 6, 10])
def test_pages_lead_through_the_list_and_back(keys, order, expected, size):
    agreements = Agreement.objects.all()
    forwards, place = [], None
    while rows := order.rows(agreements, place, size):
        forwards += rows
        place = order.place("x", order.cursor("x", rows[-1]), Agreement)
    backwards, place = [], None
    while rows := order.rows(agreements, place, size, backwards=True):
        backwards += rows
        place = order.place("x", order.cursor("x", rows[-1]), Agreement)
    assert [row[0] for row in forwards] == [keys[place] for place in expected]
    assert backwards == forwards[::-1]
    assert list(order.all(agreements).values_list("pk", flat=True)) == [keys[place] for place in expected]


@pytest.mark.parametrize(("order", "expected"), ORDERS)
def test_what_stands_before_a_place_and_behind_it_is_all_the_rest(keys, order, expected):
    agreements = Agreement.objects.all()
    rows = order.rows(agreements, None, 10)
    for index, row in enumerate(rows):
        place = order.place("x", order.cursor("x", row), Agreement)
        assert order.rows(agreements, place, 10) == rows[index + 1 :]
        assert order.rows(agreements, place, 10, backwards=True) == rows[:index][::-1]


def test_a_cursor_stands_where_its_record_stood_when_it_has_left_the_list(keys):
    order = ORDERS[2][0]
    rows = order.rows(Agreement.objects.all(), None, 10)
    place = order.place("x", order.cursor("x", rows[2]), Agreement)
    without = Agreement.objects.exclude(pk=rows[2][0])
    assert order.rows(without, place, 10) == rows[3:]
    assert order.rows(without, place, 10, backwards=True) == rows[:2][::-1]


def test_a_cursor_of_another_order_is_refused(keys):
    cursor = ORDERS[2][0].cursor("since", ORDERS[2][0].rows(Agreement.objects.all(), None, 1)[0])
    for name, order in (("-since", ORDERS[3][0]), ("since", ORDERS[0][0])):
        with pytest.raises(BadCursorError):
            order.place(name, cursor, Agreement)

"""Lists: pages by key, filters shared with the pages of the site, a fixed number of queries."""

import base64
import json
import uuid

import pytest
from django.test import Client

from agreements.models import Agreement
from provenance.keyset import written
from tests import factories
from tests.api.records import whole_agreement

pytestmark = pytest.mark.django_db


def get(path, status=200, **query):
    response = Client().get(f"/api/v1/{path}", query)
    assert response.status_code == status, response.content
    return response.json()


def walk(path, **query):
    """Every record of a list, as a client finds them that follows `next`."""
    response = Client().get(f"/api/v1/{path}", query)
    found = response.json()["results"]
    while following := response.json()["next"]:
        assert f'<{following}>; rel="next"' in response["Link"]
        response = Client().get(following)
        found += response.json()["results"]
    return found


def numbers(**query):
    return [one["number"] for one in walk("agreements", **query)]


@pytest.fixture
def dated():
    """The numbers of five agreements, of dates in another order than their registration; two are unknown."""
    made = []
    for date in ("2001", None, "1987-06", None, "1987"):
        agreement = factories.make_agreement()
        if date:
            factories.make_act(agreement, happened_on=date)
        made.append(agreement.number)
    return made


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 50])
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("registered", [0, 1, 2, 3, 4]),
        ("-registered", [4, 3, 2, 1, 0]),
        ("since", [4, 2, 0, 1, 3]),
        ("-since", [0, 2, 4, 3, 1]),
    ],
)
def test_pages_lead_through_the_whole_list_in_every_order(dated, sort, order, limit):
    assert numbers(sort=sort, limit=limit) == [dated[place] for place in order]


def test_municipalities_stand_in_the_order_of_folded_names_in_every_language():
    for name in ("Žabljak", "Aračinovo", "Zagreb", "Сарај", "Ábrahám", "Tirana"):
        factories.make_municipality(name, name_mk=f"Ѕ{name}")
    ordered = ["Ábrahám", "Aračinovo", "Сарај", "Tirana", "Žabljak", "Zagreb"]
    for language in ("en", "mk"):
        response = Client().get("/api/v1/municipalities", headers={"accept-language": language})
        assert [one["name"]["en"] for one in response.json()["results"]] == ordered
    assert [one["name"]["en"] for one in walk("municipalities", limit=1)] == ordered


@pytest.mark.parametrize("limit", [1, 2, 50])
@pytest.mark.parametrize(
    ("path", "sort"), [("municipalities", "-population"), ("mayors", "-since"), ("joint-projects", "-start")]
)
def test_other_lists_have_orders_of_their_own(path, sort, limit):
    made = []
    for value in (1987, None, 2001, None, 1999):
        text = value and str(value)
        if path == "municipalities":
            made.append(factories.make_municipality(population=value))
        elif path == "mayors":
            made.append(factories.make_mayor(factories.make_municipality(), starts_on=text))
        else:
            made.append(factories.make_joint_project(actual_start=text))
    uids = [one["uid"] for one in walk(path, sort=sort, limit=limit)]
    assert uids == [str(made[place].uid) for place in (2, 4, 0, 3, 1)]


def test_mayors_and_fields_and_projects_are_whole_lists():
    municipality = factories.make_municipality()
    for name in ("B", "A", "A"):
        factories.make_mayor(municipality, name)
        factories.make_field(code=f"field-{uuid.uuid4().hex[:8]}")
        factories.make_joint_project(municipality)
    assert [one["name"] for one in walk("mayors", limit=1)] == ["A", "A", "B"]
    codes = [one["code"] for one in walk("fields", limit=2)]
    assert (codes, len(codes)) == (sorted(codes), 3)
    assert len({one["uid"] for one in walk("joint-projects", limit=2)}) == 3


def test_records_that_come_in_between_shift_no_page(dated):
    first = get("agreements", limit=2)
    factories.make_agreement()
    rest = Client().get(first["next"]).json()
    assert [one["number"] for one in first["results"] + rest["results"]] == [dated[n] for n in (4, 3, 2, 1)]


def test_page_goes_on_behind_a_record_that_was_withdrawn(dated):
    first = get("agreements", limit=2)
    factories.withdraw_silently(Agreement.objects.get(number=dated[3]))
    assert [one["number"] for one in Client().get(first["next"]).json()["results"]] == [dated[2], dated[1]]


def test_cursor_names_no_primary_key(dated):
    following = get("agreements", limit=1, sort="since")["next"]
    cursor = following.partition("cursor=")[2].partition("&")[0]
    place = json.loads(base64.urlsafe_b64decode(cursor + "=="))
    assert place == ["since", "1987", Agreement.objects.get(number=dated[4]).uid.hex]


def test_cursor_stands_behind_the_longest_name_in_any_script():
    municipality = factories.make_municipality("Љ" * 200)
    factories.make_municipality("Џ" * 200)
    for letter in ("Ж", "\U0001f58b"):
        factories.make_mayor(municipality, letter * 200)
    assert [len(walk(path, limit=1)) for path in ("municipalities", "mayors")] == [2, 2]


def test_cursor_of_another_order_is_refused(dated):
    following = get("agreements", limit=1, sort="since")["next"]
    cursor = following.partition("cursor=")[2].partition("&")[0]
    problem = get("agreements", 400, cursor=cursor, sort="-since")
    assert [error["parameter"] for error in problem["errors"]] == ["cursor"]


def bad_cursors():
    uid = uuid.uuid4().hex
    yield from ("x", "!", "AAAA", "é", "=" * 8, "[" * 300, "0" * 3501)
    yield base64.urlsafe_b64encode(b"\xff\xfe").decode()
    for place in (
        {}, [], 1, "x", None, [[]], ["since"], ["since", "1987"], ["since", "1987", 5], ["since", "1987", uid],
        ["since", "1987\0", uid], ["since", "\ud800", uid], ["since", "9999-99-99", uid], ["since", 1987, uid],
        ["since", ["1987"], uid], ["since", None, "x"], ["since", None, None], ["registered", "1987", uid],
        ["registered", 2**70, uid], ["nothing", None, uid], [None, None, None], [{}, {}, {}], [1, 2, 2**70],
        [-1, 0, 0], [True, 0, 0], [1.5, 0, 0], ["1", "2", "3"], [1, 2, 3, 4], ["name", None, uid], ["name", "\0", uid],
        [float("inf"), 0, 0],
    ):  # fmt: skip
        yield written(place)
    yield base64.urlsafe_b64encode(b"[" * 400).decode()


@pytest.mark.parametrize("path", ["agreements", "municipalities", "mayors", "joint-projects", "fields", "changes"])
def test_cursor_that_the_list_did_not_give_is_refused(path):
    factories.make_agreement()
    answers = {}
    for cursor in bad_cursors():
        for sort in ({"sort": "since"}, {"sort": "registered"}, {}) if path == "agreements" else ({},):
            answers[cursor, *sort.values()] = Client().get(f"/api/v1/{path}", {"cursor": cursor, **sort}).status_code
    assert {key: status for key, status in answers.items() if status != 400} == {}


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "x", "9" * 30, "9" * 3000])
def test_limit_outside_1_to_100_is_refused(limit):
    assert get("agreements", 400, limit=limit)["errors"][0]["parameter"] == "limit"


def test_usual_page_holds_fifty():
    for _ in range(51):
        factories.make_field()
    page = get("fields")
    assert len(page["results"]) == 50
    assert page["next"]


FILTERED = [
    ("agreements", {"form": ["twinning"]}, ["B"]),
    ("agreements", {"form": ["twinning", "cooperation"]}, ["A", "B", "C"]),
    ("agreements", {"country": "us"}, ["A"]),
    ("agreements", {"country": ["us", "ME"]}, ["A", "B"]),
    ("agreements", {"liveness": "unknown", "confirmation": "unconfirmed"}, ["A", "B", "C"]),
    ("agreements", {"decade": ["1980", "unknown"]}, ["A", "B", "C"]),
    ("agreements", {"decade": "1980"}, ["A"]),
    ("agreements", {"grade": "press"}, []),
    ("agreements", {"municipality": "saraj"}, ["A", "B"]),
    ("agreements", {"field": "culture"}, ["C"]),
    ("agreements", {"status": ["signed", "terminated"]}, ["A", "B"]),
    ("agreements", {"status": "signed", "asOf": "1988-01-01"}, ["A"]),
    ("agreements", {"asOf": "1986-12-31"}, ["B", "C"]),
    ("agreements", {"yearFrom": "1987", "yearTo": "1987"}, ["A"]),
    ("agreements", {"q": "САРАЈ"}, ["A", "B"]),
    ("agreements", {"q": "Sarajit"}, ["A", "B"]),
    ("agreements", {"q": "nowhere at all"}, []),
]


@pytest.mark.parametrize(("path", "query", "titles"), FILTERED)
def test_filters_are_those_of_the_pages(saraj, rochester_hills, path, query, titles):
    a = factories.make_agreement(saraj, rochester_hills, title="A")
    b = factories.make_agreement(saraj, factories.make_municipality("Tuzi", country="ME"), title="B", form="twinning")
    c = factories.make_agreement(title="C")
    c.fields.add(factories.make_field("culture"))
    factories.make_agreement(saraj, rochester_hills, title="Draft", public=False)
    factories.make_act(a, "signed", "1987")
    factories.make_act(b, "terminated")
    assert [one["title"]["en"] for one in walk(path, sort="registered", **query)] == titles


def test_day_asked_for_is_the_day_of_the_documents(agreement):
    factories.make_act(agreement, happened_on="1987-06")
    for path in ("agreements?asOf=1987-06-01", f"agreements/{agreement.uid}?asOf=1987-06-01"):
        document = Client().get(f"/api/v1/{path}").json()
        document = document["results"][0] if "results" in document else document
        assert document["legal_status"] == {"on": "1987-06-01", "status": "signed"}
    document = get(f"agreements/{agreement.uid}", asOf="1987-05-31")
    assert document["legal_status"] == {"on": "1987-05-31", "status": None}


def test_agreement_is_found_by_uid_and_by_number(agreement):
    assert get(f"agreements/{agreement.number}") == get(f"agreements/{agreement.uid}")


UNKNOWN = [
    "foo", "form[]", "status[]", "page", "format", "pk", "id", "uid", "contact__phone__startswith", "_connector",
    "internal_notes", "internal_notes__icontains", "form__regex", "country__in", "recorded_by", "publication", "lang",
    "ordering", "search", "fields", "script", "",
]  # fmt: skip


@pytest.mark.parametrize("path", ["agreements", "municipalities", "mayors", "joint-projects", "fields", "changes"])
def test_key_that_the_list_does_not_know_is_refused_by_name(path):
    refused = {key: [error["parameter"] for error in get(path, 400, **{key: "x"})["errors"]] for key in UNKNOWN}
    assert refused == {key: [key] for key in UNKNOWN}


def test_detail_knows_no_key_but_the_day(agreement):
    for path, key in ((f"agreements/{agreement.uid}", "country"), (f"agreements/{agreement.number}", "limit")):
        assert get(path, 400, **{key: "MK"})["errors"][0]["parameter"] == key


@pytest.mark.parametrize("key", ["yearFrom", "yearTo", "sort", "q", "asOf", "limit", "cursor"])
def test_key_that_has_one_value_cannot_be_repeated(key):
    problem = Client().get(f"/api/v1/agreements?{key}=1&{key}=2")
    assert problem.status_code == 400
    assert problem.json()["errors"][0]["parameter"] == key


@pytest.mark.parametrize(
    ("path", "most"), [("agreements", 2), ("municipalities", 2), ("mayors", 2), ("joint-projects", 2), ("fields", 2)]
)
def test_list_asks_a_fixed_number_of_queries(path, most, django_assert_num_queries):
    for rows in (1, 3):
        while len(get(path)["results"]) < rows:
            agreement = whole_agreement() if rows == 1 else factories.make_agreement()
            factories.make_mayor(agreement.parties.first().municipality)
            factories.make_joint_project(agreement=agreement)
            factories.make_field()
        with django_assert_num_queries(most):
            get(path)


def test_order_by_date_asks_one_query_more_for_what_has_none(dated, django_assert_num_queries):
    with django_assert_num_queries(3):
        get("agreements", sort="since")
    with django_assert_num_queries(2):
        get("agreements", sort="since", limit=1)


def test_detail_asks_two_queries(agreement, django_assert_num_queries):
    with django_assert_num_queries(2):
        get(f"agreements/{agreement.uid}")


def test_sort_by_date_skips_the_undated_when_a_page_begins_among_them(dated):
    following = get("agreements", limit=4, sort="since")["next"]
    assert [one["number"] for one in Client().get(following).json()["results"]] == [dated[3]]

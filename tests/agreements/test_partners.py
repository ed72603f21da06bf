"""The partner finder's ranking: what counts, in which order, from which candidates, and always the same."""

import datetime as dt
import random
import uuid

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements import partners
from agreements.models import AgreementField, GoodPractice, PracticeField, ProjectField
from agreements.partners import MOST_IN_FIELD, MOST_WORDS, POINTS, Candidate, Challenge, languages_of, partners_for
from agreements.workflow import published_from_sources
from municipalities.models import Municipality
from tests.factories import (
    make_act,
    make_agreement,
    make_field,
    make_joint_project,
    make_municipality,
    withdraw_silently,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


def make_practice(owner, title="Paths", *fields, public=True, **texts):
    practice = GoodPractice.objects.create(
        owner=owner, title=title, **{"problem": "-", "solution": "-", **texts},
        **(published_from_sources() if public else {}),
    )  # fmt: skip
    for field in fields:
        PracticeField.objects.create(practice=practice, field=field)
    return practice


def ask(municipality, text="", *fields, on=TODAY):
    return partners_for(municipality, Challenge(text, tuple(field.pk for field in fields)), on=on)


def reasons(municipality, *asked, **options):
    """Names with their reasons, in their order."""
    return [(one.name, one.reasons) for one in ask(municipality, *asked, **options).candidates]


@pytest.fixture
def mine():
    """In a country whose language nobody else here speaks."""
    return make_municipality("Mine", country="IS", population=10_000, latitude=0, longitude=0)


def test_a_practice_that_answers_the_words_counts_by_its_words(mine):
    owner, other = make_municipality("Owner", country="JP"), make_municipality("Other", country="JP")
    best = make_practice(owner, "Bins", problem="Too much waste", solution="Recycling of paper")
    second = make_practice(owner, "Glass", solution="Recycling")
    make_practice(other, "Paper", solution="Paper")
    found = ask(mine, "less waste, more paper recycled and recycling!").candidates
    assert [(one.name, one.words, one.practices) for one in found] == [
        ("Owner", ["waste", "paper", "recycled"], [best.pk, second.pk]),
        ("Other", ["paper"], [GoodPractice.objects.get(title="Paper").pk]),
    ]
    assert [one.points for one in found] == [9, 3]


@pytest.mark.parametrize(
    ("text", "solution"),
    [
        ("bicycles", "bicycle paths"), ("велосипеди", "велосипед"), ("Mbeturinave", "mbeturinat"),
        ("MBETURINA", "mbeturinat"),
    ],
)  # fmt: skip
def test_words_are_found_in_other_forms_and_any_script(mine, text, solution):
    make_practice(make_municipality("Owner", country="JP"), solution=solution)
    assert reasons(mine, text) == [("Owner", {"words": 3})]


def test_words_of_the_owners_name_answer_nothing(mine):
    make_practice(make_municipality("Wasteland", country="JP"), solution="Trams")
    assert reasons(mine, "wasteland") == []


def test_short_words_and_words_of_very_many_practices_tell_nothing(mine):
    owners = [make_municipality(f"Owner {n}", country="JP") for n in range(6)]
    for owner in owners:
        make_practice(owner, solution="Every citizen and all")
    assert reasons(mine, "and all") == []
    assert reasons(mine, "citizen") == []
    make_practice(owners[3], solution="Sledges")
    assert reasons(mine, "sledges citizen") == [("Owner 3", {"words": 3})]


def test_many_words_are_bounded(mine):
    assert MOST_WORDS == 12
    text = " ".join(letter * 6 for letter in "abcdefghijklmnopqrst")
    make_practice(make_municipality("Owner", country="JP"), solution=text)
    assert reasons(mine, text) == [("Owner", {"words": POINTS["words"].at_most})]


@pytest.mark.parametrize("text", ["", "&|!():*'", "\\", "🙂", "' OR 1=1 --", "a" * 500, "٣٣٣٣٣", "<->", "ab:*cd"])
def test_no_text_breaks_it(mine, text):
    make_practice(make_municipality("Owner", country="JP"), solution="Trams")
    assert reasons(mine, text) == []


def test_shared_fields_count_wherever_one_is_active(mine):
    culture, water = make_field("culture"), make_field("water")
    towns = {name: make_municipality(name, country="JP") for name in ("By agreement", "By practice", "By project")}
    agreement = make_agreement(towns["By agreement"], make_municipality("Z", country="JP"))
    for field in (culture, water):
        AgreementField.objects.create(agreement=agreement, field=field)
    make_practice(towns["By practice"], "Choir", culture)
    ProjectField.objects.create(project=make_joint_project(towns["By project"]), field=culture)
    assert reasons(mine, "", culture) == [
        ("By agreement", {"fields": 3}), ("By practice", {"fields": 3}), ("By project", {"fields": 3}),
        ("Z", {"fields": 3}),
    ]  # fmt: skip
    assert reasons(mine, "", culture, water)[0] == ("By agreement", {"fields": 6})


def test_of_a_field_the_latest_bring_candidates_of_whom_all_fields_count(mine, monkeypatch):
    culture, water = make_field("culture"), make_field("water")
    monkeypatch.setattr(partners, "_STATEMENT", partners._STATEMENT.replace(f"LIMIT {MOST_IN_FIELD}", "LIMIT 1"))
    towns = [make_municipality(name, country="JP") for name in ("Early", "Middle", "Late", "Later")]
    hub = make_municipality("Hub", country="JP")
    agreements = [
        make_agreement(*two, public=public)
        for two, public in ((towns[:2], True), ((towns[1], towns[2]), True), ((towns[0], towns[3]), False))
    ]
    for agreement, field in zip(agreements, (water, culture, culture), strict=True):
        AgreementField.objects.create(agreement=agreement, field=field)
    AgreementField.objects.create(agreement=agreements[0], field=culture)
    # Of culture, the latest public one is that of Middle and Late; Middle works on water, too.
    assert reasons(mine, "", culture) == [("Late", {"fields": 3}), ("Middle", {"fields": 3})]
    assert reasons(mine, "", culture, water)[:2] == [("Early", {"fields": 6}), ("Middle", {"fields": 6})]
    # Early is found by a partner as well: then its field counts.
    make_agreement(mine, hub)
    make_agreement(hub, towns[0])
    assert ("Early", {"fields": 3, "shared_partners": 2}) in reasons(mine, "", culture)


def test_candidates_of_a_field_are_read_by_its_index(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        cursor.execute(
            """EXPLAIN SELECT l.agreement_id FROM agreements_agreementfield AS l WHERE l.field_id = 1
            ORDER BY l.agreement_id DESC LIMIT 500"""
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "agreement_field_latest" in plan
    assert "Sort" not in plan


def test_without_picked_fields_ones_own_are_taken(mine):
    culture = make_field("culture")
    make_practice(mine, "Ours", culture)
    make_practice(make_municipality("Owner", country="JP"), "Choir", culture)
    finding = ask(mine)
    assert finding.own_fields == [culture.pk]
    assert [(one.name, one.reasons) for one in finding.candidates] == [("Owner", {"fields": 3})]


def test_partners_of_partners_are_named_and_partners_left_out(mine):
    a, b, far = (make_municipality(name, country="JP") for name in ("A", "B", "Far"))
    make_agreement(mine, b)
    make_agreement(mine, a)
    make_agreement(a, b, far)
    finding = ask(mine)
    assert finding.number_of_partners == 2
    assert [(one.name, one.reasons, one.shared_partners) for one in finding.candidates] == [
        ("Far", {"shared_partners": 4}, [a.pk, b.pk])
    ]


def test_a_partnership_that_is_over_on_the_day_is_none(mine):
    old, far = make_municipality("Old", country="JP"), make_municipality("Far", country="JP")
    agreement = make_agreement(mine, old)
    make_act(agreement, "signed", "1980")
    make_act(agreement, "terminated", "2000")
    make_agreement(old, far)
    assert ask(mine, on=dt.date(1979, 1, 1)).number_of_partners == 0
    assert reasons(mine, on=dt.date(1990, 1, 1)) == [("Far", {"shared_partners": 2})]
    assert (ask(mine).number_of_partners, reasons(mine)) == (0, [])


def test_who_has_left_is_no_partner(mine):
    other = make_municipality("Other", country="JP")
    agreement = make_agreement(mine, other)
    agreement.parties.filter(municipality=other).update(joined_on="1990", left_on="2001-05")
    numbers = [ask(mine, on=dt.date(year, 1, 1)).number_of_partners for year in (1989, 1995, 2002)]
    assert numbers == [0, 1, 0]


@pytest.mark.parametrize("left_on", ["2001", "2001-05", "2001-05-07"])
@pytest.mark.parametrize("day", ["2001-05-06", "2001-05-07", "2001-05-08", "2001-06-01", "2002-01-01"])
def test_one_that_leaves_is_a_partner_for_as_long_as_it_may_have_been_a_party(mine, left_on, day):
    """As lists and pages tell it: who left in a year may have left on its last day."""
    agreement = make_agreement(mine, make_municipality("Other", country="JP"))
    agreement.parties.exclude(municipality=mine).update(left_on=left_on)
    party = agreement.parties.exclude(municipality=mine).get()
    day = dt.date.fromisoformat(day)
    assert ask(mine, on=day).number_of_partners == party.was_party(day)


def test_distances_and_sizes_count_up_to_their_bounds(mine):
    def counted(kilometres, population):
        candidate = Candidate(1, uuid.uuid4(), "Other", "JP", population, kilometres)
        return set(partners._reasons(candidate, mine))

    assert [counted(far, None) for far in (500, 500.1, 1500, 1500.1)] == [{"near"}, {"not_far"}, {"not_far"}, set()]
    sizes = {population: counted(None, population) for population in (1_999, 2_000, 4_999, 5_000, 20_000, 20_001)}
    assert sizes == {
        1_999: set(), 2_000: {"comparable_size"}, 4_999: {"comparable_size"}, 5_000: {"similar_size"},
        20_000: {"similar_size"}, 20_001: {"comparable_size"},
    }  # fmt: skip


def test_what_is_not_public_counts_for_nothing(mine):
    culture = make_field("culture")
    owner, other = make_municipality("Owner", country="JP"), make_municipality("Other", country="JP")
    make_practice(owner, "Draft", culture, public=False, solution="Sledges")
    withdraw_silently(make_practice(owner, "Gone", culture, solution="Sledges"))
    draft = make_agreement(mine, owner, public=False)
    AgreementField.objects.create(agreement=draft, field=culture)
    make_agreement(owner, other)
    ProjectField.objects.create(project=make_joint_project(owner, public=False), field=culture)
    ProjectField.objects.create(project=make_joint_project(owner, agreement=draft), field=culture)
    finding = ask(mine, "sledges", culture)
    assert (finding.candidates, finding.number_of_partners, finding.own_fields) == ([], 0, [])


def test_language_size_and_distance_count(mine):
    saraj = make_municipality("Saraj", country="MK", population=35_000, latitude=42.0, longitude=21.3)
    make_municipality("Prizren", country="XK", population=40_000, latitude=42.2, longitude=20.7)
    make_municipality("Tirana", country="AL", population=600_000, latitude=41.3, longitude=19.8)
    make_municipality("Aberdeen", country="GB", population=35_000)
    assert reasons(saraj) == [("Prizren", {"language": 2, "similar_size": 2, "near": 2})]
    make_agreement(saraj, make_municipality("Hub", country="JP"))
    make_agreement(Municipality.objects.get(name="Hub"), Municipality.objects.get(name="Tirana"))
    assert reasons(saraj)[1] == ("Tirana", {"shared_partners": 2, "language": 2, "near": 2})


def test_of_the_same_points_the_nearer_comes_first(mine):
    for name, longitude in {"Amsel": 3, "Birke": 1, "Cedar": 2}.items():
        make_municipality(name, country="IS", population=10_000, latitude=0, longitude=longitude)
    assert [(one.name, one.points) for one in ask(mine).candidates] == [("Birke", 6), ("Cedar", 6), ("Amsel", 6)]


def test_one_of_which_nothing_is_known_still_finds_who_speaks_its_language():
    bare = make_municipality("Bare", country="AL")
    make_municipality("Prizren", country="XK")
    make_municipality("Kyoto", country="JP")
    assert reasons(bare) == [("Prizren", {"language": 2})]
    assert reasons(make_municipality("Nowhere", country="ZZ")) == []


def test_languages_are_those_in_which_a_country_works():
    assert languages_of("MK") == {"mk", "sq"}
    assert languages_of("XK") == {"sq", "sr"}
    assert languages_of("US") == {"en"}
    assert languages_of("IN") == {"en", "hi"}
    assert languages_of("ZZ") == frozenset()


def test_who_is_no_more_is_no_candidate(mine):
    merged = make_municipality("Merged", country="IS", existed_to="2005")
    heir = make_municipality("Heir", country="IS")
    make_municipality("Absorbed", country="IS", successor=heir)
    mine.population = None
    mine.save()
    assert [name for name, _ in reasons(mine)] == ["Heir"]
    # Who ended in a year may have ended on its last day.
    for day, found in ((dt.date(2005, 12, 31), ["Heir", merged.name]), (dt.date(2006, 1, 1), ["Heir"])):
        assert [name for name, _ in reasons(mine, on=day)] == found


def test_distance_over_the_antimeridian_is_the_short_way():
    west = make_municipality("West", country="FJ", latitude=0, longitude=179.5, population=1000)
    make_municipality("East", country="FJ", latitude=0, longitude=-179.5, population=1000)
    assert round(ask(west).candidates[0].kilometres) == 111


def build(order):
    """A small register, its records inserted in this order."""
    field = make_field("culture")
    names = [f"Town {letter}" for letter in "ABCDEFGH"]
    towns = {}
    for place in order(names):
        n = names.index(place)
        towns[place] = make_municipality(
            place, uid=f"00000000-0000-4000-8000-00000000000{n}", country="AL" if n % 2 else "MK",
            population=20_000 + n // 3 * 30_000, latitude=41 + n / 10, longitude=20,
        )  # fmt: skip
    for n in order([0, 1, 2, 3]):
        make_practice(towns[names[n + 3]], f"Practice {n}", *([field] if n % 2 else []), solution=f"Trams {n} waste")
    for one, other in order([("A", "B"), ("A", "C"), ("B", "D"), ("C", "D"), ("C", "E"), ("B", "F")]):
        make_agreement(towns[f"Town {one}"], towns[f"Town {other}"])
    finding = ask(towns["Town A"], "trams and waste", field)
    return [(one.name, one.reasons, one.words, len(one.practices)) for one in finding.candidates]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_the_order_of_insertion_does_not_change_the_ranking(db, seed):
    def built(order):
        with transaction.atomic():
            ranking = build(order)
            transaction.set_rollback(True)
        return ranking

    shuffled = lambda records: random.Random(seed).sample(records, len(records))  # noqa: E731
    ranking = built(list)
    assert ranking
    assert built(shuffled) == ranking


def test_the_same_question_has_the_same_answer(mine):
    for n in range(5):
        make_practice(make_municipality("Same name", country="JP"), f"P{n}", solution="Sledges")
    first = ask(mine, "sledges").candidates
    assert [one.uid for one in first] == sorted(one.uid for one in first)
    assert ask(mine, "sledges").candidates == first


@pytest.mark.parametrize("number", [1, 3])
def test_finding_partners_takes_two_queries(mine, django_assert_num_queries, number):
    for n in range(number):
        make_practice(make_municipality(f"Owner {n}", country="JP"), solution="Sledges")
    with django_assert_num_queries(2):
        assert len(ask(mine, "sledges").candidates) == number

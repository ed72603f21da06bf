"""One search over every kind: what is found, in which order, how it is counted, and that drafts leave no trace."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import translation

from agreements import everything
from agreements.everything import KINDS, MOST_COUNTED, found
from agreements.models import Agreement, GoodPractice, Network, PracticeField
from agreements.workflow import published_from_sources
from municipalities.models import Alias, Mayor, Municipality
from municipalities.search import alike
from pages.wording.names import agreement_name
from tests.factories import (
    make_act,
    make_agreement,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
    withdraw_silently,
)

pytestmark = pytest.mark.django_db


def make_practice(owner, title="Paths for bicycles", *, public=True, **fields):
    published = published_from_sources() if public else {}
    return GoodPractice.objects.create(
        owner=owner, title=title, **{"problem": "Too many cars.", "solution": "Paths.", **published, **fields}
    )


@pytest.fixture
def register(saraj, rochester_hills):
    """Saraj with something of every kind, and others whose names are near."""
    Alias.objects.create(municipality=saraj, text="Komuna e Sarajit", language="sq")
    sarajevo = make_municipality("Sarajevo", country="BA", population=275_524)
    novo = make_municipality("Novo Sarajevo", country="BA", population=64_814)
    return {
        "saraj": saraj,
        "sarajevo": sarajevo,
        "novo": novo,
        "own": make_agreement(saraj, rochester_hills),
        "titled": make_agreement(sarajevo, novo, title_en="Saraj, Saraj, Saraj"),
        "mayor": make_mayor(saraj, "Blerim Bexheti", ongoing=True),
        "project": make_joint_project(saraj, title_en="Clean rivers"),
        "practice": make_practice(saraj),
        "field": make_field("environment", "Environment", name_sq="Mjedis"),
        "network": Network.objects.create(name_en="Network of lakes"),
    }


def keys(text, kind, **options):
    groups = found(text, most=5, **options)
    return groups[kind].keys if kind in groups else []


@pytest.mark.parametrize("text", ["Сарај", "saraj", "SARAJ", "Sarajit", "Sarait", "Sarajj"])
def test_every_way_to_write_it_leads_to_saraj_first(register, text):
    groups = found(text, most=5)
    assert next(iter(groups)) == "municipality"
    assert groups["municipality"].keys[0] == register["saraj"].pk
    assert groups["agreement"].keys[0] == register["own"].pk


def test_names_come_in_the_order_of_their_nearness_then_of_size(register):
    order = [register[name].pk for name in ("saraj", "sarajevo", "novo")]
    assert keys("saraj", "municipality") == order
    larger = make_municipality("Sarajski Han", population=1_000_000)
    assert keys("saraj", "municipality") == [order[0], larger.pk, *order[1:]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bexheti", "mayor"), ("Блерим", "mayor"), ("blerim bex", "mayor"), ("Bexhetti Blerim", "mayor"),
        ("clean riv", "project"), ("saraj", "project"), ("bicycles", "practice"), ("too many cars", "practice"),
        ("сарај", "practice"), ("mjedis", "field"), ("environm", "field"), ("lakes", "network"),
    ],
)  # fmt: skip
def test_every_kind_is_found(register, text, kind):
    record = register[kind]
    assert keys(text, kind) == [record.pk]


def test_words_are_looked_for_before_names_that_are_alike(register):
    make_agreement(register["sarajevo"], register["novo"], title_en="Sarand")
    groups = found("sarand", most=5)
    assert [(kind, group.likeness is None) for kind, group in groups.items()] == [
        ("agreement", True),
        ("municipality", False),
    ]


def test_what_looks_like_nothing_finds_nothing(register):
    assert found("wollongong", most=5) == {}


@pytest.mark.parametrize(
    "text", ["", "   ", "&", "'", "\\", "a:*b", "<->", "%", "_", "%%", "٣", "🙂", "(" * 50, "a " * 99, "!!saraj", "{x}"]
)
def test_no_text_breaks_the_search(register, text):
    for on in (None, dt.date(2020, 1, 1)):
        assert isinstance(found(text, most=5, on=on), dict)


def test_signs_are_no_words(register):
    assert found("%", most=5) == found("_", most=5) == found("&|!", most=5) == {}
    assert keys("%vo", "municipality") == keys("s_r", "municipality") == []


def test_numbers_are_counted_to_a_bound(register):
    assert MOST_COUNTED == 50
    for number in range(51):
        make_municipality(f"Lindental {number}")
    group = found("lindental", most=5)["municipality"]
    assert (len(group.keys), group.number, group.has_more) == (5, 51, True)
    Municipality.objects.filter(name="Lindental 7").delete()
    group = found("lindental", most=5)["municipality"]
    assert (len(group.keys), group.number, group.has_more) == (5, 50, False)


def test_of_names_as_near_members_come_before_larger_ones(register):
    member = make_municipality("Sarajski Han", population=100, is_member=True)
    order = [register["saraj"].pk, member.pk, register["sarajevo"].pk, register["novo"].pk]
    assert keys("saraj", "municipality") == order


def test_agreements_of_who_is_called_so_come_before_those_that_hold_the_word_more_often(register):
    lind = make_agreement(make_municipality("Lind"), make_municipality("Tetovo"))
    others = make_agreement(make_municipality("New Lind"), make_municipality("Old Lind"), make_municipality("Lindau"))
    assert keys("lind", "agreement") == [lind.pk, others.pk]


def test_a_network_that_no_source_names_is_not_found(register):
    Network.objects.create(name_en="Network of lakes, as it may be called", is_named=False)
    assert keys("lakes", "network") == [register["network"].pk]


def test_those_called_so_are_ranked_however_many_match(register):
    """The latest fifty are candidates, and the agreements of who is called so."""
    sarajevo, novo = register["sarajevo"], register["novo"]
    for number in range(51):
        make_agreement(sarajevo, novo, title_en=f"Saraj {number}")
    assert keys("saraj", "agreement")[0] == register["own"].pk


@pytest.mark.parametrize("text", ["saraj", "Sarajjt"])
def test_what_is_not_public_leaves_no_trace(register, text):
    """Neither among what holds the word nor among what looks like it."""
    before = found(text, most=50)
    saraj, sarajevo = register["saraj"], register["sarajevo"]
    draft = make_agreement(saraj, sarajevo, public=False, title_en="Saraj Saraj Saraj Saraj")
    withdraw_silently(make_agreement(saraj, sarajevo, title_en="Saraj"))
    make_joint_project(saraj, public=False, title_en="Saraj")
    make_joint_project(saraj, agreement=draft, title_en="Saraj")
    withdraw_silently(make_joint_project(saraj, title_en="Saraj"))
    make_practice(saraj, "Saraj", public=False)
    withdraw_silently(make_practice(saraj, "Saraj"))
    assert "agreement" in before
    assert found(text, most=50) == before


def test_what_is_published_is_found_and_what_is_withdrawn_is_not(register):
    record = make_agreement(register["sarajevo"], register["novo"], public=False, title_en="Winter games")
    assert keys("winter games", "agreement") == []
    Agreement.objects.filter(pk=record.pk).update(**published_from_sources())
    assert keys("winter games", "agreement") == [record.pk]
    withdraw_silently(record)
    assert keys("winter games", "agreement") == []


def test_drafts_take_no_place_of_candidates(register, monkeypatch):
    monkeypatch.setitem(everything.NUMBERS, "candidates", 2)
    monkeypatch.setitem(everything.NUMBERS, "most_of_called", 1)
    statements = (everything._named, everything._written)
    for one in statements:
        one.cache_clear()
    try:
        before = found("saraj", most=50)
        for _ in range(3):
            make_agreement(register["saraj"], register["sarajevo"], public=False)
            make_practice(register["saraj"], "Saraj", public=False)
            make_joint_project(register["saraj"], public=False)
        assert found("saraj", most=50) == before
    finally:
        for one in statements:
            one.cache_clear()


def test_the_day_is_respected(register):
    make_act(register["own"], "signed", "2008")
    later = make_mayor(register["saraj"], "Later Bexheti", starts_on="2021-11-05", ongoing=True)
    assert keys("saraj", "agreement", on=dt.date(2000, 1, 1)) == [register["titled"].pk]
    assert keys("saraj", "agreement", on=dt.date(2010, 1, 1)) == [register["own"].pk, register["titled"].pk]
    assert keys("bexheti", "mayor", on=dt.date(2021, 11, 4)) == [register["mayor"].pk]
    assert set(keys("bexheti", "mayor", on=dt.date(2021, 11, 5))) == {register["mayor"].pk, later.pk}


def test_agreements_of_names_alike_are_of_the_day_too(register):
    make_act(register["own"], "signed", "2008")
    assert keys("Sarajjt", "agreement", on=dt.date(2000, 1, 1)) == []
    assert keys("Sarajjt", "agreement", on=dt.date(2010, 1, 1)) == [register["own"].pk]


@pytest.mark.parametrize(("kinds", "number"), [(("municipality",), 1), (("mayor", "field"), 1), (KINDS, 2)])
def test_names_take_one_query_and_whole_texts_another(register, django_assert_num_queries, kinds, number):
    with django_assert_num_queries(1 + number):
        found("saraj", most=5, kinds=kinds)
    with django_assert_num_queries(number):
        found("saraj", most=5, kinds=kinds)


def test_search_for_what_nothing_holds_takes_one_more(register, django_assert_num_queries):
    with django_assert_num_queries(1 + 2 + 1):
        found("Sarajjt", most=5)


def test_only_the_kinds_that_are_asked_for_are_found(register):
    assert list(found("saraj", most=5, kinds=("agreement", "mayor"))) == ["agreement"]
    assert list(found("Sarajjt", most=5, kinds=("agreement", "mayor"))) == ["agreement"]


def practices_found(text):
    return set(GoodPractice.objects.filter(pk__in=keys(text, "practice")))


def test_documents_of_practices_follow_every_change(saraj):
    practice = make_practice(saraj)
    hits = lambda text: practice in practices_found(text)  # noqa: E731
    assert hits("bicycles")
    practice.title_en = "Trams"
    practice.save()
    assert (hits("bicycles"), hits("trams")) == (False, True)
    GoodPractice.objects.filter(pk=practice.pk).update(solution_sq="Shëtitore")
    assert hits("shetitore")
    alias = Alias.objects.create(municipality=saraj, text="Lindenbaum")
    assert hits("lindenbaum")
    alias.delete()
    assert not hits("lindenbaum")
    field = make_field("mobility", "Mobility")
    link = PracticeField.objects.create(practice=practice, field=field)
    assert hits("mobility")
    field.name_en = "Transport"
    field.save()
    assert (hits("mobility"), hits("transport")) == (False, True)
    link.delete()
    assert not hits("transport")
    practice.owner = make_municipality("Tetovo")
    practice.save()
    assert (hits("saraj"), hits("tetovo")) == (False, True)


def test_the_folded_name_of_a_mayor_follows_every_change(saraj):
    mayor = make_mayor(saraj, "Ѓорѓи")
    assert keys("gjorgji", "mayor") == [mayor.pk]
    Mayor.objects.filter(pk=mayor.pk).update(name="Ѓоко")
    assert (keys("gjorgji", "mayor"), keys("gjoko", "mayor")) == ([], [mayor.pk])


@pytest.fixture
def many(db):
    """Enough names and documents that an index pays, and one that is rare."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO municipalities_municipality (uid, name, name_en, local_name, local_type, level, country,
                region, region_name, national_code, national_code_scheme, website, coat_of_arms,
                coat_of_arms_credit, is_member)
            SELECT gen_random_uuid(), n, n, '', '', 'municipality', 'MK', '', '', '', '', '', '', '', false
            FROM (SELECT 'Place ' || md5(i::text) AS n FROM generate_series(1, 20000) AS i) AS names
            """
        )
        cursor.execute("SELECT gin_clean_pending_list('search_name_trigrams')")
        cursor.execute("ANALYZE municipalities_searchname")
    return make_municipality("Wolkenkuckucksheim")


def test_names_are_found_by_their_indexes(many):
    """However the planner may see it with few rows: among 20,000 it must not read all names."""
    for text in ("wolkenkuckucksheim", "wolkenkuck", "wolkenkukucksheim"):
        groups = found(text, most=5, kinds=("municipality",))
        assert (text, groups["municipality"].keys) == (text, [many.pk])
        for plan, index in zip(plans(text), ("search_name_words", "search_name_trigrams"), strict=True):
            assert "Seq Scan on municipalities_searchname" not in plan
            assert index in plan


def test_names_are_planned_once_for_all_texts(many):
    """Those that hold the words, and those that look like them; whole texts are planned for their words."""
    for number in range(1, 13):
        for on in (None, dt.date(2024, 5, 1)):
            found(f"place {number:x}", most=5, on=on)
            found(f"wolkenkukuck{number:x}", most=5, on=on)
        alike(f"wolkenkukuck{number:x}")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT substring(statement FROM 'named AS|alike AS|SIMILARITY') AS names, custom_plans, generic_plans > 0
            FROM pg_prepared_statements WHERE statement LIKE '%municipalities_searchname%'
            """
        )
        planned = cursor.fetchall()
    assert {row[1:] for row in planned} == {(5, True)}
    assert sorted(row[0] for row in planned) == ["SIMILARITY", "alike AS", "alike AS", "named AS", "named AS"]


def plans(text):
    """How what holds the text is found, and what looks like it."""
    last = text + everything.LAST_LETTER
    parameters = {"text": text, "last": last, "beginnings": everything.beginnings(text)}
    parameters |= {"named": text, "most": 5}
    kinds = ("municipality",)
    with connection.cursor() as cursor:
        for statement in (
            everything._named(kinds, has_day=False),
            everything._alike(kinds, has_day=False),
        ):
            cursor.execute(f"EXPLAIN {statement}", parameters)
            yield "\n".join(row[0] for row in cursor.fetchall())


def test_a_number_leads_to_its_agreement(register):
    number = Agreement.objects.get(pk=register["own"].pk).number
    assert keys(number, "agreement") == [register["own"].pk]


@pytest.mark.parametrize("language", ["en", "sq", "mk"])
def test_what_pages_call_an_agreement_leads_to_it(saraj, language):
    """It has no title of its own: form and parties are its name, and the year stands beside it."""
    other = make_municipality("Zürich", country="CH", name_mk="Цирих")
    for form in Agreement.Form.values:
        agreement = make_agreement(saraj, other, form=form)
        make_act(agreement, happened_on="2003-05")
        with translation.override(language):
            name = str(agreement_name(agreement))
        for text in (name, f"{name}, 2003"):
            assert (text, keys(text, "agreement")[:1]) == (text, [agreement.pk])


def test_another_form_gives_another_name(saraj):
    agreement = make_agreement(saraj, make_municipality("Zürich"))
    Agreement.objects.filter(pk=agreement.pk).update(form=Agreement.Form.TWINNING)
    assert keys("binjakëzim", "agreement") == [agreement.pk]
    assert keys("bashkëpunimi", "agreement") == []


@pytest.mark.parametrize("text", ["Saraj municipality", "Општина Сарај", "Komuna Saraj", "the municipality of Saraj"])
def test_words_that_name_nothing_do_not_hide_a_municipality(register, text):
    group = found(text, most=5)["municipality"]
    assert (group.keys[0], group.likeness) == (register["saraj"].pk, None)


def test_whose_whole_name_it_is_comes_first_all_the_same(saraj):
    cities = [make_municipality(name, country="MX", population=9) for name in ("Mexico Beach", "Mexico City")]
    hague = make_municipality("The Hague", country="NL")
    make_municipality("Hagues", country="FR", population=10)
    assert keys("mexico city", "municipality") == [cities[1].pk, cities[0].pk]
    assert keys("The Hague", "municipality")[0] == hague.pk


def test_a_word_that_names_nothing_is_looked_for_where_it_stands_alone(register):
    make_municipality("Town")
    assert keys("town", "municipality") != []
    assert keys("komuna", "municipality") == [register["saraj"].pk]


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("Blerim Bexheti", "Беџети"),
        ("Blerim Bexheti", "Блерим Беџ"),
        ("Блерим Беџети", "Bexheti"),
        ("Shaban Zhuta", "Шабан Жут"),
        ("Шабан Жута", "Shaban Zhuta"),
        ("Ќемал Ќазими", "Qemal Qazimi"),
        ("Qemal Qazimi", "Ќемал Ќаз"),
    ],
)
def test_albanian_names_are_found_in_both_alphabets(saraj, known, asked):
    mayor = make_mayor(saraj, known)
    group = found(asked, most=5)["mayor"]
    assert (group.keys, group.likeness) == ([mayor.pk], None)


def test_another_spelling_is_no_beginning(saraj):
    make_agreement(saraj, make_municipality(), title_en="Fiscal matters")
    fishing = make_agreement(saraj, make_municipality(), title_en="Fishing")
    assert keys("fish", "agreement") == [fishing.pk]

"""Atom feeds: valid, bounded, filtered as the lists are, plain, and the same ids for ever."""

import datetime as dt
from urllib.parse import quote
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client

from agreements.models import AgreementField, GoodPractice
from agreements.workflow import published_from_sources
from pages.formats import feeds
from provenance.models import Change
from tests.factories import (
    make_agreement,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
    make_network,
    withdraw_silently,
)

ATOM = "{http://www.w3.org/2005/Atom}"
KINDS = ["agreements", "municipalities", "mayors", "joint-projects", "good-practices", "fields", "networks"]


def read(path, language="en"):
    answer = Client().get(f"/{language}/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    parsed = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    return answer, parsed


def titles(path, language="en") -> list[str]:
    return [entry.title for entry in read(path, language)[1].entries]


def make_practice(owner, **fields):
    return GoodPractice.objects.create(
        owner=owner, **{**published_from_sources(), "title": "A practice", "problem": "p", "solution": "s", **fields}
    )


@pytest.fixture
def some(agreement, saraj):
    """One record of each kind, and one that is not public."""
    make_joint_project(saraj, title="A bridge", summary="Over the Treska.")
    make_practice(saraj, title="Lighting")
    make_mayor(saraj)
    make_field("lakes", "Lakes", sdgs=[6, 14])
    make_network("Network of lakes", website="https://lakes.example/")
    make_agreement(saraj, make_municipality("Draftville"), public=False, title="A draft")
    make_joint_project(saraj, title="A draft", public=False)
    GoodPractice.objects.create(owner=saraj, title="A draft", problem="p", solution="s")
    withdraw_silently(make_agreement(saraj, make_municipality("Gone"), title="Withdrawn"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "sq", "mk"])
def test_a_feed_holds_what_atom_demands(some, kind, language):
    """RFC 4287: which elements a feed and an entry must have, and once."""
    answer, _parsed = read(f"{kind}.atom", language)
    root = ElementTree.fromstring(answer.content)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    for name in ("title", "id", "updated", "author"):
        assert len(root.findall(ATOM + name)) == 1
    links = {link.get("rel"): link.get("href") for link in root.findall(ATOM + "link")}
    assert links == {
        "alternate": f"http://testserver/{language}/{kind}/", "self": f"http://testserver/{language}/{kind}.atom",
    }  # fmt: skip
    entries = root.findall(ATOM + "entry")
    assert entries
    for entry in entries:
        for name in ("title", "id", "updated"):
            assert len(entry.findall(ATOM + name)) == 1
        assert entry.find(ATOM + "title").text
        assert [link.get("rel") for link in entry.findall(ATOM + "link")] == ["alternate"]
        assert all(summary.get("type") is None and len(summary) == 0 for summary in entry.findall(ATOM + "summary"))
    assert len({entry.find(ATOM + "id").text for entry in entries}) == len(entries)


def test_a_mayor_is_told_with_the_municipality(saraj):
    term = make_mayor(saraj, "Blerim Bexheti", ongoing=True)
    make_mayor(make_municipality(country="AL"), "Another")
    (entry,) = read("mayors.atom?country=MK")[1].entries
    assert (entry.title, entry.summary) == ("Blerim Bexheti", "Mayor of Saraj · North Macedonia")
    assert entry.link == f"http://testserver/en/mayors/{term.uid}/"


def test_fields_are_told_with_their_goals_and_networks_with_their_sites(some):
    (field,), (network,) = (read(f"{kind}.atom")[1].entries for kind in ("fields", "networks"))
    assert (field.title, field.summary) == ("Lakes", "6. Clean water and sanitation · 14. Life below water")
    assert field.link == "http://testserver/en/fields/lakes/"
    assert (network.title, network.summary) == ("Network of lakes", "https://lakes.example/")


def test_what_is_not_public_is_in_no_feed(some):
    assert titles("joint-projects.atom") == ["A bridge"]
    assert titles("good-practices.atom") == ["Lighting"]
    assert titles("agreements.atom") == ["Cooperation agreement of Saraj and Rochester Hills"]


def test_entries_lead_to_pages_and_keep_their_ids(agreement):
    ids = set()
    for language in ("en", "sq", "mk"):
        (entry,) = read("agreements.atom", language)[1].entries
        assert entry.link == f"http://testserver/{language}/agreements/{agreement.number}/"
        ids.add(entry.id)
    assert ids == {f"urn:uuid:{agreement.uid}"}


def test_the_newest_published_come_first_and_no_more_than_fifty(saraj, rochester_hills, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 3)
    made = [make_agreement(saraj, rochester_hills, title=f"Number {n}") for n in range(4)]
    first = made[0]
    type(first).objects.filter(pk=first.pk).update(published_at=dt.datetime(2090, 1, 1, tzinfo=dt.UTC))
    assert titles("agreements.atom") == ["Number 0", "Number 3", "Number 2"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_says_when_its_record_last_changed(some, kind):
    today = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"
    assert {entry.updated[:10] for entry in read(f"{kind}.atom")[1].entries} == {today}


def test_a_mayor_is_not_updated_by_another_change_of_the_municipality(saraj):
    one, other = make_mayor(saraj, "One"), make_mayor(saraj, "Other")
    later = Change.objects.get(uid=other.uid)
    later.pk, later.at = None, dt.datetime(2090, 1, 1, tzinfo=dt.UTC)
    later.save(force_insert=True)
    first, second = read("mayors.atom")[1].entries
    assert (first.title, first.updated[:4], second.title) == ("Other", "2090", one.name)
    assert second.updated[:4] != "2090"


def test_an_entry_is_updated_when_its_record_changes(committed):
    agreement = make_agreement()
    (before,) = read("agreements.atom")[1].entries
    agreement.summary = "They meet once a year."
    agreement.save()
    (after,) = read("agreements.atom")[1].entries
    assert after.published == before.published
    assert after.updated > before.updated
    assert after.summary == "They meet once a year."


def test_a_feed_takes_the_filters_of_its_list(agreement, saraj):
    culture = make_field("culture", "Culture")
    elsewhere = make_agreement(make_municipality("Tuz", country="ME"), make_municipality("Bar", country="ME"))
    AgreementField.objects.create(agreement=elsewhere, field=culture)
    here, there = "Cooperation agreement of Saraj and Rochester Hills", "Cooperation agreement of Tuz and Bar"
    assert titles("agreements.atom") == [there, here]
    assert titles(f"agreements.atom?municipality={saraj.uid}") == [here]
    assert titles("agreements.atom?field=culture") == [there]
    assert titles(f"agreements.atom?q={quote('Сарај')}") == [here]
    assert titles("agreements.atom?country=ME&form=cooperation") == [there]


def test_a_narrowed_feed_says_so_and_leads_to_the_same_list(agreement, saraj):
    make_field("culture", "Culture")
    query = f"municipality={saraj.uid}&field=culture&q=meet&country=mk"
    _answer, parsed = read(f"agreements.atom?{query}&sort=since&page=2&x=1")
    assert parsed.feed.title == "Besa: agreements · “meet” · Saraj · Culture · North Macedonia"
    links = {link.rel: link.href for link in parsed.feed.links}
    assert set(links["alternate"].partition("?")[2].split("&")) == set(query.split("&"))
    assert links["self"].partition("?")[2] == links["alternate"].partition("?")[2]
    assert Client().get(links["self"]).status_code == Client().get(links["alternate"]).status_code == 200


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("agreements.atom?yearFrom=abc", "From year: Write a year in digits, such as 1994."),
        ("agreements.atom?field=nothing", "Field: “nothing” is not among what can be chosen here."),
        ("agreements.atom?asOf=2003-13-01", "As of: Write the day like this: 2026-11-28."),
        ("municipalities.atom?country=XYZ", "Country: Two letters, such as MK."),
        ("joint-projects.atom?status=x", "Status: “x” is not among what can be chosen here."),
        ("good-practices.atom?country=X", "Country: Two letters, such as MK."),
    ],
)
def test_a_wrong_filter_is_told(db, path, words):
    answer = Client().get(f"/en/{path}")
    assert (answer.status_code, words in answer.content.decode()) == (400, True)


def test_what_xml_cannot_hold_is_left_out(saraj):
    make_joint_project(saraj, title="A \x01bridge\x1f", summary="Over\x0b the\ufffe Treska <b>&")
    parsed = read("joint-projects.atom?q=%01bridge")[1]
    (entry,), feed = parsed.entries, parsed.feed
    assert (entry.title, entry.summary, feed.title) == (
        "A bridge",
        "Over the Treska <b>&",
        "Besa: joint projects · “bridge”",
    )


def test_an_empty_feed_does_not_change_with_the_clock(db):
    assert read("agreements.atom")[1].feed.updated == "1970-01-01T00:00:00+00:00"


def test_foreign_titles_say_their_language(saraj):
    make_practice(saraj, title_en="", title_sq="Ndriçimi", problem_en="", problem_sq="Errësira", original_language="sq")
    root = ElementTree.fromstring(read("good-practices.atom")[0].content)
    assert root.find(ATOM + "entry").get("{http://www.w3.org/XML/1998/namespace}lang") == "sq"


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_costs_the_same_queries_for_any_number_of_entries(
    kind, django_assert_num_queries, saraj, rochester_hills
):
    def make():
        agreement = make_agreement(saraj, rochester_hills)
        make_joint_project(saraj, rochester_hills, agreement=agreement)
        make_practice(saraj, agreement=agreement)
        make_mayor(saraj)
        make_field(f"field-{agreement.pk}")
        make_network()

    make()
    expected = {"agreements": 3, "joint-projects": 3}.get(kind, 2)
    with django_assert_num_queries(expected):
        Client().get(f"/en/{kind}.atom")
    for _ in range(2):
        make()
    with django_assert_num_queries(expected):
        assert len(read(f"{kind}.atom")[1].entries) >= 2

"""The sources of an agreement, and its history in words."""

import re

import pytest

from agreements.models import Agreement
from agreements.seed import load_seed
from provenance.acting import acting
from provenance.models import Citation
from tests.factories import make_agreement, make_user
from tests.pages.reading import cite, page, text_of


@pytest.fixture
def seed(db):
    load_seed()
    return Agreement.objects.get()


def test_seed_quotes_its_source_in_albanian_and_numbers_it(client, seed):
    html = page(client, seed)
    assert (
        '<blockquote dir="auto" lang="sq">Kryetarët Barnett dhe Bexheti konfirmuan angazhimet e tyre</blockquote>'
        in html
    )
    assert html.count('<li id="source-') == 1
    anchors = set(re.findall(r'href="#(passage-\d+)"', html))
    assert anchors <= set(re.findall(r'<li id="(passage-\d+)"', html))
    assert len(anchors) > 10


def test_marks_of_one_source_tell_its_passages_apart(client, agreement):
    """The letter behind a fact is the letter beside the passage that bears it; a single passage needs none."""
    for number, field in enumerate(["form", "title", "preamble", "objectives"]):
        cite(agreement, field, quote=f"Words {number // 2}", quote_language="en")
    cite(agreement, "form", publisher="Another", quote="Other words", quote_language="en")
    Agreement.objects.filter(pk=agreement.pk).update(title_en="A title", preamble_en="Whereas")
    html = page(client, agreement)
    text = text_of(html)
    assert "Cooperation agreement Source 1a Source 2 IMCA" in text
    assert "A title Source 1a" in text
    assert "Preamble Source 1b" in text
    assert "Words 0 1a · Supports: form; title" in text
    assert "Words 1 1b · Supports: preamble; objectives" in text
    assert "Other words Supports: form" in text
    [anchor] = set(re.findall(r'<a href="#(passage-\d+)"><span class="hidden">Source </span>1b</a>', html))
    assert f'<li id="{anchor}">\n<blockquote dir="auto" lang="en">Words 1</blockquote>' in html


def test_sources_that_differ_are_said_to_differ(client, agreement):
    cite(agreement, "since", "1987")
    cite(agreement, "since", "1988", publisher="A gazette", grade=Citation.Grade.GAZETTE)
    cite(agreement, "form", "cooperation")
    assert "Sources differ. Year: 1987 (source 2); 1988 (source 1)." in text_of(page(client, agreement))


def test_passages_of_one_source_that_give_other_dates_differ(client, agreement):
    """Of other facts than dates one source may say several things: an agreement has many objectives."""
    for year in ("1998", "2009"):
        cite(agreement, "since", year, quote=f"Berlin – Istanbul, {year}")
        cite(agreement, "objectives", f"Objective of {year}", quote=f"Berlin – Istanbul, {year}")
    text = text_of(page(client, agreement))
    assert "Sources differ. Year: 1998 (source 1a); 2009 (source 1b)." in text
    assert text.count("Sources differ") == 1


def test_sources_that_are_less_precise_do_not_differ(client, agreement):
    cite(agreement, "since", "1987")
    cite(agreement, "since", "1987-06", publisher="A gazette")
    assert "Sources differ" not in page(client, agreement)


def test_history_tells_differences_in_words_and_no_clerk_s_name(client, saraj, rochester_hills):
    clerk = make_user("Vjosa Clerk", edits=[saraj])
    with acting(clerk, "first entry"):
        agreement = make_agreement(saraj, rochester_hills, form="twinning", notice_months=3)
    with acting(clerk, "the text says six"):
        Agreement.objects.filter(pk=agreement.pk).update(notice_months=6, form="friendship")
    html = page(client, agreement)
    text = text_of(html)
    assert "a user of the register the text says six" in text
    assert "<dt>Form</dt><dd><del>twinning</del> <ins>friendship</ins></dd>" in html
    assert "<dt>Notice period in months</dt><dd><del>3</del> <ins>6</ins></dd>" in html
    assert "Added: agreement, party × 2" in text
    assert "Vjosa" not in html


def test_of_a_long_history_the_latest_steps_are_in_sight(client, saraj, rochester_hills):
    clerk = make_user(edits=[saraj])
    agreement = make_agreement(saraj, rochester_hills)
    for n in range(8):
        with acting(clerk, f"Reason {n}"):
            Agreement.objects.filter(pk=agreement.pk).update(notice_months=n + 1)
    html = page(client, agreement)
    steps = len(re.findall(r"<p>Reason \d</p>", html))
    folded = html[html.index("earlier changes</summary>") :]
    assert (steps, "Reason 7" in folded, "Reason 0" in folded) == (8, False, True)


def test_history_tells_long_texts_by_the_words_that_differ(client, saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills, summary_en="The cities meet once a year. " * 5)
    with acting(name="a program"):
        Agreement.objects.filter(pk=agreement.pk).update(
            summary_en="The cities meet once a year. " * 4 + "The cities meet twice a year. "
        )
    html = page(client, agreement)
    assert "… cities meet once a year. The cities meet <del>once </del><ins>twice </ins>a year." in (
        re.sub(r"\s+", " ", html)
    )

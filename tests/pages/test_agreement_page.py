import datetime as dt
import html as html_module
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agreements import workflow
from agreements.models import Agreement, Document, Representative
from agreements.seed import load_seed
from pages.day import Day
from pages.records.agreement_page import page_of
from pages.records.agreement_record import read
from provenance.acting import acting
from provenance.models import Citation
from tests import register
from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_commitment,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
    make_user,
    withdraw_silently,
)


def page(client, agreement, language="en", **query):
    response = client.get(f"/{language}/agreements/{agreement.number}/", query)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html):
    """What a reader sees: no tags, one space between words."""
    return re.sub(r"\s+", " ", html_module.unescape(re.sub(r"<[^>]+>", " ", html)))


def cite(record, field="", value="", publisher="A newspaper", **fields):
    return Citation.objects.create(
        model=record.address, record=record.uid, field=field, value=value, publisher=publisher,
        **{"grade": Citation.Grade.PRESS, **fields},
    )  # fmt: skip


@pytest.fixture
def seed(db):
    load_seed()
    return Agreement.objects.get()


def test_seed_shows_both_sides_and_their_signatures(client, seed):
    text = text_of(page(client, seed))
    for said in (
        "Blerim Bexheti 1f Mayor of the Municipality of Saraj",
        "Bryan Barnett",
        "day of the signature not known",
        "Recorded from a press report; no municipality has confirmed it in this register yet.",
        "Legal status today signed",
        "Since not known",
        "Term not known",
        "15 × not known",
        "about 7,950 km apart",
        "The signed text is not in the register.",
    ):
        assert re.sub(r"Source ", "", text).count(said) >= 1, said


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


def test_seed_in_albanian_is_the_original_and_elsewhere_a_translation(client, seed):
    assert "Translated from" not in page(client, seed, "sq")
    english = page(client, seed)
    assert "Translated from Albanian: the original text" in english
    assert '<blockquote lang="sq"><p>Marrëveshje bashkëpunimi ndërmjet' in english


def test_text_missing_in_a_language_is_shown_in_another_and_says_so(client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(summary_sq="Përmbledhje")
    html = page(client, agreement)
    assert '<p class="lead" dir="auto" lang="sq">Përmbledhje' in html
    assert "Not yet available in English; shown in Albanian." in html


def test_languages_are_named_in_the_reader_s_language(client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(governing_languages=["sq", "sr-Latn", "qqq"])
    assert "албански, српски (латинично писмо), qqq" in text_of(page(client, agreement, "mk"))


def test_confirmations_are_said_in_one_sentence(client, saraj, rochester_hills):
    clerk = make_user("Clerk", edits=[saraj])
    officers = [make_user(confirms_for=[one]) for one in (saraj, rochester_hills)]
    agreement = make_agreement(saraj, rochester_hills, recorded_by=saraj)
    assert "Recorded by Saraj; not yet confirmed by Rochester Hills." in page(client, agreement)

    one, other = agreement.parties.order_by("position")
    workflow.confirm(one, by=officers[0])
    assert "Confirmed by Saraj; no answer yet from Rochester Hills." in page(client, agreement)

    workflow.confirm(other, by=officers[1])
    html = page(client, agreement)
    assert "Every party has confirmed this record as it stands: Saraj and Rochester Hills." in html
    assert 'badge-full">confirmed by all sides' in html

    with acting(clerk, "a better title"):
        Agreement.objects.filter(pk=agreement.pk).update(title_en="Cooperation")
    html = page(client, agreement)
    assert "An earlier version was confirmed by Saraj and Rochester Hills; changed since then: title." in html

    workflow.dispute(other, by=officers[1], reason="We never signed this")
    html = page(client, agreement)
    assert "This record as it stands is disputed by Rochester Hills." in html
    assert "“We never signed this”" in html


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


def test_sources_that_differ_are_said_to_differ(client, agreement):
    cite(agreement, "since", "1987")
    cite(agreement, "since", "1988", publisher="A gazette", grade=Citation.Grade.GAZETTE)
    cite(agreement, "form", "cooperation")
    assert "Sources differ. Year: 1987 (source 2); 1988 (source 1)." in text_of(page(client, agreement))


def test_sources_that_are_less_precise_do_not_differ(client, agreement):
    cite(agreement, "since", "1987")
    cite(agreement, "since", "1987-06", publisher="A gazette")
    assert "Sources differ" not in page(client, agreement)


def test_legal_status_is_told_for_another_day(client, agreement):
    make_act(agreement, "entered_into_force", "1990")
    make_act(agreement, "terminated", "2001-03-04")
    assert "Legal status today terminated" in text_of(page(client, agreement))
    assert "Legal status on June 1, 1999 in force" in text_of(page(client, agreement, asOf="1999-06-01"))
    assert "Legal status on June 1, 1980 not yet begun" in text_of(page(client, agreement, asOf="1980-06-01"))


def test_ledger_shows_what_is_kept_and_what_served_it(client, agreement):
    promise = make_commitment(agreement, "Youth exchange", cadence="once", due_on="2020")
    make_commitment(agreement, "A joint office", cadence="once", due_on="2021")
    make_activity(agreement, promise, title="Camp on the lake", starts_on="2019-07")
    text = text_of(page(client, agreement))
    assert "1 × kept 1 × overdue" in text
    assert "due by December 31, 2020 Kept by: Camp on the lake , July 2019" in text
    assert "overdue since December 31, 2021" in text


def test_what_is_struck_out_stays_visible_and_counts_for_nothing(client, agreement):
    make_act(agreement, "signed", "1990")
    make_act(agreement, "terminated", "1999", struck_out=True)
    html = page(client, agreement)
    assert "<del>Terminated</del>" in html
    assert "Legal status today signed" in text_of(html)


def test_twelve_parties_are_all_shown(client, db):
    places = [make_municipality(f"Town {n}", latitude=40 + n, longitude=20 + n) for n in range(12)]
    agreement = make_agreement(*places, form="joint_service")
    html = page(client, agreement)
    assert html.count('<li class="party">') == 12
    assert 'class="parties parties-many"' in html
    assert "Joint service of Town 0, Town 1, Town 2, and 9 others" in text_of(html)
    assert html.count('<path d="') == 66


def test_parties_without_a_place_have_no_map(client, db):
    assert "<svg" not in page(client, make_agreement())


def test_documents_that_are_not_public_are_not_shown(client, agreement):
    for title, public in (("The signed text", True), ("A draft letter", False)):
        Document.objects.create(
            agreement=agreement, kind="signed_text", title=title, is_public=public, file="documents/x.pdf",
            sha256="0" * 64, size=2048,
        )  # fmt: skip
    html = page(client, agreement)
    assert "The signed text" in html
    assert "A draft letter" not in html


def test_private_columns_are_nowhere(client, agreement):
    party = agreement.parties.first()
    Representative.objects.create(
        party=party, name="Ana", mandate="contact", email="canary@example.org", phone="canary-phone"
    )
    Agreement.objects.filter(pk=agreement.pk).update(internal_notes="canary-notes")
    html = page(client, agreement)
    assert "Ana" in html
    assert "canary" not in html


def test_draft_is_as_missing_as_what_never_was(client, db):
    draft = make_agreement(public=False)
    user = make_user(is_registrar=True)
    client.force_login(user)
    assert client.get(f"/en/agreements/{draft.number}/").status_code == 404


def test_withdrawn_agreement_leaves_its_tombstone(client, agreement):
    withdraw_silently(agreement, "Recorded twice")
    response = client.get(f"/en/agreements/{agreement.number}/")
    assert response.status_code == 410
    assert "Recorded twice" in response.content.decode()
    assert "Saraj" not in response.content.decode()


def test_projects_of_the_agreement_are_public_ones(client, agreement, saraj):
    make_joint_project(saraj, agreement=agreement, title="A bridge")
    make_joint_project(saraj, agreement=agreement, title="A secret", public=False)
    html = page(client, agreement)
    assert "A bridge" in html
    assert "A secret" not in html


def test_title_is_escaped(client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(title_en="<script>alert(1)</script>")
    assert "<script>" not in page(client, agreement)


def test_name_speaks_the_reader_s_language(client, agreement):
    with translation.override("mk"):
        assert "Сарај" in page(client, agreement, "mk")


def test_page_takes_the_same_queries_for_one_and_for_three_of_everything(client, saraj, rochester_hills):
    def count(agreement):
        page(client, agreement)
        with CaptureQueriesContext(connection) as captured:
            page(client, agreement)
        return len(captured)

    def make(parties, number):
        agreement = make_agreement(*parties)
        for n in range(number):
            act = make_act(agreement, "signed", f"199{n}")
            promise = make_commitment(agreement, f"Promise {n}")
            activity = make_activity(agreement, promise, starts_on="2019")
            agreement.fields.add(make_field())
            make_joint_project(saraj, agreement=agreement)
            representative = Representative.objects.create(party=agreement.parties.first(), mandate="contact")
            for record in (agreement, act, promise, activity, representative):
                cite(record, "title", publisher=f"Paper {n}")
            with acting(name="test"):
                Agreement.objects.filter(pk=agreement.pk).update(notice_months=n + 1)
        return agreement

    one = count(make([saraj, rochester_hills], 1))
    three = count(make([saraj, rochester_hills, make_municipality()], 3))
    assert (three, one <= 12) == (one, True), (one, three)


def test_the_page_says_whether_anything_still_happens(client, agreement):
    url = f"/en/agreements/{agreement.number}/"
    assert "no activity recorded" in client.get(url).content.decode()
    make_activity(agreement, starts_on="2019-05")
    page = client.get(url, {"asOf": "2019-08-01"}).content.decode()
    assert "active" in page
    assert "last activity May 2019" in text_of(page)
    assert "dormant" in client.get(url, {"asOf": "2025-08-01"}).content.decode()


def test_the_page_takes_few_queries_whatever_is_on_it(client, db):
    """Three where nobody has spoken of it and nothing was renamed; with everything on it no more than twelve."""
    keys = register.fill()
    today = Day(None, dt.date(2026, 1, 1))

    def queries(number):
        page_of(read(number, today.on), today)  # what is compiled and kept for all pages
        with CaptureQueriesContext(connection) as captured:
            page_of(read(number, today.on), today)
        return len(captured)

    assert [queries(keys[name]) for name in ("bare", "imported", "seed")] == [3, 3, 3]
    assert queries(keys["rich"]) <= 12


def test_mayor_of_the_day_is_told_from_the_list_and_never_guessed(client, agreement, saraj, rochester_hills):
    make_act(agreement, "signed", "1999-06-01")
    make_mayor(saraj, "Then Certain", starts_on="1996-01-01", ends_on="2000-12-31")
    make_mayor(saraj, "Now Certain", starts_on="2021", ongoing=True)
    make_mayor(rochester_hills, "Perhaps", starts_on="1999", ends_on="2003")
    text = text_of(page(client, agreement))
    assert "Mayor when it was signed, by the list of mayors: Then Certain" in text
    assert "Mayor today, by the list of mayors: Now Certain" in text
    assert "Perhaps" not in text
    text = text_of(page(client, agreement, asOf="2001-06-01"))
    assert "mayor on this day not known" in text
    assert "Mayor on this day, by the list of mayors: Perhaps" in text


def test_signatory_of_the_record_needs_no_list_of_mayors(client, agreement, saraj):
    make_act(agreement, "signed", "1999-06-01")
    make_mayor(saraj, "By the list", starts_on="1996-01-01", ends_on="2000-12-31")
    agreement.parties.filter(municipality=saraj).update(signatory_name="By the record")
    text = text_of(page(client, agreement))
    assert "By the record" in text
    assert "By the list" not in text


def test_what_came_after_the_day_is_marked_as_later(client, agreement, saraj):
    make_act(agreement, "signed", "1990")
    make_act(agreement, "terminated", "2001-03-04")
    promise = make_commitment(agreement, "Youth exchange", cadence="once", due_on="2020")
    make_activity(agreement, promise, title="Camp", starts_on="2019-07")
    agreement.parties.filter(municipality=saraj).update(joined_on="1995", left_on="2010")
    html = page(client, agreement, asOf="1992-06-01")
    text = text_of(html)
    assert "March 4, 2001 · after this day Terminated" in text
    assert html.count('class="later"') == 2
    assert "Not yet a party on this day: joined 1995" in text
    assert "Kept by" not in text
    assert "1 × due" in text
    html = page(client, agreement, asOf="2024-06-01")
    assert 'class="later"' not in html
    assert "No longer a party: left 2010" in text_of(html)
    assert 'Kept by:</p>\n<ul class="served"><li><a href="#activity-1"' in html


def test_page_in_fallback_text_says_so_and_is_not_indexed(client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(summary_sq="Përmbledhje", preamble_mk="Преамбула")
    html = page(client, agreement)
    assert '<meta name="robots" content="noindex">' in html
    assert "Not all texts of this record are available in English yet. They are shown in: Macedonian, Albanian." in (
        text_of(html)
    )


def test_page_whose_texts_are_all_there_is_indexed(client, agreement):
    make_commitment(agreement, "Youth exchange")
    html = page(client, agreement)
    assert "noindex" not in html
    assert "Not all texts" not in html
    assert "noindex" in page(client, agreement, "mk")


def test_documents_tell_language_kind_size_and_whether_they_bind(client, agreement):
    facts = {"agreement": agreement, "file": "documents/x.pdf", "sha256": "0" * 64, "size": 2048}
    Document.objects.create(kind="signed_text", title="Teksti", language="sq", is_authentic=True, **facts)
    Document.objects.create(kind="translation", title="النص", language="ar", **facts)
    html = page(client, agreement)
    text = text_of(html)
    assert "Teksti Signed text Albanian authentic text PDF, 2.0 KB" in text
    assert "النص Translation Arabic translation, not binding PDF, 2.0 KB" in text
    assert 'dir="auto" hreflang="ar">النص</a>' in html
    assert "The signed text is not in the register." not in text


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


def test_status_is_told_in_one_sentence(client, agreement):
    assert "What it is worth in law is not known." in page(client, agreement)
    make_act(agreement, "signed", "1990")
    assert "It was signed; no source says that it has entered into force." in page(client, agreement)


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("clerk", "It binds its parties."),
        ("import", "Taken to be in force: its sources name a beginning and no end."),
        ("selection", "Taken to be in force: its sources name a beginning and no end."),
    ],
)
def test_that_public_data_are_in_force_is_called_a_conclusion(client, saraj, rochester_hills, origin, words):
    agreement = make_agreement(saraj, rochester_hills, origin=origin)
    make_act(agreement, "entered_into_force", "1986")
    assert words in page(client, agreement)

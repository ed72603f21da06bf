"""The parties of an agreement: who signed, who was mayor, what they confirmed."""

import datetime as dt
import re

import pytest

from agreements import workflow
from agreements.models import Agreement
from agreements.seed import load_seed
from provenance.acting import acting
from tests.factories import make_act, make_agreement, make_mayor, make_municipality, make_user
from tests.pages.reading import page, text_of


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


def test_word_given_after_midnight_is_of_the_new_day(client, agreement, saraj, monkeypatch):
    after_midnight = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)  # 00:30 in Skopje
    monkeypatch.setattr("django.utils.timezone.now", lambda: after_midnight)
    workflow.confirm(agreement.parties.get(municipality=saraj), by=make_user(confirms_for=[saraj]))
    assert "confirmed it on July 1, 2026" in text_of(page(client, agreement))


def test_word_given_after_the_day_is_marked_as_later(client, agreement, saraj):
    workflow.confirm(agreement.parties.get(municipality=saraj), by=make_user(confirms_for=[saraj]))
    assert re.search(
        r"confirmed it on \w+ \d+, \d{4} · after this day", text_of(page(client, agreement, asOf="2001-01-01"))
    )
    assert "after this day" not in page(client, agreement)


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

"""The mayors of a municipality, on its page: in time, with what they signed, and who holds office on a day."""

import pytest

from agreements.models import Act
from pages.views import municipality as view
from tests.factories import make_act, make_agreement, make_mayor, make_municipality
from tests.pages.reading import text_of
from tests.pages.test_municipality_page import page, section


def test_mayors_stand_in_time_and_unknown_is_said(client, saraj):
    make_mayor(saraj, "Undated")
    make_mayor(saraj, "Earlier", starts_on="1990", ends_on="1994-05")
    make_mayor(saraj, "Present", starts_on="2021-10-17", ongoing=True)
    expected = (
        "Present October 17, 2021 in office – none known Earlier 1990 May 1994 – none known "
        "Undated not known not known – none known"
    )
    assert expected in section(page(client, saraj), "mayors")


def test_mayors_stand_with_the_agreements_that_they_signed_or_were_in_office_for(client, saraj, rochester_hills):
    signatory = make_mayor(saraj, "Signatory", starts_on="2017-10-30", ongoing=True)
    make_mayor(saraj, "In office", starts_on="2005", ends_on="2017-10-29")
    signed, entered = make_agreement(saraj, rochester_hills), make_agreement(saraj, rochester_hills, form="twinning")
    signed.parties.filter(municipality=saraj).update(
        signatory=signatory, signatory_name="Signatory", signed_on="2024-05-06"
    )
    make_act(entered, Act.Kind.ENTERED_INTO_FORCE, "2010")
    text = section(page(client, saraj), "mayors")
    assert (
        "Cooperation agreement of Saraj and Rochester Hills May 6, 2024 · signed by this mayor In office 2005" in text
    )
    assert "Twinning of Saraj and Rochester Hills 2010 · in office when it entered into force" in text


def test_further_agreements_of_a_mayor_are_left_to_the_mayor_s_page(client, saraj, monkeypatch):
    monkeypatch.setattr(view, "MOST_SIGNATURES", 1)
    make_mayor(saraj, starts_on="2000", ends_on="2009")
    for _ in range(3):
        make_act(make_agreement(saraj, make_municipality()), Act.Kind.SIGNED, "2005")
    assert "and 2 others : A Mayor" in section(page(client, saraj), "mayors")


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("", "Mayor today Present"),
        ("2026-01-01", "Mayor on January 1, 2026 Present"),
        ("1992-01-01", "Mayor on January 1, 1992 Earlier"),
        ("2005-01-01", "Mayor on January 1, 2005 Open perhaps: the end of the term is not known"),
        ("1980-01-01", "Mayor on January 1, 1980 not known"),
    ],
)
def test_mayor_of_the_day_is_named(client, saraj, as_of, said):
    make_mayor(saraj, "Earlier", starts_on="1990", ends_on="1994-05")
    make_mayor(saraj, "Open", starts_on="2000")
    make_mayor(saraj, "Present", starts_on="2021-10-17", ongoing=True)
    assert said in text_of(page(client, saraj, **({"asOf": as_of} if as_of else {})))


def test_mayor_who_was_succeeded_is_not_perhaps_in_office(client, saraj):
    make_mayor(saraj, "Open", starts_on="2000")
    make_mayor(saraj, "Next", starts_on="2004", ends_on="2008")
    assert "Mayor today not known" in text_of(page(client, saraj))

"""Which mayor stands behind an agreement: named by the record, or in office at its date."""

import pytest

from agreements.models import Act, Party
from agreements.signing import Tie, signatures, with_dates
from tests.factories import make_act, make_agreement, make_mayor, make_municipality


def ties(municipality) -> dict[str, list[str]]:
    parties = with_dates(Party.objects.filter(municipality=municipality).order_by("pk"))
    terms = list(municipality.mayors.order_by("pk"))
    found = signatures(terms, parties)
    return {term.name: [one.tie for one in found[term.pk]] for term in terms}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "ongoing", "signed_on", "tie"),
    [
        ("1990", "1994", False, "1992", Tie.AT_SIGNATURE),
        ("1990-03-01", "1994-05-01", False, "1992-07-01", Tie.AT_SIGNATURE),
        ("1990-03-01", "1994-05-01", False, "1994-05-01", Tie.AT_SIGNATURE),
        ("1990-03-01", "1994-05-01", False, "1994-05-02", None),
        # In the year in which a term begins or ends, one cannot tell.
        ("1990", "1994", False, "1990", Tie.PERHAPS),
        ("1990-03-01", "1994", False, "1994-02-01", Tie.PERHAPS),
        ("1990-03-01", "1994-05-01", False, "1990", Tie.PERHAPS),
        ("1990", None, True, "1992", Tie.AT_SIGNATURE),
        # An end that nobody knows may have come before.
        ("1990", None, False, "1992", Tie.PERHAPS),
        ("1990", None, False, "1989", None),
        # So may a start: nothing is said of such a term.
        (None, "1994", False, "1992", None),
        (None, None, False, "1992", None),
    ],
)
def test_date_of_the_signature_lies_in_a_term(saraj, starts_on, ends_on, ongoing, signed_on, tie):
    make_mayor(saraj, starts_on=starts_on, ends_on=ends_on, ongoing=ongoing)
    make_act(make_agreement(saraj, make_municipality()), Act.Kind.SIGNED, signed_on)
    assert ties(saraj) == {"A Mayor": [tie] if tie else []}


def test_record_makes_one_mayor_the_signatory_whatever_the_terms_say(saraj):
    signatory = make_mayor(saraj, "Signatory", starts_on="2000", ends_on="2004")
    make_mayor(saraj, "In office", starts_on="2010", ongoing=True)
    agreement = make_agreement(saraj, make_municipality())
    make_act(agreement, Act.Kind.SIGNED, "2012")
    agreement.parties.filter(municipality=saraj).update(signatory=signatory, signatory_name="Signatory")
    assert ties(saraj) == {"Signatory": [Tie.SIGNED], "In office": []}


def test_day_of_the_party_s_own_signature_counts_before_the_act_s(saraj):
    make_mayor(saraj, "Before", starts_on="2000", ends_on="2009-12-31")
    make_mayor(saraj, "After", starts_on="2010-01-01", ongoing=True)
    agreement = make_agreement(saraj, make_municipality())
    make_act(agreement, Act.Kind.SIGNED, "2010-05-01")
    agreement.parties.filter(municipality=saraj).update(signed_on="2009-12-01")
    assert ties(saraj) == {"Before": [Tie.AT_SIGNATURE], "After": []}


def test_of_two_signatures_the_first_counts(saraj):
    make_mayor(saraj, "First", starts_on="2000", ends_on="2004")
    make_mayor(saraj, "Second", starts_on="2005", ongoing=True)
    agreement = make_agreement(saraj, make_municipality())
    for day in ("2010-05-01", "2002-05-01"):
        make_act(agreement, Act.Kind.SIGNED, day)
    assert ties(saraj) == {"First": [Tie.AT_SIGNATURE], "Second": []}


def test_entry_into_force_is_not_called_a_signature(saraj):
    make_mayor(saraj, starts_on="2000", ends_on="2009")
    make_act(make_agreement(saraj, make_municipality()), Act.Kind.ENTERED_INTO_FORCE, "2005")
    assert ties(saraj) == {"A Mayor": [Tie.AT_ENTRY]}


def test_agreement_without_date_and_act_struck_out_tie_nobody(saraj):
    make_mayor(saraj, starts_on="2000", ends_on="2009")
    make_agreement(saraj, make_municipality())
    make_act(make_agreement(saraj, make_municipality()), Act.Kind.SIGNED, "2005", struck_out=True)
    assert ties(saraj) == {"A Mayor": []}


def test_term_of_unknown_end_is_over_when_the_next_begins(saraj):
    make_mayor(saraj, "First", starts_on="1990")
    make_mayor(saraj, "Acting", starts_on="1995", ends_on="1995", acting=True)
    make_mayor(saraj, "Second", starts_on="2000")
    for year in ("1997", "2005"):
        make_act(make_agreement(saraj, make_municipality()), Act.Kind.SIGNED, year)
    assert ties(saraj) == {"First": [Tie.PERHAPS], "Acting": [], "Second": [Tie.PERHAPS]}


def test_on_the_day_on_which_the_next_begins_the_one_before_is_over(saraj):
    make_mayor(saraj, "First", starts_on="1990")
    make_mayor(saraj, "Second", starts_on="2000-03-01", ongoing=True)
    for day in ("2000-02-29", "2000-03-01"):
        make_act(make_agreement(saraj, make_municipality()), Act.Kind.SIGNED, day)
    assert ties(saraj) == {"First": [Tie.PERHAPS], "Second": [Tie.AT_SIGNATURE]}

"""The legal status: its rules one by one, then the database and Python against each other."""

import datetime as dt
import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.models import Act, Agreement, LegalStatus
from agreements.status import periods, status_on
from provenance.dates import PartialDate
from tests.factories import make_act, make_agreement

RECORDED = dt.date(2024, 5, 1)


def act(kind, happened_on=None, **fields):
    date = PartialDate.parse(happened_on) if happened_on else None
    extends_to = PartialDate.parse(fields.pop("extends_to")) if "extends_to" in fields else None
    return Act(kind=kind, happened_on=date, extends_to=extends_to, known_by=RECORDED, **fields)


def fixed_term(ends_on, **fields):
    return Agreement(term="fixed", term_ends_on=PartialDate.parse(ends_on), **fields)


def day(text):
    return dt.date.fromisoformat(text)


def test_an_agreement_without_acts_has_an_unknown_status_on_every_day():
    assert [(period.status, period.first, period.last) for period in periods(Agreement(), [])] == [
        (LegalStatus.UNKNOWN, None, None)
    ]


def test_before_its_first_act_an_agreement_has_no_status():
    assert status_on(Agreement(), [act("signed", "1987-06-01")], day("1987-05-31")) is None


def test_an_act_known_by_its_year_counts_from_the_first_of_january():
    acts = [act("entered_into_force", "1987")]
    assert status_on(Agreement(), acts, day("1986-12-31")) is None
    assert status_on(Agreement(), acts, day("1987-01-01")) == LegalStatus.IN_FORCE


def test_an_act_without_a_date_counts_from_the_day_it_was_known():
    acts = [act("signed")]
    assert status_on(Agreement(), acts, RECORDED - dt.timedelta(days=1)) == LegalStatus.UNKNOWN
    assert status_on(Agreement(), acts, RECORDED) == LegalStatus.SIGNED


def test_a_fixed_term_expires_the_day_after_its_end():
    acts = [act("entered_into_force", "1990-01-01")]
    agreement = fixed_term("1999")
    assert status_on(agreement, acts, day("1999-12-31")) == LegalStatus.IN_FORCE
    assert status_on(agreement, acts, day("2000-01-01")) == LegalStatus.EXPIRED


def test_tacit_renewal_keeps_a_fixed_term_in_force():
    acts = [act("entered_into_force", "1990-01-01")]
    assert status_on(fixed_term("1999", tacit_renewal=True), acts, day("2020-01-01")) == LegalStatus.IN_FORCE


def test_a_renewal_sets_the_end_anew():
    acts = [act("entered_into_force", "1990"), act("renewed", "1999-06-01", extends_to="2005-06-30")]
    assert status_on(fixed_term("1999"), acts, day("2005-06-30")) == LegalStatus.IN_FORCE
    assert status_on(fixed_term("1999"), acts, day("2005-07-01")) == LegalStatus.EXPIRED


def test_a_renewal_after_the_end_leaves_a_gap_that_is_expired():
    acts = [act("entered_into_force", "1990"), act("renewed", "2001-01-01")]
    assert [(period.status, str(period.first), str(period.last)) for period in periods(fixed_term("1999"), acts)] == [
        ("in_force", "1990-01-01", "1999-12-31"),
        ("expired", "2000-01-01", "2000-12-31"),
        ("in_force", "2001-01-01", "None"),
    ]


def test_a_suspension_lasts_until_it_is_resumed():
    acts = [act("signed", "1990"), act("suspended", "1992-03"), act("resumed", "1995-04-01")]
    assert status_on(Agreement(), acts, day("1993-01-01")) == LegalStatus.SUSPENDED
    assert status_on(Agreement(), acts, day("1995-04-01")) == LegalStatus.IN_FORCE


def test_what_is_terminated_stays_so_whatever_is_signed_later():
    acts = [act("signed", "1990"), act("terminated", "2000"), act("signed", "2001"), act("resumed", "2002")]
    assert status_on(Agreement(), acts, day("2003-01-01")) == LegalStatus.TERMINATED


def test_a_struck_out_act_never_counts():
    acts = [act("signed", "1990"), act("terminated", "2000", struck_out=True)]
    assert status_on(Agreement(), acts, day("2003-01-01")) == LegalStatus.SIGNED


def test_acts_of_one_day_count_in_the_order_of_their_kinds():
    acts = [act("terminated", "1990-01-01"), act("signed", "1990-01-01")]
    assert status_on(Agreement(), acts, day("1990-01-01")) == LegalStatus.TERMINATED


partial_dates = st.builds(
    lambda year, month, date, precision: PartialDate(
        year, month if precision > 0 else None, date if precision > 1 else None
    ),
    st.integers(1995, 2003), st.integers(1, 12), st.integers(1, 28), st.integers(0, 2),
)  # fmt: skip


@st.composite
def acts_of_a_life(draw):
    acts = []
    for kind in draw(st.lists(st.sampled_from(Act.Kind.values), max_size=6)):
        happened_on = draw(st.none() | partial_dates)
        extends_to = draw(st.none() | partial_dates) if kind == "renewed" else None
        if happened_on and extends_to and extends_to.last < happened_on.first:
            extends_to = None
        acts.append(
            Act(
                kind=kind,
                happened_on=happened_on,
                extends_to=extends_to,
                known_by=draw(st.dates(dt.date(1996, 1, 1), dt.date(2004, 1, 1))),
                struck_out=draw(st.sampled_from([False, False, False, True])),
            )
        )
    return acts


@st.composite
def terms(draw):
    if draw(st.booleans()):
        return {}
    return {
        "term": "fixed",
        "term_ends_on": draw(st.none() | partial_dates),
        "tacit_renewal": draw(st.sampled_from([None, False, True])),
    }


@pytest.mark.django_db
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(terms(), acts_of_a_life())
def test_the_database_and_python_know_the_same_periods(term, acts):
    with transaction.atomic():
        agreement = Agreement.objects.create(form="twinning", **term)
        for one in acts:
            one.agreement = agreement
        Act.objects.bulk_create(acts)
        kept = [
            (period.status, period.days.lower, period.days.upper and period.days.upper - dt.timedelta(days=1))
            for period in agreement.status_periods.order_by("pk")
        ]
        transaction.set_rollback(True)
    assert kept == [(period.status, period.first, period.last) for period in periods(agreement, acts)]


@pytest.mark.django_db
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(terms(), acts_of_a_life())
def test_periods_follow_one_another_without_gap_or_overlap(term, acts):
    found = periods(Agreement(form="twinning", **term), acts)
    for before, after in itertools.pairwise(found):
        assert after.first == before.last + dt.timedelta(days=1)
    assert not found or found[-1].last is None


def test_lists_are_filtered_by_the_status_of_the_day(db):
    old, young = make_agreement(), make_agreement()
    make_act(old, "entered_into_force", "1980")
    make_act(old, "terminated", "2000")
    make_act(young, "entered_into_force", "1999")
    objects = Agreement.objects
    assert list(objects.in_force(day("1990-01-01"))) == [old]
    assert list(objects.in_force(day("2005-01-01"))) == [young]
    assert {a.pk: a.legal_status for a in objects.with_status(day("1990-01-01"))} == {
        old.pk: "in_force",
        young.pk: None,
    }


def test_periods_follow_every_change_of_acts_and_term(db):
    agreement = make_agreement(public=False)
    signature = make_act(agreement, "signed", "1990")
    assert agreement.status_periods.get(status="signed").days.lower == day("1990-01-01")
    signature.happened_on = "1991"
    signature.save()
    assert agreement.status_periods.get(status="signed").days.lower == day("1991-01-01")
    Agreement.objects.filter(pk=agreement.pk).update(term="fixed", term_ends_on="1995")
    assert agreement.status_periods.get(status="expired").days.lower == day("1996-01-01")
    signature.delete()
    assert [period.status for period in agreement.status_periods.all()] == ["unknown"]

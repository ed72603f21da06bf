"""Whether the parties stand by the record: computed by comparing, never reset, never drifting."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from agreements import workflow
from agreements.confirmation import FACT_NAMES, Badge, Standing, badge, key_facts, sides_of
from agreements.models import Agreement, AgreementField, Confirmation, Party
from municipalities.models import Municipality
from tests.factories import make_act, make_agreement, make_field, make_municipality, make_user


@pytest.fixture
def officers(saraj, rochester_hills):
    return {
        saraj: make_user("Officer of Saraj", confirms_for=[saraj]),
        rochester_hills: make_user("Officer of Rochester Hills", confirms_for=[rochester_hills]),
    }


def confirm(agreement, municipality, officers, **kwargs):
    return workflow.confirm(agreement.parties.get(municipality=municipality), by=officers[municipality], **kwargs)


def stands(agreement):
    agreement = Agreement.objects.get(pk=agreement.pk)
    sides = sides_of([agreement])[agreement.pk]
    return [(str(side.party), side.standing, side.changed) for side in sides], badge(sides)


def test_what_comes_from_public_sources_is_confirmed_by_nobody(agreement):
    assert stands(agreement) == (
        [("Saraj", Standing.SILENT, []), ("Rochester Hills", Standing.SILENT, [])], Badge.UNCONFIRMED,
    )  # fmt: skip


def test_what_a_clerk_recorded_is_claimed_by_his_municipality(saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills, recorded_by=saraj)
    assert stands(agreement) == (
        [("Saraj", Standing.CLAIMS, []), ("Rochester Hills", Standing.SILENT, [])], Badge.CLAIMED,
    )  # fmt: skip


def test_a_record_is_confirmed_when_every_party_stands_by_it(agreement, saraj, rochester_hills, officers):
    confirm(agreement, saraj, officers)
    assert stands(agreement)[1] == Badge.PARTLY
    confirm(agreement, rochester_hills, officers)
    assert stands(agreement)[1] == Badge.CONFIRMED


def change_form(agreement):
    Agreement.objects.filter(pk=agreement.pk).update(form="memorandum")


def change_title(agreement):
    Agreement.objects.filter(pk=agreement.pk).update(title_sq="Marrëveshje")


def change_signature(agreement):
    agreement.parties.filter(position=1).update(signed_on="2021-05")


def change_parties(agreement):
    Party.objects.create(agreement=agreement, municipality=make_municipality(), position=3)


def change_acts(agreement):
    make_act(agreement, "signed", "2021")


def change_term(agreement):
    Agreement.objects.filter(pk=agreement.pk).update(term="open")


def change_fields(agreement):
    AgreementField.objects.create(agreement=agreement, field=make_field("culture"))


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        (change_form, "form"),
        (change_title, "title"),
        (change_signature, "parties"),
        (change_parties, "parties"),
        (change_acts, "acts"),
        (change_term, "term"),
        (change_fields, "fields"),
    ],
)
def test_a_changed_fact_makes_it_an_earlier_version_and_says_which(agreement, saraj, officers, change, fact):
    confirm(agreement, saraj, officers)
    change(agreement)
    sides, word = stands(agreement)
    assert sides[0] == ("Saraj", Standing.CONFIRMED_EARLIER, [fact])
    assert word == Badge.EARLIER


def test_a_change_that_is_taken_back_is_no_change(agreement, saraj, officers):
    confirm(agreement, saraj, officers)
    change_form(agreement)
    Agreement.objects.filter(pk=agreement.pk).update(form="cooperation")
    assert stands(agreement)[0][0] == ("Saraj", Standing.CONFIRMS, [])


def test_what_is_no_key_fact_changes_nothing(agreement, saraj, officers):
    confirm(agreement, saraj, officers)
    Agreement.objects.filter(pk=agreement.pk).update(summary_en="A summary", internal_notes="A note")
    Municipality.objects.filter(pk=saraj.pk).update(population=35_000)
    assert stands(agreement)[0][0] == ("Saraj", Standing.CONFIRMS, [])


def test_a_dispute_outweighs_a_confirmation_until_it_is_settled(agreement, saraj, rochester_hills, officers):
    confirm(agreement, saraj, officers)
    party = agreement.parties.get(municipality=rochester_hills)
    workflow.dispute(party, by=officers[rochester_hills], reason="It was never signed")
    assert stands(agreement)[1] == Badge.DISPUTED
    confirm(agreement, rochester_hills, officers)
    assert stands(agreement)[1] == Badge.CONFIRMED


def test_every_key_fact_has_a_name(agreement):
    assert set(key_facts(agreement)) == set(FACT_NAMES)


@pytest.mark.parametrize("count", [1, 3])
def test_many_badges_cost_as_many_queries_as_one(django_assert_num_queries, officers, saraj, rochester_hills, count):
    agreements = [make_agreement(saraj, rochester_hills) for _ in range(count)]
    for agreement in agreements:
        confirm(agreement, saraj, officers)
    with django_assert_num_queries(3):
        sides_of(agreements)


def test_nobody_confirms_for_another(agreement, saraj, rochester_hills, officers):
    party = agreement.parties.get(municipality=saraj)
    strangers = [
        officers[rochester_hills],
        make_user("Editor", edits=[saraj]),
        make_user("Registrar", is_registrar=True, confirms_for=[saraj]),
        make_user("Operator", is_superuser=True, confirms_for=[saraj]),
        make_user("Left", is_active=False, confirms_for=[saraj]),
    ]
    for user in strangers:
        with pytest.raises(PermissionDenied):
            workflow.confirm(party, by=user)
        with pytest.raises(PermissionDenied):
            workflow.dispute(party, by=user, reason="x")
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn"])
def test_only_a_published_record_is_confirmed(agreement, saraj, officers, state):
    Agreement.objects.filter(pk=agreement.pk).update(
        publication=state, submitted_at="2024-01-01T00:00Z", withdrawn_at="2024-01-01T00:00Z", withdrawal_reason="x"
    )
    with pytest.raises(PermissionDenied):
        confirm(agreement, saraj, officers)


def test_nobody_confirms_what_he_has_not_seen(agreement, saraj, officers):
    seen = key_facts(agreement)
    change_form(agreement)
    with pytest.raises(ValidationError, match="changed since you read it"):
        confirm(agreement, saraj, officers, facts=seen)
    assert not Confirmation.objects.exists()
    confirm(agreement, saraj, officers, facts=key_facts(agreement))


def test_a_dispute_says_why(agreement, saraj, officers):
    with pytest.raises(ValidationError, match="what is wrong"):
        workflow.dispute(agreement.parties.get(municipality=saraj), by=officers[saraj], reason="  ")


def test_both_sides_may_confirm_at_one_moment(committed):
    """With real connections: neither word is lost."""
    one, other = make_municipality(), make_municipality()
    agreement = make_agreement(one, other)
    officers = [make_user(confirms_for=[town]) for town in (one, other)]
    parties = list(agreement.parties.order_by("position"))
    start, problems = threading.Barrier(2, timeout=60), []

    def say(party, officer):
        try:
            start.wait()
            for _ in range(5):
                workflow.confirm(Party.objects.get(pk=party.pk), by=officer)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=say, args=pair) for pair in zip(parties, officers, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert Confirmation.objects.count() == 10
    assert stands(agreement)[1] == Badge.CONFIRMED

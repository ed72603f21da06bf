"""What the database itself refuses of agreements, and in which words."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from agreements.models import (
    Act,
    Activity,
    Agreement,
    AgreementField,
    Commitment,
    Confirmation,
    Document,
    GoodPractice,
    JointProject,
    Link,
    Party,
    ProjectPartner,
    Service,
)
from municipalities.models import Institution
from provenance.models import Citation
from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_commitment,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
)

pytestmark = pytest.mark.django_db


def refuses(instance, words):
    """Both doors: the form's (in words) and the database's own."""
    with pytest.raises(ValidationError, match=words):
        instance.full_clean(exclude=["uid"])
    with pytest.raises(IntegrityError), transaction.atomic():
        instance.save()


def test_only_a_fixed_term_has_an_end():
    refuses(Agreement(form="twinning", term="open", term_ends_on="2030"), "Only a fixed term")


def test_an_agreement_does_not_precede_itself():
    agreement = make_agreement()
    agreement.predecessor = agreement
    refuses(agreement, "precede itself")


@pytest.mark.parametrize("model", [Agreement, JointProject, GoodPractice])
@pytest.mark.parametrize(
    ("state", "words"), [("submitted", "submission"), ("published", "publication"), ("withdrawn", "reason")]
)
def test_a_state_has_its_moment(model, state, words):
    needed = {
        Agreement: {"form": "twinning"},
        JointProject: {"title": "P", "status": "1"},
        GoodPractice: {"title": "P", "problem": "p", "solution": "s"},
    }[model]
    if model is GoodPractice:
        needed["owner"] = make_municipality()
    refuses(model(publication=state, **needed), words)


def test_a_municipality_is_a_party_once(agreement, saraj):
    refuses(Party(agreement=agreement, municipality=saraj), "a party already")


def test_a_party_leaves_after_it_joined(agreement):
    refuses(
        Party(agreement=agreement, municipality=make_municipality(), joined_on="2000", left_on="1999"),
        "before it joins",
    )


def test_a_signatory_is_kept_as_he_stood(agreement, saraj):
    party = agreement.parties.get(municipality=saraj)
    party.signatory = make_mayor(saraj)
    refuses(party, "as it stood at the signature")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "signed", "extends_to": "2030"}, "Only a renewal"),
        ({"kind": "renewed", "happened_on": "2000", "extends_to": "1999"}, "later day"),
    ],
)
def test_only_a_renewal_extends_and_only_forwards(agreement, fields, words):
    refuses(Act(agreement=agreement, **fields), words)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"bound": "one"}, "bound party"),
        ({"cadence": "periodic"}, "every how many months"),
        ({"cadence": "continuous", "every_months": 12}, "every how many months"),
        ({"cadence": "continuous", "due_on": "2030"}, "due once"),
    ],
)
def test_a_commitment_says_who_and_when_or_neither(agreement, fields, words):
    refuses(Commitment(agreement=agreement, kind="meeting", text="Meetings", **fields), words)


def test_a_bound_party_is_named_only_where_one_is_bound(agreement):
    party = agreement.parties.first()
    refuses(
        Commitment(agreement=agreement, kind="meeting", text="Meetings", bound="each", bound_party=party), "bound party"
    )


def test_an_activity_ends_after_it_starts(agreement):
    refuses(
        Activity(agreement=agreement, kind="visit", title="V", starts_on="2000", ends_on="1999"), "before it starts"
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"planned_start": "2000", "planned_end": "1999"}, "planned"),
        ({"actual_start": "2000", "actual_end": "1999"}, "end before"),
        ({"budget": 10}, "currency"),
        ({"currency": "EUR"}, "currency"),
    ],
)
def test_a_project_must_make_sense(fields, words):
    refuses(JointProject(title="P", status="1", **fields), words)


def test_a_project_has_one_lead_and_each_partner_once():
    one, other = make_municipality(), make_municipality()
    project = make_joint_project(one, other)
    ProjectPartner.objects.filter(municipality=one).update(role="lead")
    refuses(ProjectPartner(project=project, municipality=one), "a partner already")
    refuses(ProjectPartner(project=project, municipality=make_municipality(), role="lead"), "lead partner already")


def test_a_field_and_a_service_stand_once(agreement):
    field, commitment = make_field(), make_commitment(agreement)
    activity = make_activity(agreement, commitment)
    AgreementField.objects.create(agreement=agreement, field=field)
    refuses(AgreementField(agreement=agreement, field=field), "this field already")
    refuses(Service(activity=activity, commitment=commitment), "serves this commitment already")


def test_a_link_joins_two_institutions_once(saraj, rochester_hills):
    one = Institution.objects.create(municipality=saraj, name="School")
    other = Institution.objects.create(municipality=rochester_hills, name="School")
    refuses(Link(one=one, other=one), "two institutions")
    Link.objects.create(one=one, other=other)
    refuses(Link(one=other, other=one), "linked already")


def test_a_translation_is_not_authentic_and_a_digest_has_64_digits(agreement):
    text = {"agreement": agreement, "title": "Text", "file": "documents/x.pdf", "size": 1}
    with pytest.raises(IntegrityError, match="authentic"), transaction.atomic():
        Document.objects.create(kind="translation", is_authentic=True, sha256="0" * 64, **text)
    with pytest.raises(IntegrityError, match="sha256"), transaction.atomic():
        Document.objects.create(kind="annex", sha256="no digest", **text)


def test_a_citation_names_a_source_and_cites_a_row_once(agreement):
    address = {"model": "agreements.agreement", "record": agreement.uid, "grade": "press"}
    refuses(Citation(**address), "names its source")
    Citation.objects.create(**address, source="a list", source_row="7")
    refuses(Citation(**address, source="a list", source_row="7"), "cited already")


def test_numbers_are_readable_and_never_given_twice():
    first, second = make_agreement(public=False), make_agreement()
    assert second.number == f"IMCA-{second.registered_on.year}-{int(first.number[-6:]) + 1:06}"
    last = first.number
    first.delete()
    assert make_agreement().number > second.number != last


def test_a_number_may_grow_beyond_six_digits():
    assert make_agreement(serial=1_234_567).number.endswith("-1234567")


@pytest.mark.parametrize("make", [make_agreement, make_joint_project])
def test_nothing_public_is_deleted(make):
    record = make()
    with pytest.raises(IntegrityError, match="withdraw it instead"), transaction.atomic():
        record.delete()


def test_an_act_of_a_published_agreement_stays(agreement):
    act = make_act(agreement, "signed", "1990")
    with pytest.raises(IntegrityError, match="strike it out"), transaction.atomic():
        act.delete()
    act.kind = "renewed"
    with pytest.raises(IntegrityError, match="strike it out"), transaction.atomic():
        act.save()
    act.refresh_from_db()
    act.happened_on = "1990-05-01"
    act.struck_out = True
    act.save()


def test_an_act_of_a_draft_may_still_go():
    act = make_act(make_agreement(public=False), "signed", "1990")
    act.delete()
    assert not Act.objects.exists()


def test_a_confirmation_is_never_changed_or_deleted(agreement):
    party = agreement.parties.first()
    word = Confirmation.objects.create(
        party=party, verdict="confirmed", facts={}, confirmed_at="2024-01-01T00:00Z",
        confirmed_by_uid=party.uid, confirmed_by_name="An officer",
    )  # fmt: skip
    for spoil in (word.delete, lambda: Confirmation.objects.update(reason="x")):
        with pytest.raises(DatabaseError, match="the latest counts"), transaction.atomic():
            spoil()


def test_a_dispute_has_a_reason(agreement):
    party = agreement.parties.first()
    refuses(
        Confirmation(party=party, verdict="disputed", facts={"form": "x"}, confirmed_at="2024-01-01T00:00Z",
                     confirmed_by_uid=party.uid, confirmed_by_name="An officer"),
        "needs a reason",
    )  # fmt: skip


def enforce_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def make_with_one_party():
    make_agreement(make_municipality())
    enforce_now()


def take_a_party_from(agreement):
    agreement.parties.first().delete()
    enforce_now()


def test_a_published_agreement_has_two_parties_at_the_end_of_the_transaction(agreement):
    for spoil in (make_with_one_party, lambda: take_a_party_from(agreement)):
        with pytest.raises(IntegrityError, match="at least two parties"), transaction.atomic():
            spoil()
    make_agreement()
    enforce_now()

"""Plain factories: each makes one saved record with what it needs, and takes the rest by keyword."""

import itertools

from django.db import transaction

from accounts.models import User
from agreements.models import (
    Act,
    Activity,
    Adoption,
    Agreement,
    AgreementNetwork,
    Commitment,
    Field,
    GoodPractice,
    JointProject,
    Network,
    Party,
    PracticeField,
    ProjectPartner,
    Publication,
)
from agreements.workflow import published_from_sources
from municipalities.models import Mayor, Membership, Municipality

number = itertools.count(1)
PASSWORD = "a long enough password"


def make_user(name="User", *, edits=(), confirms_for=(), **fields):
    """A user; `edits` and `confirms_for` are municipalities."""
    user = User.objects.create_user(
        fields.pop("email", f"user{next(number)}@example.org"), PASSWORD, name=name, **{"is_staff": True, **fields}
    )
    for municipality in edits:
        Membership.objects.create(user=user, municipality=municipality, role=Membership.Role.EDITOR)
    for municipality in confirms_for:
        Membership.objects.create(user=user, municipality=municipality, role=Membership.Role.CONFIRMING_OFFICER)
    return user


def make_municipality(name=None, *, country="MK", **fields):
    return Municipality.objects.create(name=name or f"Municipality {next(number)}", country=country, **fields)


def make_mayor(municipality, name="A Mayor", **fields):
    return Mayor.objects.create(municipality=municipality, name=name, **fields)


def make_agreement(*municipalities, public=True, form=Agreement.Form.COOPERATION, **fields):
    """An agreement between these municipalities (or two new ones), published unless `public=False`."""
    municipalities = municipalities or (make_municipality(), make_municipality())
    if public:
        fields = {**published_from_sources(), **fields}
    with transaction.atomic():
        agreement = Agreement.objects.create(form=form, **fields)
        for position, municipality in enumerate(municipalities, start=1):
            Party.objects.create(agreement=agreement, municipality=municipality, position=position)
    return agreement


def make_act(agreement, kind=Act.Kind.SIGNED, happened_on=None, **fields):
    return Act.objects.create(agreement=agreement, kind=kind, happened_on=happened_on, **fields)


def make_field(code=None, name=None, **fields):
    code = code or f"field-{next(number)}"
    return Field.objects.create(code=code, name=name or code.capitalize(), **fields)


def make_commitment(agreement, text="Regular meetings", kind=Commitment.Kind.MEETING, **fields):
    return Commitment.objects.create(agreement=agreement, text=text, kind=kind, **fields)


def make_activity(agreement, *commitments, title="A meeting", kind=Activity.Kind.MEETING, **fields):
    activity = Activity.objects.create(agreement=agreement, title=title, kind=kind, **fields)
    activity.commitments.set(commitments)
    return activity


def make_joint_project(*municipalities, agreement=None, public=True, **fields):
    if public:
        fields = {**published_from_sources(), **fields}
    project = JointProject.objects.create(
        agreement=agreement, **{"title": f"Project {next(number)}", "status": JointProject.Status.PIPELINE, **fields}
    )
    for municipality in municipalities:
        ProjectPartner.objects.create(project=project, municipality=municipality)
    return project


def withdraw_silently(record, reason="Recorded twice"):
    """Puts a record where `workflow.withdraw` would, without a user."""
    type(record)._base_manager.filter(pk=record.pk).update(
        publication=Publication.WITHDRAWN,
        withdrawn_at=published_from_sources()["published_at"],
        withdrawal_reason=reason,
    )
    record.refresh_from_db()


def make_practice(owner, *adopters, public=True, fields=(), **columns):
    """A good practice of `owner`, which `adopters` took up, in these fields of cooperation."""
    if public:
        columns = {**published_from_sources(), **columns}
    practice = GoodPractice.objects.create(
        owner=owner, **{"title": f"Practice {next(number)}", "problem": "Waste", "solution": "Bins", **columns}
    )
    for field in fields:
        PracticeField.objects.create(practice=practice, field=field)
    for municipality in adopters:
        Adoption.objects.create(practice=practice, municipality=municipality)
    return practice


def make_network(name=None, *agreements, **fields):
    """A network under which these agreements came about."""
    network = Network.objects.create(name=name or f"Network {next(number)}", **fields)
    for agreement in agreements:
        AgreementNetwork.objects.create(agreement=agreement, network=network)
    return network

"""The verbs that move a record: the only places where its publication and its confirmations are written.

Each asks its permission, locks the row, stamps who and when, and tells the log why, in one transaction.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.confirmation import key_facts
from agreements.models import Agreement, Confirmation, Party, Publication, Publishable
from agreements.permissions import can_confirm
from municipalities.permissions import can_register
from provenance.acting import acting


class WrongStateError(ValidationError):
    """The record is not in a state from which the verb leads on."""


def _locked(record: Publishable) -> Publishable:
    return type(record)._base_manager.select_for_update().get(pk=record.pk)


def _move(record, *, by, to, allowed_from, reason, **stamps):
    with acting(by, reason):
        row = _locked(record)
        if row.publication not in allowed_from:
            raise WrongStateError(
                _("This record is %(state)s; that cannot be done with it now."),
                params={"state": row.get_publication_display()},
            )
        if to == Publication.PUBLISHED:
            _check_complete(row)
        row.publication = to
        for name, value in stamps.items():
            setattr(row, name, value)
        row.save(update_fields=["publication", *stamps])
    record.refresh_from_db()
    return record


def _check_complete(record) -> None:
    """What the database would refuse at the end of the transaction, told before."""
    if isinstance(record, Agreement) and record.parties.count() < 2:
        raise ValidationError(_("An agreement needs at least two parties before it is published."))


def _require_editor(record, user) -> None:
    if not type(record).objects.editable_by(user).filter(pk=record.pk).exists():
        raise PermissionDenied(_("Only its own municipality's editors may do that."))


def submit(record: Publishable, *, by, reason: str = "") -> Publishable:
    """A draft is handed in for publication."""
    _require_editor(record, by)
    return _move(
        record, by=by, to=Publication.SUBMITTED, allowed_from={Publication.DRAFT}, reason=reason,
        submitted_at=timezone.now(), submitted_by=by,
    )  # fmt: skip


def publish(record: Publishable, *, by, reason: str = "") -> Publishable:
    """A draft or a submitted record becomes public."""
    _require_editor(record, by)
    return _move(
        record, by=by, to=Publication.PUBLISHED, allowed_from={Publication.DRAFT, Publication.SUBMITTED},
        reason=reason, published_at=timezone.now(), published_by=by,
    )  # fmt: skip


def withdraw(record: Publishable, *, by, reason: str) -> Publishable:
    """A published record is taken back; its tombstone stays, with the reason."""
    if not can_register(by):
        raise PermissionDenied(_("Only the registrar withdraws what is public."))
    if not reason.strip():
        raise ValidationError(_("Say why the record is withdrawn."))
    return _move(
        record, by=by, to=Publication.WITHDRAWN, allowed_from={Publication.PUBLISHED}, reason=reason,
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawal_reason=reason,
    )  # fmt: skip


def published_from_sources() -> dict:
    """The columns of a record that is made public as it is written, from public sources and by a program."""
    return {"publication": Publication.PUBLISHED, "published_at": timezone.now()}


def confirm(party: Party, *, by, facts: dict | None = None) -> Confirmation:
    """The municipality stands by the record as it is.

    `facts` are the key facts that the officer was shown: if the record has changed since, nothing is confirmed and
    ValidationError says so.
    """
    return _give_word(party, by=by, verdict=Confirmation.Verdict.CONFIRMED, shown=facts)


def dispute(party: Party, *, by, reason: str, facts: dict | None = None) -> Confirmation:
    """The municipality says that the record is wrong, and why."""
    if not reason.strip():
        raise ValidationError(_("Say what is wrong."))
    return _give_word(party, by=by, verdict=Confirmation.Verdict.DISPUTED, reason=reason, shown=facts)


def _give_word(party, *, by, verdict, reason="", shown=None) -> Confirmation:
    with transaction.atomic():
        agreement = _locked(party.agreement)
        party = Party.objects.select_related("agreement", "municipality").get(pk=party.pk)
        if not can_confirm(by, party):
            raise PermissionDenied(_("Only the party's own confirming officer gives its word, on a published record."))
        facts = key_facts(agreement)
        if shown is not None and shown != facts:
            raise WrongStateError(_("The record has changed since you read it. Read it again."), code="changed")
        with acting(by, reason):
            return Confirmation.objects.create(
                party=party,
                verdict=verdict,
                reason=reason,
                facts=facts,
                confirmed_at=timezone.now(),
                confirmed_by_uid=by.uid,
                confirmed_by_name=str(by),
            )

"""Who may do what with an agreement. Lists ask `Agreement.objects.of_own(user)` and `.editable_by(user)`."""

from agreements.models import Agreement, Party, Publication
from municipalities.permissions import can_confirm_for


def can_edit(user, agreement: Agreement) -> bool:
    """Editors of the municipality that recorded it (of a party, where none did), and the registrar."""
    return (
        user.is_authenticated
        and agreement.publication != Publication.WITHDRAWN
        and Agreement.objects.editable_by(user).filter(pk=agreement.pk).exists()
    )


def can_confirm(user, party: Party) -> bool:
    """The party's own confirming officer, on a published agreement."""
    return party.agreement.is_public and party.role == Party.Role.PARTY and can_confirm_for(user, party.municipality)

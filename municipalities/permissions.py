"""Who may do what with a municipality's records. Lists ask `Municipality.objects.editable_by(user)`."""


def can_register(user) -> bool:
    """May keep the list of municipalities and users: the registrar."""
    return user.is_active and (user.is_registrar or user.is_superuser)


def works_here(user) -> bool:
    """Works for some municipality, or keeps the register for all."""
    return user.is_active and (can_register(user) or user.memberships.exists())


def edits_here(user) -> bool:
    """May edit the records of some municipality."""
    return user.is_active and (can_register(user) or user.memberships.editing().exists())


def can_edit(user, municipality) -> bool:
    """May edit the records of this municipality: its editors and the registrar."""
    return user.is_active and (
        can_register(user) or user.memberships.editing().filter(municipality=municipality).exists()
    )


def can_confirm_for(user, municipality) -> bool:
    """May give the municipality's word: its confirming officers alone, never the registrar."""
    return (
        user.is_active
        and not user.is_registrar
        and not user.is_superuser
        and user.memberships.confirming().filter(municipality=municipality).exists()
    )

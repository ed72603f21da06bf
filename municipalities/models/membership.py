from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from municipalities.models.municipality import Municipality
from provenance.models import Record
from provenance.triggers import Logged, NoTruncate


class MembershipQuerySet(models.QuerySet):
    def editing(self):
        return self.filter(role=Membership.Role.EDITOR)

    def confirming(self):
        return self.filter(role=Membership.Role.CONFIRMING_OFFICER)


class Membership(Record):
    """What a user may do for a municipality: edit its records, or confirm in its name. Never public."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("editor")
        CONFIRMING_OFFICER = "confirming", _("confirming officer")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("user"), related_name="memberships"
    )
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, verbose_name=_("municipality"), related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "municipality", "role"],
                name="membership_once",
                violation_error_message=_("The user has this role already."),
            )
        ]
        triggers = [Logged(public=[], private=["user", "municipality", "role"]), NoTruncate()]

    def __str__(self):
        return f"{self.user} · {self.municipality} · {self.get_role_display()}"

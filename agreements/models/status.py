from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalStatus(models.TextChoices):
    """What an agreement is worth on a day; computed, never typed in (`agreements.status`)."""

    UNKNOWN = "unknown", _("not known")
    NEGOTIATED = "negotiated", _("being negotiated")
    SIGNED = "signed", _("signed")
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    EXPIRED = "expired", _("expired")
    TERMINATED = "terminated", _("terminated")


class StatusPeriod(models.Model):
    """The days on which an agreement has one legal status. Kept by the database, never written here.

    An agreement's periods follow one another without gap or overlap from its first act on. Whether the last one is
    open says nothing about the future: only about what is known of it.
    """

    # The database deletes it with its agreement.
    agreement = models.ForeignKey("Agreement", models.DO_NOTHING, related_name="status_periods", db_constraint=False)
    status = models.CharField(max_length=10, choices=LegalStatus)
    days = DateRangeField(help_text=_("From the first day to the day after the last."))

    class Meta:
        # None of the days alone: nearly every agreement has a period on nearly every day.
        indexes = [models.Index(fields=["status", "-agreement"], include=["days"], name="status_period_of_status")]
        default_permissions = ()

    def __str__(self):
        return f"{self.status} {self.days}"

"""Whether anything still happens under an agreement: from the last activity that the register knows of.

This says nothing about what the agreement is worth in law: one in force may be dormant, an expired one alive.
"""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.ledger import months_after

QUIET_AFTER_MONTHS = 18
DORMANT_AFTER_MONTHS = 60


class Liveness(models.TextChoices):
    ACTIVE = "active", _("active")
    QUIET = "quiet", _("quiet")
    DORMANT = "dormant", _("dormant")
    UNKNOWN = "unknown", _("no activity recorded")


def liveness(last_activity_on: dt.date | None, on: dt.date) -> Liveness:
    """The liveness on that day; `last_activity_on` is the last day of the last activity before it, or None.

    `Agreement.objects.with_last_activity(on)` finds it.
    """
    if last_activity_on is None:
        return Liveness.UNKNOWN
    if on <= months_after(last_activity_on, QUIET_AFTER_MONTHS):
        return Liveness.ACTIVE
    if on <= months_after(last_activity_on, DORMANT_AFTER_MONTHS):
        return Liveness.QUIET
    return Liveness.DORMANT

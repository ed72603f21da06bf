from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.field import Field
from municipalities.models import Institution
from provenance.dates import PartialDateField
from provenance.models import Record
from provenance.triggers import Logged, NoTruncate


class Link(Record):
    """Two institutions of different municipalities that work together, under an agreement or without one."""

    one = models.ForeignKey(Institution, models.PROTECT, verbose_name=_("institution"), related_name="links_from")
    other = models.ForeignKey(Institution, models.PROTECT, verbose_name=_("its counterpart"), related_name="links_to")
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("agreement"), null=True, blank=True, related_name="links"
    )
    field = models.ForeignKey(
        Field, models.PROTECT, verbose_name=_("field"), null=True, blank=True, related_name="links"
    )
    since = PartialDateField(_("since"))

    class Meta:
        verbose_name = _("link between institutions")
        verbose_name_plural = _("links between institutions")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(one=models.F("other")),
                name="link_between_two",
                violation_error_message=_("A link joins two institutions."),
            ),
            models.UniqueConstraint(
                models.functions.Least("one", "other"),
                models.functions.Greatest("one", "other"),
                name="link_once",
                violation_error_message=_("The two institutions are linked already."),
            ),
        ]
        triggers = [Logged(public=["one", "other", "agreement", "field", "since"]), NoTruncate()]

    def __str__(self):
        return f"{self.one} – {self.other}"

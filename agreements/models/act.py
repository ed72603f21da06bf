from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from agreements.models.document import Document
from provenance.dates import FirstDay, LastDay, PartialDateField
from provenance.models import Record
from provenance.triggers import Logged, NoTruncate


class Act(Record):
    """A legal act in an agreement's life. Acts are added, never taken back: what was recorded wrongly is struck out.

    An act that a source knows by its year alone counts from the year's first day; one without any date counts
    from the day by which the register knew of it (`known_by`).
    """

    class Kind(models.TextChoices):
        INITIATED = "initiated", _("initiated")
        APPROVED = "approved", _("approved")
        SIGNED = "signed", _("signed")
        ENTERED_INTO_FORCE = "entered_into_force", _("entered into force")
        AMENDED = "amended", _("amended")
        RENEWED = "renewed", _("renewed")
        SUSPENDED = "suspended", _("suspended")
        RESUMED = "resumed", _("resumed")
        TERMINATED = "terminated", _("terminated")

    agreement = models.ForeignKey("Agreement", models.CASCADE, verbose_name=_("agreement"), related_name="acts")
    kind = models.CharField(_("kind"), max_length=18, choices=Kind)
    happened_on = PartialDateField(_("date"))
    known_by = models.DateField(
        _("known by"), default=localdate, help_text=_("The day by which the register knew of it.")
    )
    extends_to = PartialDateField(_("extends the term to"))
    instrument = models.CharField(
        _("instrument"), max_length=300, blank=True, help_text=_("The deed by which it was done.")
    )
    note = models.TextField(_("note"), blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, verbose_name=_("document"), null=True, blank=True, related_name="acts"
    )
    struck_out = models.BooleanField(_("struck out"), default=False, help_text=_("Recorded by mistake."))

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        indexes = [models.Index(fields=["happened_on", "kind"], name="act_happened")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="renewed") | models.Q(extends_to=None),
                name="act_only_a_renewal_extends",
                violation_error_message=_("Only a renewal extends the term."),
            ),
            models.CheckConstraint(
                condition=models.lookups.LessThanOrEqual(FirstDay("happened_on"), LastDay("extends_to")),
                name="act_extends_forwards",
                violation_error_message=_("A renewal extends the term to a later day than its own."),
            ),
        ]
        triggers = [
            Logged(
                public=[
                    "agreement", "kind", "happened_on", "known_by", "extends_to", "instrument", "note",
                    "document", "struck_out",
                ]
            ),
            NoTruncate(),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()} {self.happened_on or '–'}"

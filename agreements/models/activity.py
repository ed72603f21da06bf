from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.commitment import Commitment
from agreements.models.document import Document
from provenance.dates import FirstDay, LastDay, PartialDateField
from provenance.models import Record
from provenance.triggers import FirstTranslation, Logged, NoTruncate


class Activity(Record):
    """Something that the parties did: a meeting, a visit, an exchange, a webinar; and which promises it served."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("meeting")
        VISIT = "visit", _("visit")
        EXCHANGE = "exchange", _("exchange")
        WEBINAR = "webinar", _("webinar")
        OTHER = "other", _("other")

    agreement = models.ForeignKey("Agreement", models.CASCADE, verbose_name=_("agreement"), related_name="activities")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    title = models.CharField(_("title"), max_length=250)
    starts_on = PartialDateField(_("start"))
    ends_on = PartialDateField(_("end"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    is_online = models.BooleanField(_("online"), default=False)
    participants = models.TextField(_("participants"), blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    minutes = models.ForeignKey(
        Document, models.PROTECT, verbose_name=_("minutes"), null=True, blank=True, related_name="activities"
    )
    commitments = models.ManyToManyField(
        Commitment, verbose_name=_("commitments served"), through="Service", related_name="activities"
    )

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                condition=models.lookups.LessThanOrEqual(FirstDay("starts_on"), LastDay("ends_on")),
                name="activity_in_order",
                violation_error_message=_("An activity cannot end before it starts."),
            )
        ]
        triggers = [
            Logged(
                public=[
                    "agreement", "kind", "title", "starts_on", "ends_on", "place", "is_online", "participants",
                    "outcome", "minutes",
                ]
            ),
            FirstTranslation("title", "outcome"), NoTruncate(),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class Service(Record):
    """That an activity served a commitment."""

    activity = models.ForeignKey(Activity, models.CASCADE, verbose_name=_("activity"), related_name="services")
    commitment = models.ForeignKey(Commitment, models.CASCADE, verbose_name=_("commitment"), related_name="services")

    class Meta:
        verbose_name = _("commitment served")
        verbose_name_plural = _("commitments served")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "commitment"],
                name="service_once",
                violation_error_message=_("The activity serves this commitment already."),
            )
        ]
        triggers = [Logged(public=["activity", "commitment"]), NoTruncate()]

    def __str__(self):
        return f"{self.activity} → {self.commitment}"

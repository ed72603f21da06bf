from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.party import Party
from provenance.dates import PartialDateField
from provenance.models import Record
from provenance.triggers import FirstTranslation, Logged, NoTruncate


class Representative(Record):
    """Who sees to an agreement for one of its parties. A source may speak of one without a name."""

    class Mandate(models.TextChoices):
        SUPERVISE = "supervise", _("supervises programmes")
        CONTACT = "contact", _("contact")

    party = models.ForeignKey(Party, models.CASCADE, verbose_name=_("party"), related_name="representatives")
    name = models.CharField(_("name"), max_length=200, blank=True, help_text=_("Empty where it is not known."))
    post = models.CharField(_("post"), max_length=200, blank=True)
    mandate = models.CharField(_("mandate"), max_length=9, choices=Mandate)
    starts_on = PartialDateField(_("from"))
    ends_on = PartialDateField(_("to"))
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Never public."))
    phone = models.CharField(_("telephone"), max_length=40, blank=True, help_text=_("Never public."))

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        triggers = [
            Logged(
                public=["party", "name", "post", "mandate", "starts_on", "ends_on"],
                private=["email", "phone"],
            ),
            FirstTranslation("post"),
            NoTruncate(),
        ]

    def __str__(self):
        return self.name or f"{self.party} · {self.get_mandate_display()}"

    @property
    def is_public(self) -> bool:
        """A draft names its people to nobody, wherever else they are named."""
        return self.party.agreement.is_public


class Commitment(Record):
    """One promise of an agreement: what, on which clause it rests, who is bound, how often or by when.

    Whether it is kept is computed from its cadence and the activities that serve it (`agreements.ledger`).
    """

    class Kind(models.TextChoices):
        INFORMATION = "information", _("exchange of information")
        MEETING = "meeting", _("meeting")
        PROGRAMME = "programme", _("programme or project")
        SUPPORT = "support", _("support")
        CONTACT = "contact", _("contact")
        PRACTICE = "practice", _("good practice")

    class Bound(models.TextChoices):
        ONE = "one", _("one party")
        EACH = "each", _("each party for itself")
        ALL = "all", _("the parties together")

    class Cadence(models.TextChoices):
        UNSPECIFIED = "unspecified", _("not stated")
        ONCE = "once", _("once")
        CONTINUOUS = "continuous", _("continuously")
        PERIODIC = "periodic", _("regularly")

    agreement = models.ForeignKey("Agreement", models.CASCADE, verbose_name=_("agreement"), related_name="commitments")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    text = models.TextField(_("promise"))
    clause = models.CharField(_("clause"), max_length=60, blank=True, help_text=_("Where it stands in the text."))
    bound = models.CharField(_("bound"), max_length=4, choices=Bound, default=Bound.EACH)
    bound_party = models.ForeignKey(
        Party,
        models.CASCADE,
        verbose_name=_("bound party"),
        null=True,
        blank=True,
        related_name="commitments",
    )
    cadence = models.CharField(_("cadence"), max_length=11, choices=Cadence, default=Cadence.UNSPECIFIED)
    every_months = models.PositiveSmallIntegerField(
        _("every ... months"), null=True, blank=True, help_text=_("12 is once a year.")
    )
    due_on = PartialDateField(_("due on"))
    responsible = models.ForeignKey(
        Representative,
        models.SET_NULL,
        verbose_name=_("responsible"),
        null=True,
        blank=True,
        related_name="commitments",
    )

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(bound="one", bound_party__isnull=False)
                | ~models.Q(bound="one") & models.Q(bound_party=None),
                name="commitment_bound_party",
                violation_error_message=_("Name the bound party where one is bound, and only there."),
            ),
            models.CheckConstraint(
                condition=models.Q(cadence="periodic", every_months__isnull=False, every_months__gte=1)
                | ~models.Q(cadence="periodic") & models.Q(every_months=None),
                name="commitment_period",
                violation_error_message=_("Say every how many months where it is regular, and only there."),
            ),
            models.CheckConstraint(
                condition=models.Q(cadence="once") | models.Q(due_on=None),
                name="commitment_due_once",
                violation_error_message=_("Only what is due once has a day on which it is due."),
            ),
        ]
        triggers = [
            Logged(
                public=[
                    "agreement", "position", "kind", "text", "clause", "bound", "bound_party", "cadence",
                    "every_months", "due_on", "responsible",
                ]
            ),
            FirstTranslation("text"), NoTruncate(),
        ]  # fmt: skip

    def __str__(self):
        return self.text[:80]

from django.db import models
from django.utils.translation import gettext_lazy as _

from municipalities.models import Mayor, Municipality
from provenance.dates import FirstDay, LastDay, PartialDateField, lies_within, within
from provenance.models import Record
from provenance.triggers import FirstTranslation, Logged, NoTruncate


class PartyQuerySet(models.QuerySet):
    def as_of(self, day):
        """Those who were parties on the day, as far as is known; all who ever were where `day` is None.

        Who joined in a year may have joined on its first day, and who left in it on its last; `Party.was_party` says
        the same of one.
        """
        if day is None:
            return self
        return self.filter(lies_within("joined_on", "left_on", day))


class Party(Record):
    """One municipality's side of an agreement: its part in it, its council's decision, its signature.

    The signatory's name and title are kept as they stood at the signature, whoever is mayor later.
    """

    class Role(models.TextChoices):
        PARTY = "party", _("party")
        DEPOSITARY = "depositary", _("depositary")
        OBSERVER = "observer", _("observer")

    agreement = models.ForeignKey("Agreement", models.CASCADE, verbose_name=_("agreement"), related_name="parties")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("municipality"), related_name="parties"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Its place in the text."))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.PARTY)
    is_initiator = models.BooleanField(_("initiated it"), null=True, blank=True)
    joined_on = PartialDateField(_("joined on"))
    left_on = PartialDateField(_("left on"))
    council_decision = models.CharField(
        _("council's decision"), max_length=250, blank=True, help_text=_("Body and number.")
    )
    council_decided_on = PartialDateField(_("decided on"))
    council_decision_url = models.URLField(_("address of the decision"), max_length=1000, blank=True)
    signatory = models.ForeignKey(
        Mayor,
        models.PROTECT,
        verbose_name=_("signatory"),
        null=True,
        blank=True,
        related_name="signatures",
        help_text=_("The mayor who signed."),
    )
    signatory_name = models.CharField(
        _("signatory's name"), max_length=200, blank=True, help_text=_("As it stood at the signature.")
    )
    signatory_title = models.CharField(
        _("signatory's title"), max_length=200, blank=True, help_text=_("As it stood at the signature.")
    )
    signed_on = PartialDateField(_("signed on"))

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "municipality"],
                name="party_once",
                violation_error_message=_("The municipality is a party already."),
            ),
            models.CheckConstraint(
                condition=models.lookups.LessThanOrEqual(FirstDay("joined_on"), LastDay("left_on")),
                name="party_joined_before_it_left",
                violation_error_message=_("A party cannot leave before it joins."),
            ),
            models.CheckConstraint(
                condition=models.Q(signatory=None) | ~models.Q(signatory_name=""),
                name="party_signatory_as_he_stood",
                violation_error_message=_("Write the signatory's name as it stood at the signature."),
            ),
        ]
        triggers = [
            Logged(
                public=[
                    "agreement", "municipality", "position", "role", "is_initiator", "joined_on", "left_on",
                    "council_decision", "council_decided_on", "council_decision_url", "signatory",
                    "signatory_name", "signatory_title", "signed_on",
                ]
            ),
            FirstTranslation("signatory_title"), NoTruncate(),
        ]  # fmt: skip

    def __str__(self):
        return str(self.municipality)

    def was_party(self, day) -> bool:
        """Whether it was a party on the day, as far as is known."""
        return within(self.joined_on, self.left_on, day)


class Confirmation(Record):
    """What a municipality said of the record: that it stands by it, or disputes it. Append-only; the latest counts.

    A confirmation is a fact about a text: the key facts as they stood are kept with it.
    """

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        DISPUTED = "disputed", _("disputed")

    party = models.ForeignKey(Party, models.PROTECT, verbose_name=_("party"), related_name="confirmations")
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict, editable=False)
    reason = models.TextField(_("reason"), blank=True, editable=False)
    facts = models.JSONField(_("key facts"), editable=False)
    confirmed_at = models.DateTimeField(_("at"), editable=False)
    confirmed_by_uid = models.UUIDField(_("officer's identifier"), editable=False)
    confirmed_by_name = models.CharField(_("officer"), max_length=254, editable=False)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["confirmed_at", "pk"]
        get_latest_by = ["confirmed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict="disputed") | ~models.Q(reason=""),
                name="confirmation_dispute_has_a_reason",
                violation_error_message=_("A dispute needs a reason."),
            )
        ]
        triggers = [
            Logged(
                public=["party", "verdict", "reason", "facts", "confirmed_at"],
                private=["confirmed_by_uid", "confirmed_by_name"],
            ),
            NoTruncate(),
        ]

    def __str__(self):
        return f"{self.party} · {self.get_verdict_display()}"

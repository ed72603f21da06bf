from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast, Coalesce, Concat, ExtractYear, Greatest, Length, LPad
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from agreements.models.activity import Activity
from agreements.models.field import Field, Network
from agreements.models.party import Party
from agreements.models.publication import Publication, Publishable, PublishableQuerySet
from agreements.models.status import LegalStatus, StatusPeriod
from municipalities.models import Municipality
from municipalities.permissions import can_register
from provenance.dates import LastDay, PartialDateField
from provenance.triggers import FirstTranslation, Logged, NoTruncate


class NextSerial(models.Func):
    """The next number of the register, from a sequence: never given twice."""

    template = "nextval('agreements_agreement_serial')"
    output_field = models.IntegerField()


class AgreementQuerySet(PublishableQuerySet):
    def of_own(self, user):
        """Recorded by the user's municipality, or, once it is no draft, with it as a party; all for the registrar."""
        if user.is_authenticated and can_register(user):
            return self
        if not (user.is_authenticated and user.is_active):
            return self.none()
        own = user.memberships.values("municipality")
        return self.filter(models.Q(recorded_by__in=own) | self._with_party(own))

    def editable_by(self, user):
        """Those that a municipality recorded whose editor the user is; where none did, those of which it is a party.

        All of them for the registrar.
        """
        if user.is_authenticated and can_register(user):
            return self
        if not (user.is_authenticated and user.is_active):
            return self.none()
        own = user.memberships.editing().values("municipality")
        return self.filter(models.Q(recorded_by__in=own) | self._with_party(own) & models.Q(recorded_by=None))

    @staticmethod
    def _with_party(municipalities) -> models.Q:
        party = models.Exists(Party.objects.filter(agreement=models.OuterRef("pk"), municipality__in=municipalities))
        return party & ~models.Q(publication=Publication.DRAFT)

    def of_municipality(self, municipality):
        return self.filter(
            models.Exists(Party.objects.filter(agreement=models.OuterRef("pk"), municipality=municipality))
        )

    def with_status(self, on):
        """Adds `legal_status`, the status on that day; None before the agreement's first act."""
        period = StatusPeriod.objects.filter(agreement=models.OuterRef("pk"), days__contains=on)
        return self.annotate(legal_status=models.Subquery(period.values("status")))

    def with_legal_status(self, *statuses: str, on):
        """Those that have one of these statuses on the day."""
        period = StatusPeriod.objects.filter(agreement=models.OuterRef("pk"), days__contains=on, status__in=statuses)
        return self.filter(models.Exists(period))

    def as_of(self, day):
        """Those that had a legal status on the day, whichever: that were there. All of them where `day` is None."""
        return self if day is None else self.with_legal_status(*LegalStatus.values, on=day)

    def in_force(self, on):
        return self.with_legal_status(LegalStatus.IN_FORCE, on=on)

    def with_last_activity(self, on):
        """Adds `last_activity_on`, the last day of the latest activity that was over on that day, or None."""
        days = LastDay(Coalesce("ends_on", "starts_on"))
        over = Activity.objects.filter(agreement=models.OuterRef("pk")).annotate(day=days).filter(day__lte=on)
        return self.annotate(last_activity_on=models.Subquery(over.order_by("-day").values("day")[:1]))

    def with_parties(self):
        """The parties with their municipalities and signatories at hand, in one query for any number of rows."""
        return self.prefetch_related(
            models.Prefetch(
                "parties",
                Party.objects.select_related("municipality", "signatory").order_by("position", "pk"),
            )
        )


class Agreement(Publishable):
    """What two or more municipalities have promised each other.

    What it is worth on a day follows from its acts and its term (`agreements.status`), whether its parties stand by
    the record from their confirmations (`agreements.confirmation`): neither is stored here.
    """

    class Form(models.TextChoices):
        TWINNING = "twinning", _("twinning")
        FRIENDSHIP = "friendship", _("friendship")
        COOPERATION = "cooperation", _("cooperation agreement")
        MEMORANDUM = "memorandum", _("memorandum of understanding")
        PROJECT = "project", _("project partnership")
        JOINT_SERVICE = "joint_service", _("joint service")
        CONTACT = "contact", _("contact")

    class Term(models.TextChoices):
        UNKNOWN = "unknown", _("not known")
        OPEN = "open", _("open-ended")
        FIXED = "fixed", _("fixed term")

    class Origin(models.TextChoices):
        """How the record came into the register."""

        CLERK = "clerk", _("recorded by a municipality")
        SEED = "seed", _("recorded from a press report")
        SELECTION = "selection", _("chosen from public data")
        IMPORT = "import", _("imported from public data")

    # What a number looks like, for addresses: the year of its registration, then the serial.
    NUMBER = "IMCA-[0-9]{4}-[0-9]{6,12}"

    serial = models.IntegerField(_("serial number"), unique=True, editable=False, db_default=NextSerial())
    registered_on = models.DateField(_("registered on"), default=localdate, editable=False)
    number = models.GeneratedField(
        verbose_name=_("number"),
        expression=Concat(
            models.Value("IMCA-"),
            Cast(ExtractYear("registered_on"), models.CharField()),
            models.Value("-"),
            LPad(
                Cast("serial", models.CharField()),
                Greatest(Length(Cast("serial", models.CharField())), 6),
                models.Value("0"),
            ),
        ),
        output_field=models.CharField(max_length=24),
        db_persist=True,
        db_index=True,  # unique as the serial is
    )
    form = models.CharField(_("form"), max_length=13, choices=Form)
    title = models.CharField(_("title"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    preamble = models.TextField(_("preamble"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    original_language = models.CharField(
        _("original language"),
        max_length=12,
        blank=True,
        help_text=_("BCP 47. Texts in other languages are translations, and are shown as such."),
    )
    legal_basis = models.TextField(_("legal basis"), blank=True)
    governing_languages = ArrayField(
        models.CharField(max_length=12),
        verbose_name=_("governing languages"),
        default=list,
        blank=True,
        help_text=_("BCP 47, separated by commas."),
    )
    term = models.CharField(_("term"), max_length=7, choices=Term, default=Term.UNKNOWN)
    term_ends_on = PartialDateField(_("end of the term"))
    notice_months = models.PositiveSmallIntegerField(_("notice period in months"), null=True, blank=True)
    tacit_renewal = models.BooleanField(
        _("tacit renewal"),
        null=True,
        blank=True,
        help_text=_("Goes on after its term unless a party gives notice."),
    )
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("predecessor"),
        null=True,
        blank=True,
        related_name="successors",
    )
    fields = models.ManyToManyField(
        Field, verbose_name=_("fields of cooperation"), through="AgreementField", related_name="agreements"
    )
    networks = models.ManyToManyField(
        Network, verbose_name=_("networks"), through="AgreementNetwork", related_name="agreements"
    )
    recorded_by = models.ForeignKey(
        Municipality,
        models.PROTECT,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        related_name="recorded_agreements",
        help_text=_("The municipality whose clerk claims this agreement; none where it comes from public sources."),
    )
    origin = models.CharField(_("origin"), max_length=9, choices=Origin, default=Origin.CLERK, editable=False)
    internal_notes = models.TextField(_("internal notes"), blank=True, help_text=_("Never public."))

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        indexes = [
            models.Index(fields=["publication", "-published_at", "-id"], name="agreement_latest"),
            models.Index(fields=["publication", "-id"], name="agreement_public"),
            models.Index(fields=["form", "-id"], name="agreement_form"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(term="fixed") | models.Q(term_ends_on=None),
                name="agreement_end_of_fixed_term",
                violation_error_message=_("Only a fixed term has an end."),
            ),
            models.CheckConstraint(
                condition=models.Q(predecessor=None) | ~models.Q(predecessor=models.F("id")),
                name="agreement_not_its_predecessor",
                violation_error_message=_("An agreement cannot precede itself."),
            ),
        ]
        triggers = [
            Logged(
                public=[
                    *Publishable.PUBLIC_COLUMNS, "serial", "registered_on", "number", "form", "title", "summary",
                    "preamble", "objectives", "original_language", "legal_basis", "governing_languages", "term",
                    "term_ends_on", "notice_months", "tacit_renewal", "predecessor", "recorded_by", "origin",
                ],
                private=[*Publishable.PRIVATE_COLUMNS, "internal_notes"],
            ),
            FirstTranslation("title", "summary", "preamble", "objectives"), NoTruncate(),
        ]  # fmt: skip

    def __str__(self):
        return self.title or (self.number if self.pk else str(self._meta.verbose_name))

    @property
    def name(self) -> str:
        """Its title, or what it is and between whom; ask `with_parties()` for many."""
        if self.title:
            return self.title
        return _("%(form)s: %(parties)s") % {
            "form": self.get_form_display().capitalize(),
            "parties": " – ".join(party.municipality.name for party in self.parties.all()) or self.number,
        }

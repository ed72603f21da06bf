from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.commitment import Representative
from agreements.models.field import Field
from agreements.models.publication import Publication, Publishable, PublishableQuerySet
from municipalities.models import Municipality
from municipalities.permissions import can_register
from provenance.dates import FirstDay, LastDay, PartialDateField
from provenance.models import Record
from provenance.triggers import FirstTranslation, Logged, NoTruncate


class JointProjectQuerySet(PublishableQuerySet):
    def public(self):
        """Published, and of no agreement or a published one."""
        return (
            super().public().filter(models.Q(agreement=None) | models.Q(agreement__publication=Publication.PUBLISHED))
        )

    def withdrawn(self):
        return self.once_public().filter(publication=Publication.WITHDRAWN)

    def once_public(self):
        """Not those of an agreement that never was public: they never were so either."""
        return super().once_public().exclude(agreement__publication__in=[Publication.DRAFT, Publication.SUBMITTED])

    def of_own(self, user):
        """Those of the user's own municipalities, in whatever role; all of them for the registrar."""
        if user.is_authenticated and can_register(user):
            return self
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self._of(user.memberships, Agreement.objects.of_own(user))

    def editable_by(self, user):
        """Those of which a municipality is a partner whose editor the user is, or of an agreement that they edit."""
        if user.is_authenticated and can_register(user):
            return self
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self._of(user.memberships.editing(), Agreement.objects.editable_by(user))

    def _of(self, memberships, agreements):
        partner = ProjectPartner.objects.filter(
            project=models.OuterRef("pk"), municipality__in=memberships.values("municipality")
        )
        return self.filter(models.Exists(partner) | models.Q(agreement__in=agreements))

    def with_partners(self):
        return self.prefetch_related(
            models.Prefetch("partners", ProjectPartner.objects.select_related("municipality").order_by("role", "pk"))
        )


class JointProject(Publishable):
    """A project that municipalities carry out together, under an agreement or without one."""

    class Status(models.TextChoices):
        """The activity status codes of IATI."""

        PIPELINE = "1", _("in preparation")
        IMPLEMENTATION = "2", _("under way")
        FINALISATION = "3", _("being finalised")
        CLOSED = "4", _("closed")
        CANCELLED = "5", _("cancelled")
        SUSPENDED = "6", _("suspended")

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name=_("agreement"), null=True, blank=True, related_name="projects"
    )
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    original_language = models.CharField(_("original language"), max_length=12, blank=True, help_text=_("BCP 47."))
    programme = models.CharField(_("programme"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=1, choices=Status)
    planned_start = PartialDateField(_("planned start"))
    planned_end = PartialDateField(_("planned end"))
    actual_start = PartialDateField(_("actual start"))
    actual_end = PartialDateField(_("actual end"))
    budget = models.DecimalField(
        _("budget"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        help_text=_("ISO 4217, such as EUR or MKD."),
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Three capital letters, such as EUR."))],
    )
    funder = models.CharField(_("funder"), max_length=250, blank=True)
    results = models.TextField(_("results"), blank=True)
    sdgs = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(17)]),
        verbose_name=_("sustainable development goals"),
        default=list,
        blank=True,
        help_text=_("Numbers of the United Nations' goals, 1 to 17."),
    )
    fields = models.ManyToManyField(
        Field, verbose_name=_("fields of cooperation"), through="ProjectField", related_name="projects"
    )

    objects = JointProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint project")
        verbose_name_plural = _("joint projects")
        indexes = [models.Index(fields=["actual_start", "id"], name="project_by_start")]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=models.lookups.LessThanOrEqual(FirstDay("planned_start"), LastDay("planned_end")),
                name="project_planned_in_order",
                violation_error_message=_("A project cannot be planned to end before it starts."),
            ),
            models.CheckConstraint(
                condition=models.lookups.LessThanOrEqual(FirstDay("actual_start"), LastDay("actual_end")),
                name="project_in_order",
                violation_error_message=_("A project cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(budget=None) & models.Q(currency="")
                | models.Q(budget__isnull=False, budget__gte=0, currency__regex=r"^[A-Z]{3}$"),
                name="project_budget_in_a_currency",
                violation_error_message=_("A budget needs its currency, and a currency its budget."),
            ),
        ]
        triggers = [
            Logged(
                public=[
                    *Publishable.PUBLIC_COLUMNS, "agreement", "title", "summary", "original_language", "programme",
                    "status", "planned_start", "planned_end", "actual_start", "actual_end", "budget", "currency",
                    "funder", "results", "sdgs",
                ],
                private=Publishable.PRIVATE_COLUMNS,
            ),
            FirstTranslation("title", "summary", "results"), NoTruncate(),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class ProjectPartner(Record):
    """A municipality's part in a joint project, and who supervises it there."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead partner")
        PARTNER = "partner", _("partner")

    project = models.ForeignKey(JointProject, models.CASCADE, verbose_name=_("joint project"), related_name="partners")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("municipality"), related_name="project_roles"
    )
    role = models.CharField(_("role"), max_length=7, choices=Role, default=Role.PARTNER)
    supervisor = models.ForeignKey(
        Representative,
        models.SET_NULL,
        verbose_name=_("supervising representative"),
        null=True,
        blank=True,
        related_name="supervised_projects",
    )

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "municipality"],
                name="project_partner_once",
                violation_error_message=_("The municipality is a partner already."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(role="lead"),
                name="project_one_lead",
                violation_error_message=_("The project has a lead partner already."),
            ),
        ]
        triggers = [Logged(public=["project", "municipality", "role", "supervisor"]), NoTruncate()]

    def __str__(self):
        return str(self.municipality)


class ProjectField(Record):
    """A joint project's field of cooperation."""

    project = models.ForeignKey(
        JointProject, models.CASCADE, verbose_name=_("joint project"), related_name="field_links"
    )
    field = models.ForeignKey(Field, models.PROTECT, verbose_name=_("field"), related_name="project_links")

    class Meta:
        verbose_name = _("field of the project")
        verbose_name_plural = _("fields of the project")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "field"],
                name="project_field_once",
                violation_error_message=_("The project has this field already."),
            )
        ]
        triggers = [Logged(public=["project", "field"]), NoTruncate()]

    def __str__(self):
        return str(self.field)

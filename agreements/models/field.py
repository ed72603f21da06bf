from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from municipalities.folding import Fold
from provenance.models import Record
from provenance.triggers import FirstTranslation, Logged, NoTruncate


class SubjectQuerySet(models.QuerySet):
    def public(self):
        """What agreements are about, and under which networks they came about: all of them."""
        return self


NAMES = Fold(Concat("name_en", Value(" "), "name_sq", Value(" "), "name_mk"))


class Field(Record):
    """A field of cooperation, such as culture or the environment, with the UN goals that it serves."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    sdgs = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(17)]),
        verbose_name=_("sustainable development goals"),
        default=list,
        blank=True,
        help_text=_("Numbers of the United Nations' goals, 1 to 17."),
    )

    # What a field is found by, in all languages
    folded = models.GeneratedField(
        verbose_name=_("folded names"), expression=NAMES, output_field=models.TextField(), db_persist=True
    )

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("field of cooperation")
        verbose_name_plural = _("fields of cooperation")
        triggers = [Logged(public=["code", "name", "sdgs"]), FirstTranslation("name"), NoTruncate()]

    def __str__(self):
        return self.name


class Network(Record):
    """An international network under which agreements come about; not every source names it."""

    name = models.CharField(_("name"), max_length=250)
    is_named = models.BooleanField(
        _("named by the source"),
        default=True,
        help_text=_("Off where a source speaks of a network without its name."),
    )
    website = models.URLField(_("website"), max_length=500, blank=True)

    folded = models.GeneratedField(
        verbose_name=_("folded names"), expression=NAMES, output_field=models.TextField(), db_persist=True
    )

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        triggers = [Logged(public=["name", "is_named", "website"]), FirstTranslation("name"), NoTruncate()]

    def __str__(self):
        return self.name


class AgreementField(Record):
    """An agreement's field of cooperation."""

    agreement = models.ForeignKey("Agreement", models.CASCADE, verbose_name=_("agreement"), related_name="field_links")
    field = models.ForeignKey(Field, models.PROTECT, verbose_name=_("field"), related_name="agreement_links")

    class Meta:
        verbose_name = _("field of the agreement")
        verbose_name_plural = _("fields of the agreement")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "field"],
                name="agreement_field_once",
                violation_error_message=_("The agreement has this field already."),
            )
        ]
        indexes = [models.Index(fields=["field", "-agreement"], name="agreement_field_latest")]
        triggers = [Logged(public=["agreement", "field"]), NoTruncate()]

    def __str__(self):
        return str(self.field)


class AgreementNetwork(Record):
    """A network under which an agreement came about."""

    agreement = models.ForeignKey(
        "Agreement", models.CASCADE, verbose_name=_("agreement"), related_name="network_links"
    )
    network = models.ForeignKey(Network, models.PROTECT, verbose_name=_("network"), related_name="agreement_links")

    class Meta:
        verbose_name = _("network of the agreement")
        verbose_name_plural = _("networks of the agreement")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "network"],
                name="agreement_network_once",
                violation_error_message=_("The agreement has this network already."),
            )
        ]
        triggers = [Logged(public=["agreement", "network"]), NoTruncate()]

    def __str__(self):
        return str(self.network)

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.field import Field
from agreements.models.publication import Publishable, PublishableQuerySet
from municipalities.models import Municipality
from provenance.dates import PartialDateField
from provenance.models import Record
from provenance.triggers import FirstTranslation, Logged, NoTruncate


class GoodPracticeQuerySet(PublishableQuerySet):
    def of_own(self, user):
        """Those of the user's own municipalities, in whatever role; all of them for the registrar."""
        return self.filter(owner__in=Municipality.objects.of_own(user))

    def editable_by(self, user):
        return self.filter(owner__in=Municipality.objects.editable_by(user))


class GoodPractice(Publishable):
    """An answer to a local challenge that others may take up: the problem, the solution, what shows that it works."""

    owner = models.ForeignKey(Municipality, models.PROTECT, verbose_name=_("owner"), related_name="practices")
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name=_("agreement"), null=True, blank=True, related_name="practices",
        help_text=_("The agreement under which it was shared."),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=250)
    problem = models.TextField(_("problem"))
    solution = models.TextField(_("solution"))
    evidence = models.TextField(_("evidence"), blank=True)
    original_language = models.CharField(_("original language"), max_length=12, blank=True, help_text=_("BCP 47."))
    fields = models.ManyToManyField(
        Field, verbose_name=_("fields of cooperation"), through="PracticeField", related_name="practices"
    )

    objects = GoodPracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        constraints = [*Publishable.Meta.constraints]
        triggers = [
            Logged(
                public=[
                    *Publishable.PUBLIC_COLUMNS, "owner", "agreement", "title", "problem", "solution", "evidence",
                    "original_language",
                ],
                private=Publishable.PRIVATE_COLUMNS,
            ),
            FirstTranslation("title", "problem", "solution", "evidence"), NoTruncate(),
        ]  # fmt: skip

    def __str__(self):
        return self.title


class PracticeField(Record):
    """A good practice's field of cooperation."""

    practice = models.ForeignKey(
        GoodPractice, models.CASCADE, verbose_name=_("good practice"), related_name="field_links"
    )
    field = models.ForeignKey(Field, models.PROTECT, verbose_name=_("field"), related_name="practice_links")

    class Meta:
        verbose_name = _("field of the practice")
        verbose_name_plural = _("fields of the practice")
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "field"],
                name="practice_field_once",
                violation_error_message=_("The practice has this field already."),
            )
        ]
        triggers = [Logged(public=["practice", "field"]), NoTruncate()]

    def __str__(self):
        return str(self.field)


class Adoption(Record):
    """That a municipality took up another's good practice."""

    practice = models.ForeignKey(
        GoodPractice, models.CASCADE, verbose_name=_("good practice"), related_name="adoptions"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("adopted by"), related_name="adoptions"
    )
    adopted_on = PartialDateField(_("adopted on"))

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "municipality"],
                name="adoption_once",
                violation_error_message=_("The municipality has adopted it already."),
            )
        ]
        triggers = [Logged(public=["practice", "municipality", "adopted_on"]), NoTruncate()]

    def __str__(self):
        return str(self.municipality)

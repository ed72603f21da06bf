from django.db import models
from django.utils.translation import gettext_lazy as _

from municipalities.models.municipality import Municipality
from provenance.models import Record
from provenance.triggers import FirstTranslation, Logged, NoTruncate


class Institution(Record):
    """A school, museum, chamber, association ... of a municipality, which may work with one abroad."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school or university")
        CULTURE = "culture", _("museum, library or theatre")
        CHAMBER = "chamber", _("chamber of commerce")
        ASSOCIATION = "association", _("association or club")
        ENTERPRISE = "enterprise", _("public enterprise")
        OFFICE = "office", _("office of the municipality")
        OTHER = "other", _("other")

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("municipality"), related_name="institutions"
    )
    name = models.CharField(_("name"), max_length=250)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.OTHER)
    website = models.URLField(_("website"), max_length=500, blank=True)
    contact = models.TextField(_("contact"), blank=True, help_text=_("For the register only; never public."))

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        triggers = [
            Logged(public=["municipality", "name", "kind", "website"], private=["contact"]),
            FirstTranslation("name"),
            NoTruncate(),
        ]

    def __str__(self):
        return self.name

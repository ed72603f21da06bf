from django.db import models
from django.utils.translation import gettext_lazy as _

from provenance.dates import PartialDateField
from provenance.models.record import Record
from provenance.triggers import Logged, NoTruncate


class CitationQuerySet(models.QuerySet):
    def about(self, *records):
        """The sources of these records (all of one model or of several)."""
        by_model = {}
        for record in records:
            by_model.setdefault(record._meta.label_lower, []).append(record.uid)
        place = models.Q(pk__in=[])
        for model, uids in by_model.items():
            place |= models.Q(model=model, record__in=uids)
        return self.filter(place)


class Citation(Record):
    """Where a fact comes from: a source, what it says, and in which words.

    Addressed like the log, by model and uid; `field` names the fact (`title`, `since`, `signatory_name`) and is
    empty where the source bears the record as a whole. `value` is what this source says the fact is: sources
    that differ are all kept.
    """

    class Grade(models.TextChoices):
        """How near the source is to the deed, nearest first."""

        SIGNED_TEXT = "signed_text", _("signed text")
        GAZETTE = "gazette", _("official gazette")
        MUNICIPAL_SITE = "municipal_site", _("municipality's own site")
        ASSOCIATION = "association", _("association's register")
        PRESS = "press", _("press")
        OPEN_DATA = "open_data", _("open data")

    model = models.CharField(_("kind of record"), max_length=64)
    record = models.UUIDField(_("record"))
    field = models.CharField(_("fact"), max_length=64, blank=True)
    value = models.CharField(_("what the source says"), max_length=500, blank=True)
    grade = models.CharField(_("grade"), max_length=16, choices=Grade)
    publisher = models.CharField(_("publisher"), max_length=250, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    published_on = PartialDateField(_("published on"))
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)
    quote = models.TextField(_("quote"), blank=True)
    quote_language = models.CharField(
        _("language of the quote"), max_length=12, blank=True, help_text=_("BCP 47, such as sq or mk.")
    )
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    source = models.CharField(
        _("data source"), max_length=64, blank=True, help_text=_("The key of an imported data set.")
    )
    source_row = models.CharField(_("row in the data source"), max_length=250, blank=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        indexes = [models.Index(fields=["record", "model"], name="citation_of_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "record", "field", "source", "source_row"],
                condition=~models.Q(source_row=""),
                name="citation_row_once",
                violation_error_message=_("This row of the source is cited already."),
            ),
            models.CheckConstraint(
                condition=~(models.Q(publisher="") & models.Q(title="") & models.Q(url="") & models.Q(source="")),
                name="citation_names_a_source",
                violation_error_message=_("A citation names its source: publisher, title, address or data set."),
            ),
        ]
        triggers = [
            Logged(
                public=[
                    "model", "record", "field", "value", "grade", "publisher", "title", "url", "published_on",
                    "retrieved_on", "quote", "quote_language", "licence", "source", "source_row",
                ]
            ),
            NoTruncate(),
        ]  # fmt: skip

    def __str__(self):
        return self.title or self.publisher or self.url or self.source

from collections.abc import Iterable

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from municipalities.folding import Fold
from municipalities.models.municipality import Municipality
from municipalities.pictures import PictureField
from provenance.dates import FirstDay, LastDay, PartialDate, PartialDateField, lies_within
from provenance.models import Record
from provenance.triggers import Logged, NoTruncate


class CertainDays(models.Func):
    """The days that a term of office certainly covers; none where its start or end is not known."""

    function = "certain_days"
    output_field = DateRangeField()


class MayorQuerySet(models.QuerySet):
    def public(self):
        return self

    def as_of(self, day):
        """The terms that may cover the day: neither over before it nor begun after it; all where `day` is None."""
        if day is None:
            return self
        return self.filter(lies_within("starts_on", "ends_on", day))

    def in_time(self):
        """Latest terms first, by their start, or else their end; terms of unknown dates last."""
        return self.order_by(Coalesce(FirstDay("starts_on"), LastDay("ends_on")).desc(nulls_last=True), "name", "pk")


class Mayor(Record):
    """One term of office of a mayor.

    A start or end may be a day, a month or a year, or not known; an end may also not have come yet (`ongoing`).
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("municipality"), related_name="mayors"
    )
    name = models.CharField(_("name"), max_length=200)
    # What a mayor is found and sorted by, in any script
    folded = models.GeneratedField(
        verbose_name=_("folded name"), expression=Fold("name"), output_field=models.TextField(), db_persist=True
    )
    starts_on = PartialDateField(_("start of the term"))
    ends_on = PartialDateField(_("end of the term"))
    ongoing = models.BooleanField(_("in office"), default=False, help_text=_("The term has not ended."))
    acting = models.BooleanField(_("acting"), default=False, help_text=_("Stands in for the elected mayor."))
    wikidata_qid = models.CharField(
        _("Wikidata item"),
        max_length=15,
        blank=True,
        validators=[RegexValidator(r"^Q[1-9][0-9]{0,13}\Z", _("Such as Q993444."))],
    )
    photo = PictureField(_("photograph"), upload_to="mayors/", blank=True)
    photo_credit = models.CharField(_("credit of the photograph"), max_length=250, blank=True)

    objects = MayorQuerySet.as_manager()

    class Meta:
        verbose_name = _("mayor")
        verbose_name_plural = _("mayors")
        # Checked in this order: dates in the wrong order are told as such, not as a collision.
        constraints = [
            models.CheckConstraint(
                condition=models.lookups.LessThanOrEqual(FirstDay("starts_on"), LastDay("ends_on")),
                name="mayor_term_in_order",
                violation_error_message=_("A term cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(ongoing=False) | models.Q(ends_on=None),
                name="mayor_term_ongoing_or_ended",
                violation_error_message=_("A term that has ended is not ongoing."),
            ),
            ExclusionConstraint(
                name="mayor_one_at_a_time",
                expressions=[
                    ("municipality", RangeOperators.EQUAL),
                    (CertainDays("starts_on", "ends_on", "ongoing"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(acting=False),
                violation_error_message=_("The municipality has another mayor on some of these days."),
            ),
        ]
        indexes = [
            models.Index(fields=["name"], name="mayor_name"),
            models.Index(fields=["folded", "id"], name="mayor_by_name"),
            models.Index(fields=["starts_on", "id"], name="mayor_by_start"),
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="mayor_trigrams"),
            GinIndex(SearchVector("folded", config="simple"), name="mayor_words"),
        ]
        triggers = [
            Logged(
                public=[
                    "municipality", "name", "starts_on", "ends_on", "ongoing", "acting", "wikidata_qid", "photo",
                    "photo_credit",
                ]
            ),
            NoTruncate(),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def was_in_office(self, date: PartialDate, terms: Iterable["Mayor"] = ()) -> bool | None:
        """Whether the term covers the date: certainly, certainly not, or None where the dates do not tell.

        A year in the middle of which the term began does not tell, nor does a term of which an end is not known;
        but that is over once another of the municipality's `terms` has begun.
        """
        if (self.starts_on and date.last < self.starts_on.first) or (self.ends_on and self.ends_on.last < date.first):
            return False
        begun = self.starts_on is not None and self.starts_on.last <= date.first
        lasted = self.ongoing or (self.ends_on is not None and date.last <= self.ends_on.first)
        if begun and lasted:
            return True
        return False if any(self._ended_with(other, date) for other in terms) else None

    def _ended_with(self, other: "Mayor", date: PartialDate) -> bool:
        """Whether this term, of unknown end, was over by the date because the other, a later one, had begun."""
        if self.ongoing or self.ends_on or not (self.starts_on and other.starts_on) or other.acting:
            return False
        return self.starts_on.last < other.starts_on.first <= date.first

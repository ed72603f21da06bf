from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from provenance.dates import PartialDateField


class AgreementFacets(models.Model):
    """What agreements are counted by, in one narrow row each. Kept by the database, never written here.

    Counting a long list walks these rows instead of records, parties, acts and sources. What changes with the day
    alone stands elsewhere (`StatusPeriod`) or follows from what stands here (liveness, from `activity_days`).
    """

    # The database deletes it with its agreement.
    agreement = models.OneToOneField(
        "Agreement", models.DO_NOTHING, primary_key=True, related_name="facets", db_constraint=False
    )
    form = models.CharField(max_length=13)
    # The keys of its parties' municipalities, and their countries (ISO 3166-1), each once; sorted
    municipalities = ArrayField(models.BigIntegerField(), default=list)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    # The keys of its fields of cooperation, sorted
    fields = ArrayField(models.BigIntegerField(), default=list)
    # Its earliest signature or entry into force, and the decade of that: 1980 for 1980 to 1989. NULL is not known
    since = PartialDateField()
    decade = models.SmallIntegerField(null=True)
    # `Citation.Grade` of the best source of the agreement itself, its parties or its acts; empty where they have none
    grade = models.CharField(max_length=16)
    # The last day of each of its activities that has a date, sorted
    activity_days = ArrayField(models.DateField(), default=list)
    # One of its parties recorded it; one of them has confirmed or disputed it
    is_claimed = models.BooleanField(default=False)
    is_spoken_for = models.BooleanField(default=False)

    class Meta:
        indexes = [
            GinIndex(fields=["countries"], name="agreement_countries"),
            models.Index(fields=["since", "agreement"], name="agreement_facets_since"),
            models.Index(fields=["grade", "-agreement"], name="agreement_grade"),
            models.Index(fields=["decade", "-agreement"], name="agreement_decade"),
            models.Index(
                fields=["agreement"], condition=models.Q(activity_days__gt=[]), name="agreement_with_activities"
            ),
            models.Index(fields=["agreement"], condition=models.Q(is_spoken_for=True), name="agreement_spoken_for"),
        ]
        default_permissions = ()

    def __str__(self):
        return str(self.agreement_id)

"""How many agreements there are of each kind: what a list can be narrowed by, counted over what was found.

The counts of a facet hold for the list as narrowed by all others, but not by the facet itself: so each says how many
would be found if that value were chosen as well. They are counted over the rows that the database keeps for it
(`AgreementFacets`), in one pass for all facets of one value each, and one for each facet of several.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Count, DateField, F, FilteredRelation, Func, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from agreements.confirmation import CONFIRMATION, Badge
from agreements.liveness import DORMANT_AFTER_MONTHS, QUIET_AFTER_MONTHS, Liveness
from agreements.models import AgreementNetwork, Party

MOST_MUNICIPALITIES = 8
# What the filter of a facet takes where the register knows no value.
UNKNOWN = "unknown"


class LivenessOn(Func):
    """`agreements.liveness` of the days of activities, on a day; a test holds the two against each other."""

    # By PostgreSQL's calendar, which ends months as `months_after` does
    template = """(
        SELECT CASE
            WHEN latest IS NULL THEN '%(unknown)s'
            WHEN on_day <= (latest + interval '%(quiet_after)s months')::date THEN '%(active)s'
            WHEN on_day <= (latest + interval '%(dormant_after)s months')::date THEN '%(quiet)s'
            ELSE '%(dormant)s'
        END
        FROM (SELECT %(expressions)s) AS given (days, on_day)
        CROSS JOIN LATERAL (SELECT max(day) AS latest FROM unnest(days) AS day WHERE day <= on_day) AS activity
    )"""
    words = {
        "quiet_after": QUIET_AFTER_MONTHS,
        "dormant_after": DORMANT_AFTER_MONTHS,
        **{liveness.value: liveness.value for liveness in Liveness},
    }
    arity = 2
    output_field = CharField()

    def as_sql(self, compiler, connection, **extra_context):
        return super().as_sql(compiler, connection, **self.words, **extra_context)


def liveness_on(day: dt.date) -> Case:
    """Of an agreement, on the day: a value of `Liveness`."""
    return Case(
        When(facets__activity_days=[], then=Value(Liveness.UNKNOWN.value)),
        default=LivenessOn(F("facets__activity_days"), Cast(Value(day), DateField())),
        output_field=CharField(),
    )


def with_liveness(agreements: QuerySet, wanted: list[str], day: dt.date) -> QuerySet:
    """Those that have one of these on the day."""
    if Liveness.UNKNOWN not in wanted:
        # They are few among many, and have an index of their own.
        agreements = agreements.filter(facets__activity_days__gt=[])
    return agreements.alias(liveness=liveness_on(day)).filter(liveness__in=wanted)


def with_badges(agreements: QuerySet, badges: list[str]) -> QuerySet:
    """Those that bear one of these badges."""
    silent = {Badge.CLAIMED: True, Badge.UNCONFIRMED: False}
    of_silent = Q(facets__is_spoken_for=False, facets__is_claimed__in=[silent[one] for one in badges if one in silent])
    return agreements.alias(badge=CONFIRMATION).filter(of_silent | Q(facets__is_spoken_for=True, badge__in=badges))


class Unnest(Func):
    """The elements of an array, a row each."""

    function = "unnest"
    set_returning = True


@dataclass
class Facets:
    """`total` agreements were found; `counts`: facet → value → how many.

    The values are those that the filter of the same name takes; municipalities, fields and networks by their primary
    keys.
    """

    total: int = 0
    counts: dict[str, dict] = field(default_factory=dict)


# Facets of which each agreement has one value.
OF_ONE_VALUE = ("form", "status", "liveness", "confirmation", "decade", "grade")


def facets(
    narrowed: Callable[[Collection[str]], QuerySet], chosen: dict[str, list[str]], as_of: dt.date | None
) -> Facets:
    """The counts of a list: `narrowed(without)` are its agreements, filtered by all keys but those; `chosen` its keys.

    Four queries, and one of networks where one is chosen: few agreements have any. Beside them, `narrowed` asks each
    time what its filters must know first, such as the keys of fields. The query of all facets of one value brings how
    often each combination of them occurs, among which those that are chosen are counted here.
    """
    day = as_of or localdate()
    combinations = (
        narrowed(OF_ONE_VALUE)
        .alias(period=FilteredRelation("status_periods", condition=Q(status_periods__days__contains=day)))
        .annotate(status=F("period__status"), liveness=liveness_on(day), badge=CONFIRMATION)
        .order_by()
        .values_list("facets__form", "status", "liveness", "badge", "facets__decade", "facets__grade")
        .annotate(number=Count("pk"))
    )
    found = Facets(counts={key: Counter() for key in OF_ONE_VALUE})
    for form, status, alive, badge, decade, grade, number in combinations:
        # What has no date is a decade of its own; what has not begun has no status, not even an unknown one.
        decade = UNKNOWN if decade is None else str(decade)
        values = [form, status, alive, badge, decade, grade]
        missed = [key for key, value in zip(OF_ONE_VALUE, values, strict=True) if value not in chosen.get(key, [value])]
        for key, value in zip(OF_ONE_VALUE, values, strict=True):
            # An agreement without sources has no best one.
            if value and (not missed or missed == [key]):
                found.counts[key][value] += number
        if not missed:
            found.total += number
    found.counts["field"] = _elements(narrowed(["field"]), "facets__fields")
    if chosen.get("network"):
        links = AgreementNetwork.objects.filter(agreement__in=narrowed(["network"])).order_by().values_list("network")
        found.counts["network"] = dict(links.annotate(number=Count("pk")).order_by("-number", "network"))
    if as_of:
        parties = Party.objects.as_of(as_of).order_by()
        countries = parties.filter(agreement__in=narrowed(["country"])).values_list("municipality__country")
        municipalities = parties.filter(agreement__in=narrowed(["municipality"])).values_list("municipality")
        counted = countries.annotate(number=Count("agreement", distinct=True))
        found.counts["country"] = dict(counted.order_by("-number", "municipality__country"))
        counted = municipalities.annotate(number=Count("agreement", distinct=True)).order_by("-number", "municipality")
        found.counts["municipality"] = dict(counted[:MOST_MUNICIPALITIES])
    else:
        found.counts["country"] = _elements(narrowed(["country"]), "facets__countries")
        found.counts["municipality"] = _elements(
            narrowed(["municipality"]), "facets__municipalities", MOST_MUNICIPALITIES
        )
    return found


def _elements(agreements: QuerySet, column: str, most: int | None = None) -> dict:
    """How often each element of the arrays in this column occurs; the most frequent of them."""
    elements = agreements.order_by().annotate(element=Unnest(column)).values_list("element")
    return dict(elements.annotate(number=Count("pk")).order_by("-number", "element")[:most])

"""The numbers behind the overview: counted by the database in few queries, for a day; plain lists, to be kept.

`agreements` is what is counted: the public agreements, or those of them that were there on a day that was asked for.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from itertools import combinations_with_replacement

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, DateField, Func, Q, QuerySet, Value, When
from django.db.models.functions import Left
from django.db.models.lookups import GreaterThanOrEqual

from agreements.confirmation import CONFIRMATION, Badge
from agreements.ledger import Keeping, MonthsAfter, with_keeping
from agreements.liveness import DORMANT_AFTER_MONTHS, QUIET_AFTER_MONTHS, Liveness
from agreements.models import (
    Agreement,
    AgreementFacets,
    AgreementField,
    Commitment,
    Document,
    LegalStatus,
    Party,
    StatusPeriod,
)
from pages.day import Day
from provenance.kept import kept
from provenance.models import Citation


def figures(day: Day) -> dict:
    """Everything that the overview shows, kept for each version of the register."""

    def counted():
        agreements = Agreement.objects.public().as_of(day.as_of)
        return {
            "years": by_year(agreements),
            "status": by_status(agreements, day.on),
            "liveness": by_liveness(agreements, day.on),
            "keeping": by_keeping(agreements, day.on),
            "confirmation": by_confirmation(agreements),
            "fields": by_field(agreements),
            "countries": by_countries(agreements, day.as_of),
            "completeness": completeness(agreements, day.as_of),
            "stated": by_number_of_sources(agreements),
            "sources": by_source(),
        }

    return kept(("overview", day.as_of, day.on), counted)


def by_year(agreements: QuerySet) -> list:
    """(year of the first signature or entry into force, or None; form; number)."""
    rows = agreements.order_by().values_list(Left("search__since", 4), "form").annotate(Count("pk"))
    found = [(int(year) if year else None, form, number) for year, form, number in rows]
    return sorted(found, key=lambda row: (row[0] or 9999, row[1]))  # else the planner's whim shows


def by_status(agreements: QuerySet, on: dt.date) -> list:
    """(legal status on the day, number); "" for those that had not begun."""
    periods = StatusPeriod.objects.filter(days__contains=on, agreement__in=agreements)
    counted = dict(periods.order_by().values_list("status").annotate(Count("pk")))
    begun = sum(counted.values())
    return [*((status, counted.get(status, 0)) for status in LegalStatus.values), ("", agreements.count() - begun)]


class LastDayUntil(Func):
    """The last of an array of days that is not after a day; NULL where there is none."""

    template = "(SELECT max(one) FROM unnest(%(expressions)s) AS one WHERE one <= %(day)s)"
    output_field = DateField()

    def as_sql(self, compiler, connection, **extra_context):
        array, parameters = compiler.compile(self.source_expressions[0])
        day, more = compiler.compile(self.source_expressions[1])
        return self.template % {"expressions": array, "day": day}, (*parameters, *more)


def by_liveness(agreements: QuerySet, on: dt.date) -> list:
    """(liveness on the day, number)."""

    def until(months):
        return GreaterThanOrEqual(MonthsAfter("last", Value(months)), on)

    rows = (
        AgreementFacets.objects.filter(agreement__in=agreements)
        .exclude(activity_days=[])
        .annotate(last=LastDayUntil("activity_days", Value(on)))
        .exclude(last=None)
        .annotate(
            liveness=Case(
                When(until(QUIET_AFTER_MONTHS), then=Value(Liveness.ACTIVE)),
                When(until(DORMANT_AFTER_MONTHS), then=Value(Liveness.QUIET)),
                default=Value(Liveness.DORMANT),
            )
        )
        .order_by()
        .values_list("liveness")
        .annotate(Count("pk"))
    )
    counted = dict(rows)
    counted[Liveness.UNKNOWN] = agreements.count() - sum(counted.values())
    return [(liveness, counted.get(liveness, 0)) for liveness in Liveness.values]


def by_confirmation(agreements: QuerySet) -> list:
    """(`Badge`, number), by what the parties have said until now."""
    counted = dict(agreements.order_by().annotate(badge=CONFIRMATION).values_list("badge").annotate(Count("pk")))
    return [(badge, counted.get(badge, 0)) for badge in Badge.LABELS]


def by_field(agreements: QuerySet) -> list:
    """(key of the field, number), the most frequent first; an agreement may have several."""
    links = AgreementField.objects.filter(agreement__in=agreements)
    return list(links.order_by().values_list("field").annotate(n=Count("pk")).order_by("-n", "field"))


def by_countries(agreements: QuerySet, as_of: dt.date | None = None) -> list:
    """(country, country, number of agreements in which both are): of one country alone, the country with itself."""
    if as_of is None:
        rows = AgreementFacets.objects.filter(agreement__in=agreements).order_by().values_list("countries")
        counted = rows.annotate(Count("pk"))
    else:
        counted = _countries_on(agreements, as_of)
    pairs = Counter()
    for countries, number in counted:
        if len(countries) == 1:
            pairs[countries[0], countries[0]] += number
        for one, other in combinations_with_replacement(countries, 2):
            if one != other:
                pairs[one, other] += number
    return [(*pair, number) for pair, number in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))]


def _countries_on(agreements: QuerySet, day: dt.date) -> Iterable[tuple]:
    """(countries, number of agreements) of those who were parties on the day; who was alone is joined with nobody."""
    parties = Party.objects.filter(agreement__in=agreements).as_of(day).order_by().values("agreement")
    found = parties.annotate(number=Count("pk"), countries=ArrayAgg("municipality__country", distinct=True))
    joined = found.filter(number__gt=1).values_list("countries", flat=True)
    return Counter(tuple(sorted(countries)) for countries in joined).items()


def by_keeping(agreements: QuerySet, on: dt.date) -> list:
    """(`Keeping` on the day, number of commitments)."""
    commitments = with_keeping(Commitment.objects.filter(agreement__in=agreements), on=on)
    counted = dict(commitments.order_by().values_list("keeping").annotate(Count("pk")))
    return [(state, counted[state]) for state in Keeping.values if state in counted]


def completeness(agreements: QuerySet, as_of: dt.date | None = None) -> list:
    """(fact, number of agreements of which it is known)."""
    parties = Party.objects.as_of(as_of)

    def having(rows, **conditions):
        return rows.filter(agreement__in=agreements, **conditions).aggregate(number=Count("agreement", distinct=True))[
            "number"
        ]

    facets = AgreementFacets.objects.filter(agreement__in=agreements).aggregate(
        source=Count("pk", filter=~Q(grade="")),
        near_source=Count("pk", filter=~Q(grade__in=["", Citation.Grade.OPEN_DATA])),
        fields=Count("pk", filter=~Q(fields=[])),
        activities=Count("pk", filter=~Q(activity_days=[])),
        word=Count("pk", filter=Q(is_spoken_for=True)),
    )
    own = agreements.aggregate(
        number=Count("pk"),
        since=Count("search__since"),
        title=Count("pk", filter=~Q(title="")),
        term=Count("pk", filter=~Q(term=Agreement.Term.UNKNOWN)),
    )
    return [
        ("source", facets["source"]),
        ("places", own["number"] - having(parties, municipality__latitude=None)),
        ("since", own["since"]),
        ("near_source", facets["near_source"]),
        ("title", own["title"]),
        ("signatory", having(parties, signatory_name__gt="")),
        ("term", own["term"]),
        ("fields", facets["fields"]),
        ("commitments", having(Commitment.objects)),
        ("activities", facets["activities"]),
        ("documents", having(Document.objects, is_public=True)),
        ("word", facets["word"]),
    ]


def by_number_of_sources(agreements: QuerySet) -> list:
    """(number of data sets that state an agreement, number of agreements), for those that data sets state."""
    stated = (
        Citation.objects.filter(model=Agreement._meta.label_lower, record__in=agreements.values("uid"))
        .exclude(source="")
        .order_by()
        .values("record")
        .annotate(sources=Count("source", distinct=True))
        .values_list("sources", flat=True)
    )
    return sorted(Counter(stated).items())


def by_source() -> list:
    """(data set, "statements" or "agreements", number): what is here of each; each row of it once."""
    own = Agreement.objects.public().values("uid")
    cited = (
        Citation.objects.filter(model=Agreement._meta.label_lower, record__in=own)
        .exclude(source="")
        .exclude(source_row="")
        .order_by()
        .values_list("source")
        .annotate(statements=Count("source_row", distinct=True), agreements=Count("record", distinct=True))
        .order_by("-statements", "source")
    )
    return [
        row
        for source, statements, agreements in cited
        for row in ((source, "statements", statements), (source, "agreements", agreements))
    ]

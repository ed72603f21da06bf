"""How agreements and joint projects are found: full text first; where that finds nothing, by names that look alike.

Both ask tables that the database keeps folded, so that case, accents and alphabets do not matter.
"""

from django.contrib.postgres.search import SearchRank
from django.db.models import Exists, F, OuterRef, QuerySet

from agreements.models import Party
from municipalities.models import Municipality
from municipalities.search import alike, called, full_text_query


def matching(records: QuerySet, text: str) -> QuerySet:
    """Agreements or projects whose search document holds every word of the text; the last may be unfinished."""
    query = full_text_query(text)
    if query is None:
        return records.none()
    return records.filter(search__document=query)


def ranked(agreements: QuerySet, text: str) -> QuerySet:
    """The same, best first: a party that is called so, then what its names, titles, promises and fields weigh."""
    query = full_text_query(text)
    if query is None:
        return agreements.none()
    of_called = Party.objects.filter(
        agreement=OuterRef("pk"), municipality__in=called(Municipality.objects.all(), text)
    )
    return (
        agreements.filter(search__document=query)
        .annotate(is_called=Exists(of_called), rank=SearchRank(F("search__document"), query))
        .order_by("-is_called", "-rank", "-pk")
    )


def with_parties_alike(agreements: QuerySet, text: str) -> QuerySet:
    """Agreements of municipalities whose names look like the text: for what is misspelt or inflected."""
    parties = Party.objects.filter(agreement=OuterRef("pk"), municipality__in=alike(text))
    return agreements.filter(Exists(parties))


def found(agreements: QuerySet, text: str) -> QuerySet:
    """What a search box means: the words, or else the names that look alike."""
    exact = matching(agreements, text)
    return exact if exact.exists() else with_parties_alike(agreements, text)

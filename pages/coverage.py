"""How much the register holds, and where it comes from: the numbers of the front page and of the notices."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from agreements.models import Agreement, JointProject, Party
from municipalities.models import Municipality
from pages.cldr import UNKNOWN_COUNTRY


@dataclass(frozen=True)
class Selection:
    """How many of the public agreements were chosen or imported from public data: then they are not all."""

    agreements: int
    from_public_data: int


@dataclass(frozen=True)
class Coverage:
    """Numbers of public records, for the front page."""

    in_force: int
    municipalities: int
    countries: int
    projects: int


def with_agreements():
    """The municipalities that are party to a public agreement."""
    public = Party.objects.filter(agreement__in=Agreement.objects.public(), municipality=OuterRef("pk"))
    return Municipality.objects.filter(Exists(public))


def selection() -> Selection:
    """Counted now, in one query."""
    by_origin = dict(Agreement.objects.public().order_by().values_list("origin").annotate(Count("pk")))
    taken = (Agreement.Origin.SELECTION, Agreement.Origin.IMPORT)
    return Selection(sum(by_origin.values()), sum(by_origin.get(origin, 0) for origin in taken))


def coverage() -> Coverage:
    """Counted now, in three queries."""
    known = Count("country", distinct=True, filter=~Q(country=UNKNOWN_COUNTRY))
    places = with_agreements().aggregate(municipalities=Count("pk"), countries=known)
    return Coverage(
        in_force=Agreement.objects.public().in_force(timezone.localdate()).count(),
        projects=JointProject.objects.public().count(),
        **places,
    )


def countries() -> list[str]:
    """The countries (ISO 3166-1) of the register's municipalities."""
    return list(Municipality.objects.public().order_by("country").values_list("country", flat=True).distinct())

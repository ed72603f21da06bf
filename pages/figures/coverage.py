"""How much the register holds, and where it comes from: the numbers of the front page and of the notices."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from agreements.models import Agreement, JointProject, Party
from municipalities.models import Municipality
from pages.day import Day
from pages.figures.overview import by_keeping
from pages.wording.cldr import UNKNOWN_COUNTRY
from provenance.kept import kept


@dataclass(frozen=True)
class Selection:
    """How many of the public agreements were chosen or imported from public data: then they are not all."""

    agreements: int
    from_public_data: int


@dataclass(frozen=True)
class Coverage:
    """Numbers of public records on a day, for the front page. `keeping`: (state, number of promises)."""

    agreements: int
    in_force: int
    municipalities: int
    countries: int
    projects: int
    keeping: list


def selection() -> Selection:
    """Counted once for each version of the register."""

    def counted():
        by_origin = dict(Agreement.objects.public().order_by().values_list("origin").annotate(Count("pk")))
        taken = (Agreement.Origin.SELECTION, Agreement.Origin.IMPORT)
        return sum(by_origin.values()), sum(by_origin.get(origin, 0) for origin in taken)

    return Selection(*kept(("selection",), counted))


def coverage(day: Day) -> Coverage:
    """Counted once for each version of the register."""

    def counted():
        agreements = Agreement.objects.public().as_of(day.as_of)
        known = Count("country", distinct=True, filter=~Q(country=UNKNOWN_COUNTRY))
        parties = Party.objects.filter(agreement__in=agreements, municipality=OuterRef("pk")).as_of(day.as_of)
        places = Municipality.objects.filter(Exists(parties)).aggregate(municipalities=Count("pk"), countries=known)
        return {
            "agreements": agreements.count(),
            "in_force": agreements.in_force(day.on).count(),
            "projects": JointProject.objects.public().count(),
            "keeping": by_keeping(agreements, day.on),
            **places,
        }

    return Coverage(**kept(("coverage", day.as_of, day.on), counted))

"""How much the register holds, and where it comes from: the numbers of the front page and of the notices."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Exists, F, OuterRef
from django.db.models.functions import Floor
from django.utils import timezone

from agreements.models import Agreement, JointProject, Party
from municipalities.models import Municipality
from pages.maps import CELL


@dataclass(frozen=True)
class Coverage:
    """Numbers of public records. `by_origin`: agreements by how they came into the register."""

    agreements: int
    in_force: int
    municipalities: int
    countries: int
    projects: int
    by_origin: dict[str, int]

    @property
    def is_selection(self) -> bool:
        """Whether part of the register was chosen or imported, so that it is not the whole truth."""
        return bool(self.from_public_data)

    @property
    def from_public_data(self) -> int:
        return self.by_origin.get(Agreement.Origin.SELECTION, 0) + self.by_origin.get(Agreement.Origin.IMPORT, 0)


def with_agreements():
    """The municipalities that are party to a public agreement."""
    public = Party.objects.filter(agreement__in=Agreement.objects.public(), municipality=OuterRef("pk"))
    return Municipality.objects.filter(Exists(public))


def coverage() -> Coverage:
    """Counted now: four queries."""
    by_origin = dict(Agreement.objects.public().order_by().values_list("origin").annotate(Count("pk")))
    places = with_agreements().aggregate(municipalities=Count("pk"), countries=Count("country", distinct=True))
    return Coverage(
        agreements=sum(by_origin.values()),
        in_force=Agreement.objects.public().in_force(timezone.localdate()).count(),
        projects=JointProject.objects.public().count(),
        by_origin=by_origin,
        **places,
    )


def countries() -> list[str]:
    """The countries (ISO 3166-1) of municipalities with agreements."""
    return list(with_agreements().order_by("country").values_list("country", flat=True).distinct())


def links_between_cells() -> list[tuple]:
    """What the world map draws: (point, point, number of agreements), summed by the database per pair of cells."""
    there = "agreement__parties__municipality__"
    rows = (
        Party.objects.filter(
            agreement__in=Agreement.objects.public(),
            agreement__parties__pk__gt=F("pk"),
            municipality__latitude__isnull=False,
            agreement__parties__municipality__latitude__isnull=False,
        )
        .annotate(
            cell_x=Floor(F("municipality__longitude") / CELL),
            cell_y=Floor(F("municipality__latitude") / CELL),
            other_x=Floor(F(f"{there}longitude") / CELL),
            other_y=Floor(F(f"{there}latitude") / CELL),
        )
        .order_by()
        .values_list("cell_x", "cell_y", "other_x", "other_y")
        .annotate(
            Avg("municipality__longitude"),
            Avg("municipality__latitude"),
            Avg(f"{there}longitude"),
            Avg(f"{there}latitude"),
            Count("agreement", distinct=True),
        )
    )
    return [((x, y), (other_x, other_y), number) for *_cells, x, y, other_x, other_y, number in rows]

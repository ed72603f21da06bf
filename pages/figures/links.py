"""Which places are joined by agreements: what the maps of many agreements show, summed by the database."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Floor

from agreements.models import Agreement, Party
from pages.day import Day
from pages.drawings.bundles import Links, Square, bundle, draw
from pages.drawings.maps import WORLD
from pages.wording.translated import gettext_lazy as _
from provenance.kept import kept

WORLD_SQUARES = 5.0  # degrees
ACROSS = 40  # squares across any other map


@dataclass(frozen=True)
class Stretch:
    """A map of the overview: a rectangle of the world (west, south, east, north, in degrees)."""

    code: str
    name: str
    bounds: tuple[float, float, float, float]


MAPS = {
    stretch.code: stretch
    for stretch in (
        Stretch("world", _("World"), WORLD),
        Stretch("europe", _("Europe"), (-25, 34, 45, 71)),
        Stretch("balkans", _("Balkans"), (13, 34.5, 30, 47.2)),
        Stretch("americas", _("Americas"), (-130, -56, -30, 62)),
        Stretch("africa", _("Africa"), (-20, -36, 55, 38)),
        Stretch("asia-pacific", _("Asia and the Pacific"), (45, -48, 180, 60)),
    )
}


def map_of(day: Day, code: str) -> dict:
    """One map of the overview, with what it shows and what it leaves out; kept for each version of the register."""

    def drawn():
        agreements = Agreement.objects.public().as_of(day.as_of)
        stretch = MAPS[code]
        links = links_between(agreements, stretch.bounds, day.as_of)
        bundled = bundle(links.between)
        return {
            "drawing": asdict(draw(links, bundled, stretch.bounds)),
            "lines": [(links.squares[a].largest, links.squares[b].largest, number) for a, b, number in bundled.lines],
            "drawn": links.number - links.within - bundled.links_left_out,
            "within": links.within,
            "lines_left_out": bundled.lines_left_out,
            "links_left_out": bundled.links_left_out,
            "outwards": links.outwards,
            "size": links.size,
            "unplaced": on_no_map(agreements, day.as_of),
        }

    return kept(("map", code, day.as_of, day.on), drawn)


def on_no_map(agreements: QuerySet, as_of: dt.date | None = None) -> int:
    """How many of them have no link, because the places of too many parties are not known."""
    parties = Party.objects.as_of(as_of).filter(agreement__in=agreements).order_by()
    some_unplaced = parties.filter(municipality__latitude=None).values("agreement")
    placed = parties.filter(agreement__in=some_unplaced).values("agreement").annotate(n=Count("municipality__latitude"))
    return placed.filter(n__lt=2).count()


def links_between(agreements: QuerySet, bounds=WORLD, as_of: dt.date | None = None) -> Links:
    """The links of these agreements on a map (west, south, east, north, in degrees), in three queries; in two for
    the whole world. A municipality whose place is not known is on no map. Of a day that was asked for, the links are
    those between who were parties then.
    """
    is_world = bounds == WORLD
    size = WORLD_SQUARES if is_world else (bounds[2] - bounds[0]) / ACROSS
    here, there = Q(**_inside("municipality__", bounds)), Q(**_inside(OTHER, bounds))
    parties = Party.objects.as_of(as_of).filter(agreement__in=agreements)
    # In one filter: a second one would join the other parties a second time.
    both = Q(agreement__parties__pk__gt=F("pk"))
    if as_of:
        both &= Q(agreement__parties__in=Party.objects.as_of(as_of))
    rows = (
        parties.filter(both, here, there)
        .order_by()
        .annotate(**_cell("municipality__", size), **_cell(OTHER, size, "other_"))
        .values_list("x", "y", "other_x", "other_y")
        .annotate(Count("pk"))
    )
    between, within = Counter(), 0
    for x, y, other_x, other_y, number in rows:
        one, other = sorted([(int(x), int(y)), (int(other_x), int(other_y))])
        if one == other:
            within += number
        else:
            between[one, other] += number
    return Links(
        size,
        _squares(parties, here, size),
        dict(between),
        within,
        outwards=0 if is_world else _outwards(parties, here),
    )


OTHER = "agreement__parties__municipality__"


def _inside(path, bounds):
    if bounds == WORLD:
        return {f"{path}latitude__isnull": False}
    west, south, east, north = bounds
    return {f"{path}longitude__range": (west, east), f"{path}latitude__range": (south, north)}


def _cell(path, size, prefix=""):
    return {
        f"{prefix}x": Floor(F(f"{path}longitude") / size),
        f"{prefix}y": Floor(F(f"{path}latitude") / size),
    }


def _outwards(parties, inside) -> int:
    """The links with one end on the map: of each agreement, its parties inside times those outside."""
    placed = parties.filter(municipality__latitude__isnull=False).order_by()
    counted = placed.values("agreement").annotate(placed=Count("pk"), here=Count("pk", filter=inside))
    return counted.aggregate(number=Sum(F("here") * (F("placed") - F("here"))))["number"] or 0


def _squares(parties, inside, size) -> dict[tuple, Square]:
    rows = (
        parties.filter(inside)
        .order_by()
        .values_list("municipality", "municipality__population", "municipality__longitude", "municipality__latitude")
        .annotate(Count("pk"))
    )
    cells = defaultdict(list)
    for key, population, longitude, latitude, number in rows:
        cells[int(longitude // size), int(latitude // size)].append(
            (population or 0, number, -key, longitude, latitude)
        )
    squares = {}
    for cell, places in cells.items():
        total = sum(number for _, number, *_ in places)
        squares[cell] = Square(
            sum(number * longitude for _, number, _, longitude, _ in places) / total,
            sum(number * latitude for _, number, *_, latitude in places) / total,
            total,
            largest=-max(places)[2],
        )
    return squares

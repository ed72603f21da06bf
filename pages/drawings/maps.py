"""Maps drawn on the server: land, municipalities as dots, agreements as great-circle arcs.

Shapes: a point is (x, y) or (longitude, latitude) in degrees; y grows southwards, as on the screen.
Longitudes pass 180 where a line crosses the antimeridian. A `Drawing` holds whole numbers in units of its
view box; the template `includes/map.html` writes it as SVG, always beside the same content as a table.
"""

import itertools
from dataclasses import dataclass, field
from math import ceil, dist, log

from pages.drawings.globe import distance, great_circle, nearest, project, simplify, unwrap
from pages.drawings.land import EUROPE_FILE, WORLD_FILE, land_path, trace

# West, south, east, north, in degrees: the world is cut in the Bering Strait.
WORLD = (-169.0, -56.0, 191.0, 80.0)
EUROPE = (-30.0, 28.0, 58.0, 72.0)
WIDTH = 960  # units of the view box
NARROWEST = 22.0  # degrees
LABELS = 12
MOST_JOINED = 12
FINGER = 80  # units of the view box: 24 pixels where the map is 288 pixels wide
LABEL_SIZE = 42  # units of the view box: the larger letters of small screens


@dataclass(frozen=True)
class Place:
    """A municipality on a map."""

    name: str
    latitude: float
    longitude: float
    url: str = ""

    @property
    def point(self):
        return (self.longitude, self.latitude)


@dataclass(frozen=True)
class Arc:
    path: str
    width: float


@dataclass(frozen=True)
class Dot:
    x: int
    y: int
    name: str = ""
    url: str = ""
    radius: int = 5
    label: "Label | None" = None


@dataclass(frozen=True)
class Label:
    """Where a name is written, and on which side of its dot: `under`, `over` or `beside`."""

    x: int
    y: int
    anchor: str
    side: str


@dataclass(frozen=True)
class Drawing:
    """All that the template needs.

    `dots` are municipalities by themselves; `spots` many nameless ones of one size as one path of round ends, the
    largest of them `named`, as (x, y, key of the municipality by whose name it is called).
    Where the dots are few and far from each other, they are links (`is_linked`): a finger on a telephone finds each.
    """

    width: int
    height: int
    land: str
    arcs: list = field(default_factory=list)
    dots: list = field(default_factory=list)
    spots: list = field(default_factory=list)
    named: list = field(default_factory=list)
    is_linked: bool = False


@dataclass(frozen=True)
class Frame:
    """The window of a map: projected bounds in degrees, and its width in units of the view box."""

    left: float
    top: float
    right: float
    bottom: float
    width: int

    @classmethod
    def around(cls, bounds, width):
        west, south, east, north = bounds
        return cls(west, project(0, north)[1], east, project(0, south)[1], width)

    @property
    def scale(self):
        return self.width / (self.right - self.left)

    @property
    def height(self):
        return round((self.bottom - self.top) * self.scale)

    @property
    def middle(self):
        return (self.left + self.right) / 2

    def place(self, point):
        """(longitude, latitude) in degrees → (x, y) in units of the view box, on the turn in view."""
        x, y = project(nearest(point[0], self.middle), point[1])
        return round((x - self.left) * self.scale), round((y - self.top) * self.scale)

    def line(self, points):
        """An SVG path; a line that leaves on one side comes in again on the other."""
        points = unwrap(points)
        turns = {round((nearest(longitude, self.middle) - longitude) / 360) for longitude, _ in points}
        return "".join(
            trace(simplify(self.scaled(project(longitude + 360 * turn, latitude) for longitude, latitude in points)))
            for turn in sorted(turns)
        )

    def scaled(self, points):
        """Projected degrees → whole units of the view box."""
        left, top, scale = self.left, self.top, self.scale
        return [(round((x - left) * scale), round((y - top) * scale)) for x, y in points]


def each_with_each(places) -> list[tuple[int, int]]:
    """The links of `region` that join all of some places; of very many none, whose arcs nobody could tell apart."""
    return list(itertools.combinations(range(len(places)), 2)) if len(places) <= MOST_JOINED else []


def region(places, links=()):
    """A map cropped to some municipalities. `links`: pairs of indexes into `places`, one arc each.

    The window keeps every arc in view and is never narrower than some 22 degrees, so that a reader knows
    where in the world they are; where the places span more than 200 degrees the whole world is shown.
    """
    if not places:
        return None
    lines = [great_circle(places[a].point, places[b].point, step=1.5) for a, b in links]
    frame, land = window([place.point for place in places], lines, width=WIDTH, margin=1.45, shape=2)
    spots = [frame.place(place.point) for place in places]
    # The first place gives the map its subject; of the others, the farthest is the hardest to guess.
    order = sorted(range(len(places)), key=lambda n: (n > 0, -distance(places[0].point, places[n].point), n))
    named = [(places[n].name, spots[n]) for n in order]
    labels = dict(zip(order, labels_of((frame.width, frame.height), named, spots), strict=True))
    width = 3 if len(lines) < 20 else 1.6
    arcs = [Arc(frame.line(line), width) for line in lines]
    radius = 6 if len(places) < 30 else 4
    dots = [Dot(*spots[n], place.name, place.url, radius, labels[n]) for n, place in enumerate(places)]
    apart = all(dist(one, other) >= FINGER for one, other in itertools.combinations(spots[: LABELS + 1], 2))
    is_linked = apart and len(places) <= LABELS and all(place.url for place in places)
    return Drawing(frame.width, frame.height, land_path(frame, land), arcs, dots, is_linked=is_linked)


def window(points, lines, *, width, margin, shape):
    """The frame that holds all points and lines, and the land for it; the whole world from 200 degrees on.

    `margin`: how many times their extent (names need room); `shape`: width to height, at most. Of a few sizes, its
    middle in steps of an eighth, so that very many maps share few outlines.
    """
    points = [*points, *(point for line in lines for point in line)]
    west, east = _narrowest([longitude for longitude, _ in points]) if points else (-180, 180)
    if east - west > 200:
        return Frame.around(WORLD, width), WORLD_FILE
    ys = [project(0, latitude)[1] for _, latitude in points]
    across = _size(max(NARROWEST, (east - west) * margin, (max(ys) - min(ys)) * margin * shape * 0.75))
    down = max(across / shape, _size((max(ys) - min(ys)) * margin))
    step = across / 8
    left = round(((west + east) / 2 - across / 2) / step) * step
    top = round(((min(ys) + max(ys)) / 2 - down / 2) / step) * step
    frame = Frame(left, top, left + across, top + down, width)
    return frame, land_of(frame)


def _size(degrees):
    """The next larger of the sizes that windows have, each a quarter larger than the last."""
    return NARROWEST * 1.25 ** ceil(log(max(degrees, NARROWEST) / NARROWEST, 1.25) - 1e-9)


def land_of(frame):
    """The file with the finest outline that covers the frame."""
    europe = Frame.around(EUROPE, frame.width)
    inside = europe.left <= frame.left and frame.right <= europe.right
    return EUROPE_FILE if inside and europe.top <= frame.top and frame.bottom <= europe.bottom else WORLD_FILE


def _narrowest(longitudes):
    """The narrowest stretch (west, east) of all longitudes, over the antimeridian if shorter."""
    ordered = sorted(longitude % 360 for longitude in longitudes)
    gaps = [(after - before, after) for before, after in itertools.pairwise(ordered)]
    gaps.append((ordered[0] + 360 - ordered[-1], ordered[0]))
    gap, west = max(gaps)
    west = nearest(west, 0)
    return west, west + 360 - gap


def labels_of(size, named, spots, most=LABELS):
    """Where each name goes, in their order: on the first of four sides where it covers no dot and no other name.

    `named`: (name, its dot); `spots`: all dots. None for a name without room, or after the first `most`: the table has
    them all. The first name is that of the map's subject: it is written even where it covers dots, as few as may be.
    """
    boxes = [(x - 8, y - 8, x + 8, y + 8) for x, y in spots]
    written, labels = [], []
    for name, spot in named:
        places = [] if len(written) == most else _places(size, name, spot)
        free = [(label, box) for label, box in places if not any(_overlap(box, one) for one in [*boxes, *written])]
        if not free and not labels:
            free = sorted(places, key=lambda place: sum(_overlap(place[1], one) for one in boxes))
        labels.append(free[0][0] if free else None)
        written += [box for _label, box in free[:1]]
    return labels


def _places(size, name, spot):
    """(label, its box) on each side of a dot, as far as it lies inside."""
    (width, height), (x, y) = size, spot
    length = len(name) * LABEL_SIZE * 0.65
    sides = (
        (Label(x, y + 13, "middle", "under"), x - length / 2, y + 12),
        (Label(x, y - 15, "middle", "over"), x - length / 2, y - 55),
        (Label(x + 14, y, "start", "beside"), x + 14, y - 22),
        (Label(x - 14, y, "end", "beside"), x - 14 - length, y - 22),
    )
    found = []
    for label, left, top in sides:
        box = (left, top, left + length, top + 44)
        if box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height:
            found.append((label, box))
    return found


def _overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]

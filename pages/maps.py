"""Maps drawn on the server: land, municipalities as dots, agreements as great-circle arcs.

Shapes: a point is (x, y) or (longitude, latitude) in degrees; y grows southwards, as on the screen.
Longitudes pass 180 where a line crosses the antimeridian. A `Drawing` holds whole numbers in units of its
view box; the template `includes/map.html` writes it as SVG, always beside the same content as a table.
"""

import itertools
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from math import log2
from pathlib import Path

from pages.globe import clip, great_circle, nearest, project, unwrap

WORLD_FILE = Path(__file__).parent / "data" / "land-110m.json"
EUROPE_FILE = Path(__file__).parent / "data" / "land-50m-europe.json"

WORLD = (
    -169.0,
    -56.0,
    191.0,
    80.0,
)  # west, south, east, north: cut in the Bering Strait
EUROPE = (-30.0, 28.0, 58.0, 72.0)
WORLD_WIDTH = 1600
REGION_WIDTH = 960
CELL = 5  # degrees
LINES = 500
LABELS = 8
LABEL_SIZE = 34  # units of the view box: the larger letters of small screens


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
    title: str = ""


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
    x: int
    y: int
    anchor: str


@dataclass(frozen=True)
class Drawing:
    """All that the template needs.

    `dots` are municipalities by themselves; `spots` many nameless ones of one size as one path of round ends.
    `left_out` counts the lines that the strongest-first rule did not draw.
    """

    width: int
    height: int
    land: str
    arcs: list = field(default_factory=list)
    dots: list = field(default_factory=list)
    spots: list = field(default_factory=list)
    left_out: int = 0


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
            trace([self._scaled(project(longitude + 360 * turn, latitude)) for longitude, latitude in points])
            for turn in sorted(turns)
        )

    def _scaled(self, point):
        return round((point[0] - self.left) * self.scale), round((point[1] - self.top) * self.scale)


@cache
def outlines(path):
    """Rings of projected points, in degrees, with their bounds (left, top, right, bottom)."""
    land = json.loads(path.read_text(encoding="utf-8"))
    unit = 1 / land["units_per_degree"]
    rings = []
    for steps in land["rings"]:
        x = y = 0
        ring = []
        for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + step_x, y + step_y
            ring.append((x * unit, y * unit))
        xs, ys = zip(*ring, strict=True)
        rings.append((ring, (min(xs), min(ys), max(xs), max(ys))))
    return rings


@lru_cache(maxsize=128)
def land_path(frame, path):
    """The land inside a frame as the `d` of one SVG path, to be filled by the even-odd rule."""
    margin = 2 / frame.scale
    left, top, right, bottom = (
        frame.left - margin,
        frame.top - margin,
        frame.right + margin,
        frame.bottom + margin,
    )
    pieces = []
    for ring, bounds in outlines(path):
        for turn in (-360, 0, 360):
            if bounds[0] + turn > right or bounds[2] + turn < left or bounds[1] > bottom or bounds[3] < top:
                continue
            inside = clip([(x + turn, y) for x, y in ring], left, top, right, bottom)
            traced = trace([frame._scaled(point) for point in inside], closed=True)
            pieces.append(traced)
    return "".join(pieces)


def trace(points, closed=False):
    """Whole-number points as a compact SVG path of relative steps; nothing for a ring of no extent."""
    steps = []
    for before, after in itertools.pairwise(points):
        if before != after:
            steps.append(f"{after[0] - before[0]} {after[1] - before[1]}")
    if closed and len(steps) < 2:
        return ""
    text = f"M{points[0][0]} {points[0][1]}l{' '.join(steps or ['0 0'])}".replace(" -", "-")
    return text + "z" if closed else text


def bundle(pairs, limit=LINES):
    """Many agreements as few lines.

    `pairs`: (point, point, number of agreements). The globe is cut into cells of `CELL` degrees; all
    agreements between two cells become one line between the mean points of the cells' municipalities. Kept
    are, up to `limit`, the strongest line of each cell, so that no part of the world is dropped, and then the
    strongest of all. Returns (lines, points, left_out): lines as (point, point, number), weakest first, so
    that the strongest are drawn on top; points as (point, number), largest first; the number left out.
    """
    sums, counts = {}, Counter()
    for a, b, number in pairs:
        cells = sorted((_cell(a), _cell(b)))
        counts[tuple(cells)] += number
        for point in (a, b):
            x, y, total = sums.get(_cell(point), (0.0, 0.0, 0))
            sums[_cell(point)] = (x + point[0] * number, y + point[1] * number, total + number)
    means = {cell: (x / total, y / total) for cell, (x, y, total) in sums.items()}
    ranked = sorted((item for item in counts.items() if item[0][0] != item[0][1]), key=lambda item: (-item[1], item[0]))
    seen, first, rest = set(), [], []
    for cells, number in ranked:
        (rest if seen.issuperset(cells) else first).append((cells, number))
        seen.update(cells)
    kept = sorted((first + rest)[:limit], key=lambda item: (item[1], item[0]))
    lines = [(means[a], means[b], number) for (a, b), number in kept]
    points = sorted(((means[cell], total) for cell, (_, _, total) in sums.items()), key=lambda item: -item[1])
    return lines, points, len(ranked) - len(lines)


def _cell(point):
    return (int(point[0] // CELL), int(point[1] // CELL))


@lru_cache(maxsize=4)
def world(pairs):
    """The map of the home page. `pairs` as in `bundle`, a tuple; under 150 KB however many there are."""
    lines, points, left_out = bundle(pairs)
    ways = [great_circle(a, b, step=5) for a, b, _number in lines]
    frame, land = _window([point for point, _ in points], ways, width=WORLD_WIDTH, margin=1.1, shape=2.2)
    arcs = [
        Arc(frame.line(way), round(0.8 + log2(number) * 0.3, 1))
        for way, (_a, _b, number) in zip(ways, lines, strict=True)
    ]
    sizes = {}
    for point, number in points:
        x, y = frame.place(point)
        sizes.setdefault(min(10, 4 + round(log2(number) / 2)), []).append(f"M{x} {y}h0")
    spots = [Arc("".join(marks), diameter) for diameter, marks in sorted(sizes.items())]
    return Drawing(frame.width, frame.height, land_path(frame, land), arcs, spots=spots, left_out=left_out)


def region(places, links=()):
    """A map cropped to some municipalities. `links`: pairs of indexes into `places`, one arc each.

    The window keeps every arc in view and is never narrower than some 22 degrees, so that a reader knows
    where in the world they are; where the places span more than 200 degrees the whole world is shown.
    """
    if not places:
        return None
    lines = [great_circle(places[a].point, places[b].point, step=1.5) for a, b in links]
    frame, land = _window([place.point for place in places], lines, width=REGION_WIDTH, margin=1.45, shape=2)
    spots = [frame.place(place.point) for place in places]
    labels = _labels(frame, places, spots)
    width = 3 if len(lines) < 20 else 1.6
    arcs = [
        Arc(frame.line(line), width, f"{places[a].name} – {places[b].name}")
        for line, (a, b) in zip(lines, links, strict=True)
    ]
    radius = 6 if len(places) < 30 else 4
    dots = [
        Dot(x, y, place.name, place.url, radius, label)
        for place, (x, y), label in zip(places, spots, labels, strict=True)
    ]
    return Drawing(frame.width, frame.height, land_path(frame, land), arcs, dots)


def _window(points, lines, *, width, margin, shape):
    """The frame that holds all points and lines, and the land for it; the whole world from 200 degrees on.

    `margin`: how many times their extent (names need room); `shape`: width to height, at most. In whole degrees,
    so that neighbouring windows share one cached outline.
    """
    points = [*points, *(point for line in lines for point in line)]
    west, east = _narrowest([longitude for longitude, _ in points]) if points else (-180, 180)
    if east - west > 200:
        return Frame.around(WORLD, width), WORLD_FILE
    ys = [project(0, latitude)[1] for _, latitude in points]
    across = max(22.0, (east - west) * margin)
    down = max(across / shape, (max(ys) - min(ys)) * margin)
    across = max(across, down * shape * 0.75)
    x, y = (west + east) / 2, (min(ys) + max(ys)) / 2
    frame = Frame(round(x - across / 2), round(y - down / 2), round(x + across / 2), round(y + down / 2), width)
    west, south, east, north = EUROPE
    in_europe = (
        west <= frame.left
        and frame.right <= east
        and project(0, north)[1] <= frame.top
        and frame.bottom <= project(0, south)[1]
    )
    return frame, EUROPE_FILE if in_europe else WORLD_FILE


def _narrowest(longitudes):
    """The narrowest stretch (west, east) of all longitudes, over the antimeridian if shorter."""
    ordered = sorted(longitude % 360 for longitude in longitudes)
    gaps = [(after - before, after) for before, after in itertools.pairwise(ordered)]
    gaps.append((ordered[0] + 360 - ordered[-1], ordered[0]))
    gap, west = max(gaps)
    west = nearest(west, 0)
    return west, west + 360 - gap


def _labels(frame, places, spots):
    """Where each name goes: the first of four sides where it covers no other; crowded maps have none."""
    if len(places) > LABELS:
        return [None] * len(places)
    taken, labels = [(x - 8, y - 8, x + 8, y + 8) for x, y in spots], []
    for place, (x, y) in zip(places, spots, strict=True):
        length = len(place.name) * LABEL_SIZE * 0.6
        labels.append(None)
        above = (Label(x, y - 14, "middle"), x - length / 2)
        below = (Label(x, y + 38, "middle"), x - length / 2)
        # Great circles bend towards the nearer pole: the other side is free.
        for label, left in (
            *((below, above) if place.latitude >= 0 else (above, below)),
            (Label(x + 14, y + 7, "start"), x + 14),
            (Label(x - 14, y + 7, "end"), x - 14 - length),
        ):
            box = (left, label.y - 28, left + length, label.y + 4)
            inside = box[0] >= 0 and box[2] <= frame.width and box[1] >= 0 and box[3] <= frame.height
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                labels[-1] = label
                break
    return labels


def _overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]

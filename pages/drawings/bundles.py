"""Maps of very many agreements: bundled by a rule, so that they stay legible and small however many there are.

The map is cut into squares. All agreements between municipalities of two squares are one line, between the mean
places of the squares' municipalities. Drawn are the `STRONGEST` lines, and then, up to `LINES`, the strongest of each
square that has none yet, so that no part of the map looks empty. Whatever is not drawn is counted.
"""

from dataclasses import dataclass
from math import log2

from pages.drawings.globe import great_circle
from pages.drawings.land import land_path
from pages.drawings.maps import WIDTH, WORLD, Arc, Drawing, Frame, land_of, window

LINES = 450
STRONGEST = 250
WORLD_WIDTH = 1600  # units of the view box
NAMED = 40  # squares that may be named, if there is room


@dataclass(frozen=True)
class Square:
    """The municipalities of one square with agreements: their mean place, and how many links they have."""

    longitude: float
    latitude: float
    number: int
    largest: int  # key of its largest municipality, by which the square is called

    @property
    def point(self):
        return (self.longitude, self.latitude)


@dataclass(frozen=True)
class Links:
    """What a map has to show. A link is an agreement between two municipalities; one of three parties is three links.

    `squares` by their cell (column, row); `between` numbers of links by two cells, in their order; `within` the links
    inside one square, which have no line; `outwards` those that lead from the map to places outside it.
    """

    size: float  # degrees
    squares: dict
    between: dict
    within: int = 0
    outwards: int = 0

    @property
    def number(self) -> int:
        return sum(self.between.values()) + self.within


@dataclass(frozen=True)
class Bundle:
    """`lines`: (cell, cell, number of links), the weakest first, so that the strongest are drawn on top."""

    lines: list
    lines_left_out: int
    links_left_out: int


def bundle(between, limit=LINES, strongest=STRONGEST) -> Bundle:
    ranked = sorted(between.items(), key=lambda item: (-item[1], item[0]))
    seen, first, rest = set(), [], []
    for place, (cells, number) in enumerate(ranked):
        (rest if place >= strongest and seen.issuperset(cells) else first).append((*cells, number))
        seen.update(cells)
    drawn, left_out = (first + rest)[:limit], (first + rest)[limit:]
    drawn.sort(key=lambda line: (line[2], line[:2]))
    return Bundle(drawn, len(left_out), sum(number for *_, number in left_out))


def frame_of(links: Links, ways, bounds):
    """The window and its land: the stretch; of the world, where there is something."""
    if bounds == WORLD:
        points = [square.point for square in links.squares.values()]
        return window(points, ways, width=WORLD_WIDTH, margin=1.1, shape=2.2)
    frame = Frame.around(bounds, WIDTH)
    return frame, land_of(frame)


def draw(links: Links, bundled: Bundle, bounds=WORLD) -> Drawing:
    """The map of a stretch of the world (west, south, east, north, in degrees)."""
    squares = links.squares
    step = 4 if bounds == WORLD else 1
    ways = [great_circle(squares[a].point, squares[b].point, step) for a, b, _number in bundled.lines]
    frame, land = frame_of(links, ways, bounds)
    thickness = 1 if frame.width == WORLD_WIDTH else 0.75
    arcs = [
        Arc(frame.line(way), round((0.8 + log2(number) * 0.3) * thickness, 1))
        for way, (_a, _b, number) in zip(ways, bundled.lines, strict=True)
    ]
    sizes, spots = {}, []
    for square in sorted(squares.values(), key=lambda square: (-square.number, square.point)):
        x, y = frame.place(square.point)
        size = round(min(10, 4 + round(log2(square.number) / 2)) * thickness, 1)
        sizes.setdefault(size, []).append(f"M{x} {y}h0")
        spots.append((x, y, square.largest))
    marks = [Arc("".join(marks), diameter) for diameter, marks in sorted(sizes.items())]
    return Drawing(frame.width, frame.height, land_path(frame, land), arcs, spots=marks, named=spots[:NAMED])

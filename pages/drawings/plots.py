"""Pictures of numbers: small pure functions from data to what a template draws. Always beside the same numbers.

Columns stand in a view box of their own that is stretched to any width; letters stay outside it, at places in percent,
so that they have one size on a telephone and on a wall. No colour ever says what a number or a word does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log, log10

HEIGHT = 200  # units of the view box of columns
STEPS = 5  # shades of a matrix


@dataclass(frozen=True)
class Bar:
    """`width` in percent of the whole, or of the longest bar."""

    label: str
    number: int
    width: float
    address: str = ""


def bars(rows: Iterable[tuple], whole: int | None = None) -> list[Bar]:
    """`rows`: (label, number) or (label, number, address). What is more than nothing is never drawn as nothing."""
    rows = list(rows)
    top = whole or max((row[1] for row in rows), default=0)
    return [Bar(row[0], row[1], _percent(row[1], top), *row[2:]) for row in rows]


def _percent(number, top):
    return max(round(100 * number / top, 1), 0.5) if number and top else 0


NEAR_END = 3  # percent of an axis


@dataclass(frozen=True)
class Tick:
    """A word beside an axis, `at` so many percent of it; a `minor` one is left out where there is little room."""

    at: float
    label: int
    minor: bool = False

    @property
    def anchor(self) -> str:
        """So that the word does not stand out at either end."""
        return "start" if self.at < NEAR_END else "end" if self.at > 100 - NEAR_END else "middle"


@dataclass(frozen=True)
class Columns:
    """`path` fills a view box of `count` × `height`; years along it, numbers from its foot upwards."""

    path: str
    count: int
    height: int
    years: list[Tick]
    numbers: list[Tick]
    total: int


def columns(numbers: dict[int, int], first: int, last: int) -> Columns:
    """One column for each year that has a number, from the first year to the last."""
    top = round_above(max(numbers.values(), default=0))
    count = last - first + 1
    path = "".join(
        f"M{year - first}.1 {HEIGHT}v-{_height(number, top)}h.8v{_height(number, top)}z"
        for year, number in sorted(numbers.items())
        if number and first <= year <= last
    )
    ticks = [(round(100 * (year - first + 0.5) / count, 2), year) for year in range(first - first % -10, last + 1, 10)]
    return Columns(
        path,
        count,
        HEIGHT,
        # The word at the very beginning is written inwards, where the next one stands
        [Tick(at, year, minor=year % 20 != 0 or (at < NEAR_END and len(ticks) > 2)) for at, year in ticks],
        [Tick(100 - round(100 * part / top, 2), part) for part in (top // 2, top) if part],
        sum(number for year, number in numbers.items() if first <= year <= last),
    )


def _height(number, top):
    return max(1, round(HEIGHT * number / top))


def round_above(number: int) -> int:
    """The next larger of 2, 4, 10, 20, 40, 100 ...: half of it is a whole number."""
    if number <= 2:
        return 2
    power = 10 ** floor(log10(number))
    return next(step * power for step in (1, 2, 4, 10) if step * power >= number)


@dataclass(frozen=True)
class Cell:
    number: int
    shade: int  # 0 (none) to STEPS


@dataclass(frozen=True)
class Row:
    name: str
    cells: list[Cell]
    others: int  # with all that have no column
    total: int


@dataclass(frozen=True)
class Matrix:
    """Who with whom: the `names` with the largest totals, each with each. `rest` is between those without a column."""

    names: list[str]
    rows: list[Row]
    rest: int


def matrix(pairs: Iterable[tuple], size: int) -> Matrix:
    """`pairs`: (name, name, number), each unordered pair once. The strongest `size` have a row and a column."""
    between, totals = {}, {}
    for one, other, number in pairs:
        between[one, other] = between[other, one] = number
        for name in {one, other}:
            totals[name] = totals.get(name, 0) + number
    names = sorted(totals, key=lambda name: (-totals[name], name))[:size]
    top = max((between.get((one, other), 0) for one in names for other in names), default=0)
    rows = []
    for one in names:
        numbers = [between.get((one, other), 0) for other in names]
        cells = [Cell(number, _shade(number, top)) for number in numbers]
        rows.append(Row(one, cells, totals[one] - sum(numbers), totals[one]))
    drawn = set(names)
    rest = sum(
        number for (one, other), number in between.items() if one <= other and not drawn.intersection((one, other))
    )
    return Matrix(names, rows, rest)


def _shade(number, top):
    """By orders of magnitude: a few pairs have most of all agreements."""
    return min(STEPS, ceil(STEPS * log(number + 1) / log(top + 1))) if number else 0


def strongest_years(numbers: dict[int, int], share: float = 0.25) -> tuple[int, int] | None:
    """The shortest stretch of years, and of those the fullest, in which this share of all lies; None of nothing."""
    total = sum(numbers.values())
    if not total:
        return None
    years = sorted(numbers)
    best = None
    for index, first in enumerate(years):
        found = 0
        for last in years[index:]:
            found += numbers[last]
            if found >= share * total:
                best = min(best or (last - first, -found, first, last), (last - first, -found, first, last))
                break
    return best[2:]

"""The land of the maps: coastlines of Natural Earth (`manage.py draw_land` made the files), cut to a window."""

import itertools
import json
from functools import cache, lru_cache
from pathlib import Path

from pages.drawings.globe import clip

WORLD_FILE = Path(__file__).parent / "data" / "land-110m.json"
EUROPE_FILE = Path(__file__).parent / "data" / "land-50m-europe.json"
RUN = 32  # points


@cache
def outlines(path):
    """Rings of projected points, in degrees: each as runs of points, and its bounds (left, top, right, bottom)."""
    land = json.loads(path.read_text(encoding="utf-8"))
    unit = 1 / land["units_per_degree"]
    rings = []
    for steps in land["rings"]:
        x = y = 0
        ring = []
        for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + step_x, y + step_y
            ring.append((x * unit, y * unit))
        runs = [ring[start : start + RUN] for start in range(0, len(ring), RUN)]
        rings.append(([(run, bounds_of(run)) for run in runs], bounds_of(ring)))
    return rings


def bounds_of(points):
    """(left, top, right, bottom)."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


# An outline takes 3 KB, at most 40: all that are kept, a few megabytes.
@lru_cache(maxsize=512)
def land_path(frame, path):
    """The land inside a `maps.Frame` as the `d` of one SVG path, to be filled by the even-odd rule."""
    return "".join(trace(ring, closed=True) for ring in land_rings(frame, path))


def land_rings(frame, path):
    """The rings of the land inside a `maps.Frame`, as lists of points in its units; what two of them hold is water."""
    margin = 2 / frame.scale
    left, top, right, bottom = frame.left - margin, frame.top - margin, frame.right + margin, frame.bottom + margin
    for runs, bounds in outlines(path):
        for turn in (-360, 0, 360):
            window = (left - turn, top, right - turn, bottom)
            if _apart(bounds, window):
                continue
            inside = clip(_near(runs, window), *window)
            yield frame.scaled((x + turn, y) for x, y in inside)


def _apart(bounds, window):
    return bounds[0] > window[2] or bounds[2] < window[0] or bounds[1] > window[3] or bounds[3] < window[1]


def _near(runs, window):
    """The ring's points; of a run that lies wholly beyond one side of the window, its ends, which clip the same."""
    points = []
    for run, bounds in runs:
        points += (run[0], run[-1]) if _apart(bounds, window) else run
    return points


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

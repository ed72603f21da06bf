import hashlib
import json
import random

import pytest

from pages.drawings import land
from pages.drawings.globe import clip

LAND_SHA256 = {
    "land-110m.json": "3a6d22039bcbab106d6717ad299b347979e3d3779ae347e43f03a1a3447ab8e9",
    "land-50m-europe.json": "4fe820f184bc3a5ee2b875c39b43e1b901ac67c75c6e6931aabd8a34f080b8b6",
}


@pytest.mark.parametrize("path", [land.WORLD_FILE, land.EUROPE_FILE], ids=lambda path: path.name)
def test_land_is_what_the_command_drew(path):
    assert hashlib.sha256(path.read_bytes()).hexdigest() == LAND_SHA256[path.name]
    about = json.loads(path.read_text())["about"]
    assert about["licence"] == "public domain"
    assert about["command"] == "manage.py draw_land"


def area(ring):
    """Twice the signed area."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))


def strictly_inside(ring, window):
    left, top, right, bottom = window
    return [(x, y) for x, y in ring if left < x < right and top < y < bottom]


@pytest.mark.parametrize("path", [land.WORLD_FILE, land.EUROPE_FILE], ids=lambda path: path.name)
def test_far_runs_of_a_coast_are_left_out_without_changing_the_land(path):
    dice = random.Random(7)
    for _ in range(30):
        left, top, across = dice.uniform(-60, 60), dice.uniform(-80, 20), dice.choice([22, 40, 90])
        window = (left, top, left + across, top + across / 2)
        for runs, _bounds in land.outlines(path):
            ring = [point for run, _ in runs for point in run]
            whole, short = clip(ring, *window), clip(land._near(runs, window), *window)
            assert area(short) == pytest.approx(area(whole))
            assert strictly_inside(short, window) == strictly_inside(whole, window)


def test_land_that_is_kept_in_memory_is_bounded():
    assert land.land_path.cache_info().maxsize * 40_000 < 25_000_000

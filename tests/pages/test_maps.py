import hashlib
import json
import random

import pytest
from django.template.loader import render_to_string

from pages import maps
from pages.maps import Place

SARAJ = Place("Saraj", 42.0, 21.32778)
ROCHESTER_HILLS = Place("Rochester Hills", 42.65837, -83.14993)
SKOPJE = Place("Skopje", 41.99646, 21.43141)
SEATTLE = Place("Seattle", 47.60621, -122.33207)
KOBE = Place("Kobe", 34.6913, 135.183)

LAND_SHA256 = {
    "land-110m.json": "3a6d22039bcbab106d6717ad299b347979e3d3779ae347e43f03a1a3447ab8e9",
    "land-50m-europe.json": "4fe820f184bc3a5ee2b875c39b43e1b901ac67c75c6e6931aabd8a34f080b8b6",
}


@pytest.mark.parametrize("path", [maps.WORLD_FILE, maps.EUROPE_FILE], ids=lambda path: path.name)
def test_land_is_what_the_command_drew(path):
    assert hashlib.sha256(path.read_bytes()).hexdigest() == LAND_SHA256[path.name]
    about = json.loads(path.read_text())["about"]
    assert about["licence"] == "public domain"
    assert about["command"] == "manage.py draw_land"


def test_region_shows_both_ends_and_the_arc():
    drawing = maps.region([SARAJ, ROCHESTER_HILLS], [(0, 1)])
    assert [dot.name for dot in drawing.dots] == ["Saraj", "Rochester Hills"]
    assert all(0 < dot.x < drawing.width and 0 < dot.y < drawing.height for dot in drawing.dots)
    assert [arc.title for arc in drawing.arcs] == ["Saraj – Rochester Hills"]
    assert drawing.arcs[0].path.startswith(f"M{drawing.dots[0].x} {drawing.dots[0].y}l")


def test_region_over_the_pacific_is_cut_elsewhere():
    drawing = maps.region([KOBE, SEATTLE], [(0, 1)])
    kobe, seattle = drawing.dots
    assert kobe.x < seattle.x
    assert drawing.arcs[0].path.count("M") == 1


def test_region_labels_of_neighbours_do_not_cover_each_other():
    labels = [dot.label for dot in maps.region([SARAJ, SKOPJE], [(0, 1)]).dots]
    assert all(labels)
    assert labels[0] != labels[1]


def test_region_of_many_places_leaves_the_names_to_the_table():
    places = [Place(f"Place {n}", 40 + n, 20 + n) for n in range(maps.LABELS + 1)]
    assert [dot.label for dot in maps.region(places).dots] == [None] * len(places)


def test_region_without_places_is_nothing():
    assert maps.region([]) is None


def test_world_line_over_the_antimeridian_comes_in_on_the_other_side():
    suva_papeete = ((178.4, -18.1), (-149.6, -17.5), 1)
    drawing = maps.world((suva_papeete, ((-0.1, 51.5), (90.4, 23.7), 2)))
    assert [arc.path.count("M") for arc in drawing.arcs] == [2, 1]


def test_world_of_one_region_shows_the_region():
    drawing = maps.world((((21.43, 42.0), (19.82, 41.33), 1), ((13.4, 52.5), (12.5, 41.9), 1)))
    assert drawing.land == maps.world((((21.43, 42.0), (13.4, 52.5), 1), ((12.5, 41.9), (19.82, 41.33), 1))).land
    assert len(drawing.spots) == 1
    assert drawing.land != maps.land_path(maps.Frame.around(maps.WORLD, maps.WORLD_WIDTH), maps.WORLD_FILE)


def test_world_without_agreements_is_drawn():
    drawing = maps.world(())
    assert (drawing.arcs, drawing.spots) == ([], [])


def test_bundle_joins_what_lies_between_the_same_cells():
    lines, points, left_out = maps.bundle([((1, 1), (21, 41), 3), ((22, 42), (2, 2), 1), ((3, 3), (4, 4), 5)])
    assert [number for _, _, number in lines] == [4]
    assert sorted(number for _, number in points) == [4, 14]
    assert left_out == 0


def test_bundle_keeps_a_line_of_every_cell_before_the_second_of_any():
    hub, far, near = (1, 1), (101, 1), (51, 1)
    pairs = [(hub, (101 + 5 * n, 1), 50) for n in range(2)] + [(near, far, 20), (near, hub, 10)]
    lines, _points, left_out = maps.bundle(pairs, limit=3)
    assert sorted(number for _, _, number in lines) == [20, 50, 50]
    assert left_out == 1


def test_world_of_thirty_thousand_agreements_stays_small():
    dice = random.Random(1)
    pairs = [
        ((dice.uniform(-180, 180), dice.uniform(-50, 70)), (dice.uniform(-180, 180), dice.uniform(-50, 70)), 1)
        for _ in range(30_000)
    ]
    drawing = maps.world(tuple(pairs))
    assert len(drawing.arcs) == maps.LINES
    assert drawing.left_out > 10_000
    svg = render_to_string("includes/map.html", {"map": drawing, "id": "map", "title": "", "description": ""})
    assert len(svg) < 150_000

import random

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from pages.drawings import bundles
from pages.drawings.bundles import Links, Square
from pages.drawings.land import WORLD_FILE, land_path
from pages.drawings.maps import Frame

EUROPE = (-25, 34, 45, 72)


def links(*pairs, size=5.0):
    """Links of (point, point, number), each point the only municipality of its square."""
    squares, between = {}, {}
    for one, other, number in pairs:
        cells = [(int(point[0] // size), int(point[1] // size)) for point in (one, other)]
        for cell, point in zip(cells, (one, other), strict=True):
            squares[cell] = Square(*point, number, largest=1)
        between[tuple(sorted(cells))] = number
    return Links(size, squares, between)


def many(number, seed=1):
    dice = random.Random(seed)

    def point():
        return dice.uniform(-180, 180), dice.uniform(-50, 70)

    return links(*((point(), point(), dice.randint(1, 60)) for _ in range(number)))


def drawn(links, bounds=bundles.WORLD):
    return bundles.draw(links, bundles.bundle(links.between), bounds)


def svg_of(drawing):
    return render_to_string("includes/map.html", {"map": drawing, "id": "map", "title": "", "description": ""})


def test_line_over_the_antimeridian_comes_in_on_the_other_side():
    drawing = drawn(links(((178.4, -18.1), (-149.6, -17.5), 1), ((-0.1, 51.5), (90.4, 23.7), 2)))
    assert [arc.path.count("M") for arc in drawing.arcs] == [2, 1]


def test_world_of_one_region_shows_the_region():
    drawing = drawn(links(((21.43, 42.0), (11.82, 41.33), 1), ((13.4, 52.5), (12.5, 46.9), 1)))
    assert len(drawing.spots) == 1
    assert drawing.land != land_path(Frame.around(bundles.WORLD, bundles.WORLD_WIDTH), WORLD_FILE)


def test_map_without_agreements_is_drawn():
    assert [drawn(links(), bounds).arcs for bounds in (bundles.WORLD, EUROPE)] == [[], []]


def test_bundle_keeps_a_line_of_every_square_before_the_second_of_any():
    hub, first, second, near = (0, 0), (20, 0), (21, 0), (10, 0)
    between = {(hub, first): 50, (hub, second): 50, (near, first): 20, (hub, near): 10}
    bundled = bundles.bundle(between, limit=3, strongest=0)
    assert bundled.lines == [(near, first, 20), (hub, first, 50), (hub, second, 50)]
    assert (bundled.lines_left_out, bundled.links_left_out) == (1, 10)


def test_bundle_keeps_the_strongest_before_it_looks_for_squares_without_a_line():
    hub, first, second, third, far = (0, 0), (20, 0), (21, 0), (22, 0), (50, 0)
    between = {(hub, first): 9, (first, second): 8, (hub, second): 7, (second, third): 6, (third, far): 1}
    bundled = bundles.bundle(between, limit=4, strongest=3)
    assert bundled.lines == [(second, third, 6), (hub, second, 7), (first, second, 8), (hub, first, 9)]
    assert (bundled.lines_left_out, bundled.links_left_out) == (1, 1)


cells = st.tuples(st.integers(-36, 35), st.integers(-18, 17))


@given(st.dictionaries(st.tuples(cells, cells), st.integers(1, 10**6), max_size=60), st.integers(1, 40))
def test_bundle_loses_nothing_that_it_does_not_count(between, limit):
    bundled = bundles.bundle(between, limit)
    assert sum(number for *_, number in bundled.lines) + bundled.links_left_out == sum(between.values())
    assert len(bundled.lines) + bundled.lines_left_out == len(between)
    assert {(a, b): number for a, b, number in bundled.lines}.items() <= between.items()


@pytest.mark.parametrize("number", [30_000, 300_000])
def test_map_of_very_many_agreements_stays_small(number):
    drawing = drawn(many(number))
    assert len(drawing.arcs) == bundles.LINES
    assert len(svg_of(drawing)) < 100_000


@pytest.mark.parametrize("bounds", [bundles.WORLD, EUROPE, (60, -48, 180, 62)])
def test_every_spot_of_a_map_lies_inside_it(bounds):
    west, south, east, north = bounds
    inside = [
        (a, b, number)
        for a, b, number in [((lon, lat), (lon + 6, lat + 6), 2) for lon in range(-160, 170, 15) for lat in (-40, 40)]
        if all(west <= lon <= east and south <= lat <= north for lon, lat in (a, b))
    ]
    drawing = drawn(links(*inside), bounds)
    for spots in drawing.spots:
        for mark in spots.path.split("M")[1:]:
            x, y = map(int, mark.removesuffix("h0").split())
            assert 0 <= x <= drawing.width
            assert 0 <= y <= drawing.height

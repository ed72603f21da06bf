from itertools import pairwise
from math import isclose

from pages.drawings import globe

SARAJ = (21.32778, 42.0)
ROCHESTER_HILLS = (-83.14993, 42.65837)
SEATTLE = (-122.33207, 47.60621)
KOBE = (135.183, 34.6913)


def test_projection_keeps_the_equator_and_is_symmetric():
    assert globe.project(10, 0) == (10, 0)
    north, south = globe.project(0, 60)[1], globe.project(0, -60)[1]
    assert north < 0
    assert north == -south
    # Patterson's height of the pole: 1.790857183 times the radius
    assert isclose(-globe.project(0, 90)[1], 102.60856, abs_tol=1e-4)


def test_great_circle_bends_towards_the_pole():
    points = globe.great_circle(SARAJ, ROCHESTER_HILLS, step=4)
    assert points[0] == SARAJ
    assert points[-1] == ROCHESTER_HILLS
    # The highest latitude between the two, by spherical trigonometry
    assert isclose(max(latitude for _, latitude in points), 56.1, abs_tol=0.2)


def test_great_circle_crosses_the_antimeridian_without_a_jump():
    longitudes = [longitude for longitude, _ in globe.great_circle(KOBE, SEATTLE, step=4)]
    assert max(abs(b - a) for a, b in pairwise(longitudes)) < 10
    assert isclose(longitudes[-1], SEATTLE[0] + 360)


def test_great_circle_of_antipodes_and_of_one_place_ends():
    assert globe.great_circle((0, 0), (180, 0), step=4) == [(0, 0), (180, 0)]
    assert globe.great_circle((5, 5), (5, 5), step=4) == [(5, 5), (5, 5)]


def test_clip_cuts_a_ring_at_the_window():
    square = [(-10, -10), (10, -10), (10, 10), (-10, 10)]
    assert sorted(globe.clip(square, 0, 0, 20, 20)) == [(0, 0), (0, 10), (10, 0), (10, 10)]
    assert globe.clip(square, 20, 20, 30, 30) == []


def test_distance_is_in_kilometres():
    # A degree of the equator, and the poles' half circumference
    assert isclose(globe.distance((0, 0), (1, 0)), 111.195, abs_tol=0.001)
    assert isclose(globe.distance((0, 90), (77, -90)), 20015.1, abs_tol=0.1)

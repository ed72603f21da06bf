import itertools
import random

import pytest

from pages.drawings import maps
from pages.drawings.maps import Place

SARAJ = Place("Saraj", 42.0, 21.32778)
ROCHESTER_HILLS = Place("Rochester Hills", 42.65837, -83.14993)
SKOPJE = Place("Skopje", 41.99646, 21.43141)
SEATTLE = Place("Seattle", 47.60621, -122.33207)
KOBE = Place("Kobe", 34.6913, 135.183)


def test_region_shows_both_ends_and_the_arc():
    drawing = maps.region([SARAJ, ROCHESTER_HILLS], [(0, 1)])
    assert [dot.name for dot in drawing.dots] == ["Saraj", "Rochester Hills"]
    assert all(0 < dot.x < drawing.width and 0 < dot.y < drawing.height for dot in drawing.dots)
    assert len(drawing.arcs) == 1
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


def boxes(drawing):
    """(left, top, right, bottom) of the written names, as large as the letters of small screens make them."""
    shift, drop = {"start": 0, "middle": -0.5, "end": -1}, {"under": 0, "beside": -21, "over": -36}
    for dot in drawing.dots:
        if dot.label:
            length = len(dot.name) * maps.LABEL_SIZE * 0.6
            left, top = dot.label.x + shift[dot.label.anchor] * length, dot.label.y + drop[dot.label.side]
            yield left, top, left + length, top + 42


@pytest.mark.parametrize("number", [1, 12, 60, 200])
def test_star_of_any_number_of_partners_is_legible(number):
    dice = random.Random(number)
    partners = [Place(f"Partner {n}", dice.uniform(36, 60), dice.uniform(-8, 40)) for n in range(number)]
    drawing = maps.region([SARAJ, *partners], [(0, n) for n in range(1, number + 1)])
    assert drawing.dots[0].label
    names = list(boxes(drawing))
    assert 1 <= len(names) <= maps.LABELS
    for one, other in itertools.combinations(names, 2):
        assert not maps._overlap(one, other)
    for left, top, right, bottom in names:
        assert 0 <= left <= right <= drawing.width
        assert 0 <= top <= bottom <= drawing.height
    for left, top, right, bottom in names[1:]:
        assert not any(left < dot.x < right and top < dot.y < bottom for dot in drawing.dots)


def test_region_names_the_first_place_and_then_the_farthest():
    partners = [Place(f"Partner {n:02}", 40 + n % 5, -100 + 8 * n) for n in range(24)]
    drawing = maps.region([SARAJ, *partners])
    named = [dot.name for dot in drawing.dots if dot.label]
    assert named[:2] == ["Saraj", "Partner 00"]
    assert len(named) <= maps.LABELS


def with_address(place):
    return Place(place.name, place.latitude, place.longitude, url=f"/{place.name}")


def test_dots_are_links_where_they_are_few_and_far_from_each_other():
    far, near = [with_address(place) for place in (SARAJ, ROCHESTER_HILLS)], with_address(SKOPJE)
    assert maps.region(far).is_linked
    assert not maps.region([*far, near]).is_linked
    assert not maps.region([*far, SEATTLE]).is_linked
    assert not maps.region([with_address(Place(f"{n}", 0, 10 * n)) for n in range(maps.LABELS + 1)]).is_linked


def test_region_without_places_is_nothing():
    assert maps.region([]) is None

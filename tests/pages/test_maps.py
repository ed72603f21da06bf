from pages import maps
from pages.maps import Place

SARAJ = Place("Saraj", 42.0, 21.32778)
ROCHESTER_HILLS = Place("Rochester Hills", 42.65837, -83.14993)
SKOPJE = Place("Skopje", 41.99646, 21.43141)
SEATTLE = Place("Seattle", 47.60621, -122.33207)
KOBE = Place("Kobe", 34.6913, 135.183)


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

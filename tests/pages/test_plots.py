import re

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from pages.drawings import plots

years = st.dictionaries(st.integers(1900, 2030), st.integers(0, 10**7), max_size=131)
names = st.sampled_from(["AL", "BG", "DE", "FR", "GR", "MK", "RS", "XK"])
pairs = st.dictionaries(st.tuples(names, names).map(lambda pair: tuple(sorted(pair))), st.integers(1, 10**7))


def heights_in(path):
    """(x, height) of each column of a path."""
    return [(float(x), int(up)) for x, up in re.findall(r"M([\d.]+) 200v-(\d+)h\.8v\d+z", path)]


def svg_of(columns):
    return render_to_string(
        "includes/columns.html", {"columns": columns, "id": "plot", "title": "Years", "description": "Columns"}
    )


@given(years)
def test_columns_of_any_numbers_stand_inside_their_box_and_stay_small(numbers):
    columns = plots.columns(numbers, 1900, 2030)
    drawn = heights_in(columns.path)
    assert len(drawn) == columns.path.count("M") == sum(number > 0 for number in numbers.values())
    for x, height in drawn:
        assert 0 <= x <= columns.count - 0.8
        assert 1 <= height <= columns.height
    for tick in [*columns.years, *columns.numbers]:
        assert 0 <= tick.at <= 100
    assert columns.total == sum(numbers.values())
    assert len(svg_of(columns)) < 8_000


def test_columns_are_as_high_as_their_numbers():
    columns = plots.columns({1990: 20, 1991: 10, 1993: 1, 1994: 0}, 1990, 1999)
    assert heights_in(columns.path) == [(0.1, 200), (1.1, 100), (3.1, 10)]
    assert [(tick.at, tick.label) for tick in columns.numbers] == [(50, 10), (0, 20)]


def test_columns_of_nothing_are_an_empty_picture():
    columns = plots.columns({}, 1990, 1999)
    assert (columns.path, columns.total) == ("", 0)
    assert 'role="img"' in svg_of(columns)


@pytest.mark.parametrize(
    ("number", "above"), [(0, 2), (1, 2), (3, 4), (5, 10), (10, 10), (11, 20), (304, 400), (1000, 1000), (1001, 2000)]
)
def test_upper_edge_is_a_round_number_with_a_whole_half(number, above):
    assert plots.round_above(number) == above


@given(st.lists(st.tuples(st.text(max_size=5), st.integers(0, 10**7)), max_size=20))
def test_bars_are_never_longer_than_their_box_and_never_nothing_for_something(rows):
    for bar, (label, number) in zip(plots.bars(rows), rows, strict=True):
        assert (bar.label, bar.number) == (label, number)
        assert 0 <= bar.width <= 100
        assert (bar.width > 0) == (number > 0)


def test_bars_of_a_whole_are_shares_of_it():
    assert [bar.width for bar in plots.bars([("a", 50), ("b", 1)], whole=200)] == [25, 0.5]


@given(pairs, st.integers(1, 10))
def test_matrix_counts_every_pair_once(between, size):
    matrix = plots.matrix([(*pair, number) for pair, number in between.items()], size)
    drawn = set(matrix.names)
    assert [len(row.cells) for row in matrix.rows] == [len(matrix.names)] * len(matrix.names)
    for row in matrix.rows:
        assert sum(cell.number for cell in row.cells) + row.others == row.total
        assert row.total == sum(number for pair, number in between.items() if row.name in pair)
        assert all((cell.shade > 0) == (cell.number > 0) and cell.shade <= plots.STEPS for cell in row.cells)
    own = [row.cells[place].number for place, row in enumerate(matrix.rows)]
    inside = (sum(cell.number for row in matrix.rows for cell in row.cells) + sum(own)) // 2
    others = sum(
        number for pair, number in between.items() if len(drawn.intersection(pair)) == 1 and len(set(pair)) == 2
    )
    assert inside + others + matrix.rest == sum(between.values())
    assert sum(row.others for row in matrix.rows) == others


@given(years)
def test_strongest_years_hold_their_share(numbers):
    stretch = plots.strongest_years(numbers)
    total = sum(numbers.values())
    if stretch is None:
        assert total == 0
    else:
        first, last = stretch
        assert sum(number for year, number in numbers.items() if first <= year <= last) * 4 >= total


def test_strongest_years_are_the_shortest_stretch():
    assert plots.strongest_years({1960: 3, 1989: 4, 1990: 4, 1991: 5, 2000: 4}) == (1991, 1991)
    assert plots.strongest_years({1960: 1, 1989: 4, 1990: 4, 1991: 4, 2000: 4}, share=0.5) == (1989, 1991)
    assert plots.strongest_years({}) is None

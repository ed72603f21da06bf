"""Rows of the three files, written for the tests: only what a test is about is named, the rest is plain."""

from agreements.twinnings import places, statements, terms
from agreements.twinnings.reading import Row


def _rows(columns, plain, rows):
    return [
        Row(number, dict.fromkeys(columns, "") | plain(number) | values) for number, values in enumerate(rows, start=2)
    ]


def municipality_rows(*rows: dict) -> list[Row]:
    return _rows(places.COLUMNS, lambda number: {"id": f"gn:{number}", "name": f"Town {number}", "country": "MK"}, rows)


def partnership_rows(*rows: dict) -> list[Row]:
    def plain(number):
        return {
            "id": f"list:{number}",
            "municipality_a": "gn:2",
            "municipality_b": "gn:3",
            "name_a_raw": "Town 2",
            "name_b_raw": "Town 3",
            "kind": "twin_town",
            "source": "list",
        }

    return _rows(statements.COLUMNS, plain, rows)


def mayor_rows(*rows: dict) -> list[Row]:
    def plain(number):
        return {
            "municipality_id": "gn:2",
            "name": "Ana Example",
            "role": "mayor",
            "source": "list",
            "source_ref": f"#{number}",
        }

    return _rows(terms.COLUMNS, plain, rows)

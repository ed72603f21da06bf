"""The three files in a folder, written for the tests."""

import csv
from pathlib import Path

from agreements.twinnings import places, statements, terms
from agreements.twinnings.reading import Row
from tests.agreements.twinnings.rows import mayor_rows, municipality_rows, partnership_rows


def write_files(directory: Path, *, municipalities=({}, {}), partnerships=({},), mayors=()) -> Path:
    """Write plain rows, in which only what is given differs; return the folder."""
    for module, rows in (
        (places, municipality_rows(*municipalities)),
        (statements, partnership_rows(*partnerships)),
        (terms, mayor_rows(*mayors)),
    ):
        _write(directory / module.FILE, module.COLUMNS, rows)
    return directory


def _write(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(row.values for row in rows)

"""What the import could not take over, row by row, for whoever has to look after it."""

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple


class Entry(NamedTuple):
    """One row of a file (its line, from 1) and why it was refused, kept only in part, or left to a person."""

    file: str
    row: int
    id: str
    outcome: str
    reason: str


class Report:
    """Collects entries while the files are read and loaded."""

    REFUSED = "refused"
    IN_PART = "kept in part"
    CONFLICT = "conflict"

    def __init__(self):
        self.entries: list[Entry] = []

    def refuse(self, file: str, row: int, row_id: str, reason: str) -> None:
        """Nothing of the row is in the register."""
        self.entries.append(Entry(file, row, row_id, self.REFUSED, reason))

    def keep_in_part(self, file: str, row: int, row_id: str, reason: str) -> None:
        """The row is in the register without the part that `reason` names."""
        self.entries.append(Entry(file, row, row_id, self.IN_PART, reason))

    def conflict(self, file: str, row: int, row_id: str, reason: str) -> None:
        """The register says something else, which a person wrote: it stays."""
        self.entries.append(Entry(file, row, row_id, self.CONFLICT, reason))

    def count(self, outcome: str) -> Counter:
        """How many entries of an outcome, by file."""
        return Counter(entry.file for entry in self.entries if entry.outcome == outcome)

    def write(self, path: Path) -> None:
        """Write a CSV file, complete or not at all; in the order of files and rows."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.unfinished")
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(Entry._fields)
            writer.writerows([_harmless(cell) for cell in entry] for entry in sorted(self.entries))
        unfinished.replace(path)


def _harmless(cell: str | int) -> str | int:
    """No formula for the spreadsheet program in which the report is opened: sources are not to be trusted."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell

"""Strict CSV reading (RFC 4180, UTF-8, comma, header line): one broken byte refuses the file, and says where.

Rows are streamed; whatever the file holds, no more than one line of `MAX_LINE` bytes and one field of the csv
module's own limit (128 KiB) is ever in memory.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MAX_LINE = 1 << 20

# The longest marks first: UTF-32 little-endian begins with the mark of UTF-16.
_FOREIGN_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_UTF8_MARK = b"\xef\xbb\xbf"


class FileError(Exception):
    """A file cannot be trusted as a whole. `row` is a line of it, `column` a name or a number from 1."""

    def __init__(self, path: Path, reason: str, *, row: int | None = None, column: str | int | None = None):
        self.path, self.reason, self.row, self.column = path, reason, row, column
        place = [path.name]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        super().__init__(f"{', '.join(place)}: {reason}")


class Row(NamedTuple):
    """One record: the line of the file on which it begins (the header is on 1), and its values by column."""

    number: int
    values: dict[str, str]


def read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield the records of `path`, whose header must be exactly `columns`. Raise `FileError`.

    The UTF-8 mark that spreadsheet programs write at the start is skipped: it says nothing that is not known.
    Blank lines are skipped.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise FileError(path, f"cannot be read in {path.parent} ({error.strerror})") from error
    with stream:
        lines = _Lines(path, stream, columns)
        yield from _records(path, lines, columns)


def _records(path: Path, lines: "_Lines", columns: tuple[str, ...]) -> Iterator[Row]:
    reader = csv.reader(lines, strict=True)
    header_seen = False
    while True:
        number = lines.number + 1
        lines.record = b""
        try:
            fields = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise FileError(path, _quoting(error), row=number, column=lines.column_of_quotation()) from error
        if not header_seen:
            _check_header(path, fields, columns)
            header_seen = True
        elif fields:
            if len(fields) != len(columns):
                column = columns[len(fields)] if len(fields) < len(columns) else len(columns) + 1
                reason = f"{len(fields)} columns, expected {len(columns)}"
                raise FileError(path, reason, row=number, column=column)
            yield Row(number, dict(zip(columns, fields, strict=True)))
    if not header_seen:
        raise FileError(path, f"is empty; expected the header {','.join(columns)}", row=1, column=columns[0])


def _check_header(path: Path, fields: list[str], columns: tuple[str, ...]) -> None:
    for position, expected in enumerate(columns):
        found = fields[position] if position < len(fields) else ""
        if found != expected:
            reason = f"wrong header: “{found[:60]}” where “{expected}” is expected"
            raise FileError(path, reason, row=1, column=position + 1)
    if len(fields) > len(columns):
        reason = f"wrong header: “{fields[len(columns)][:60]}” after the last column"
        raise FileError(path, reason, row=1, column=len(columns) + 1)


def _quoting(error: csv.Error) -> str:
    """What the csv module says, in the words of someone who has to mend the file."""
    said = str(error)
    if "unexpected end of data" in said or "field limit" in said:
        return "a quotation mark is opened and not closed, or a field is longer than 128 KiB"
    return f"not readable as CSV: {said}"


class _Lines:
    """The decoded lines of a stream, with the position of the last one read."""

    def __init__(self, path: Path, stream, columns: tuple[str, ...]):
        self.path, self.stream, self.columns = path, stream, columns
        self.number = 0
        self.record = b""  # the first line of the record that is being read

    def __iter__(self):
        return self

    def __next__(self) -> str:
        line = self.stream.readline(MAX_LINE + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if self.number == 1:
            line = self._without_mark(line)
        self.record = self.record or line
        if b"\x00" in line:
            raise self._refused("holds a NUL byte", line, line.index(b"\x00"))
        if len(line) > MAX_LINE:
            raise self._refused(f"the line is longer than {MAX_LINE // 1024} KiB", line, MAX_LINE)
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise self._refused(f"not UTF-8 (byte 0x{line[error.start]:02X})", line, error.start) from error

    def _without_mark(self, line: bytes) -> bytes:
        for mark, encoding in _FOREIGN_MARKS.items():
            if line.startswith(mark):
                raise FileError(self.path, f"is {encoding}; expected UTF-8", row=1, column=self.columns[0])
        return line.removeprefix(_UTF8_MARK)

    def _refused(self, reason: str, line: bytes, offset: int) -> FileError:
        return FileError(self.path, reason, row=self.number, column=self._column_at(line, offset))

    def column_of_quotation(self) -> str | int:
        """Where the quotation marks go wrong: text after a closing mark, or else the last mark opened."""
        offset = 0
        for position, part in enumerate(self.record.split(b'"')):
            follows_closing_mark = position and position % 2 == 0
            if follows_closing_mark and part and part[:1] not in b",\r\n":
                return self._column_at(self.record, offset)
            offset += len(part) + 1
        return self._column_at(self.record, len(self.record))

    def _column_at(self, line: bytes, offset: int) -> str | int:
        """The column in which a byte of a line lies: count the commas that stand outside quotation marks."""
        outside = line[:offset].split(b'"')[::2]
        position = sum(part.count(b",") for part in outside)
        return self.columns[position] if position < len(self.columns) else position + 1

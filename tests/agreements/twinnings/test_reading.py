import tracemalloc

import pytest

from agreements.twinnings.reading import FileError, Row, read_rows

COLUMNS = ("id", "name", "country")


def read(path, content: bytes):
    path.write_bytes(content)
    return list(read_rows(path, COLUMNS))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "places.csv"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'id,name,country\n1,"Tirana, AL",AL\n\n2,\xc3\x9csk\xc3\xbcdar,TR\n', id="lf"),
        pytest.param(b'id,name,country\r\n1,"Tirana, AL",AL\r\n\r\n2,\xc3\x9csk\xc3\xbcdar,TR', id="crlf-no-last-end"),
        pytest.param(b'\xef\xbb\xbfid,name,country\n1,"Tirana, AL",AL\n\n2,\xc3\x9csk\xc3\xbcdar,TR\n', id="utf8-mark"),
    ],
)
def test_rows_carry_the_line_of_the_file_and_the_values_by_column(path, content):
    assert read(path, content) == [
        Row(2, {"id": "1", "name": "Tirana, AL", "country": "AL"}),
        Row(4, {"id": "2", "name": "Üsküdar", "country": "TR"}),
    ]


def test_a_field_over_two_lines_belongs_to_the_row_on_which_it_begins(path):
    rows = read(path, b'id,name,country\n1,"New\nYork",US\n2,Tuz,ME\n')
    assert [(row.number, row.values["name"]) for row in rows] == [(2, "New\nYork"), (4, "Tuz")]


@pytest.mark.parametrize(
    ("content", "row", "column", "reason"),
    [
        pytest.param(b"", 1, "id", "is empty; expected the header id,name,country", id="empty"),
        pytest.param(b"id,nom,country\n", 1, 2, "wrong header: “nom” where “name” is expected", id="header-other"),
        pytest.param(b"id,name\n", 1, 3, "wrong header: “” where “country” is expected", id="header-short"),
        pytest.param(b"id,name,country,x\n", 1, 4, "wrong header: “x” after the last column", id="header-long"),
        pytest.param(
            b"id;name;country\n",
            1,
            1,
            "wrong header: “id;name;country” where “id” is expected",
            id="semicolons",
        ),
        pytest.param(b"id,name,country\n1,Tuz\n", 2, "country", "2 columns, expected 3", id="column-missing"),
        pytest.param(b"id,name,country\n1,Tuz,ME,\n", 2, 4, "4 columns, expected 3", id="column-too-many"),
        pytest.param(b'id,name,country\n1,"a,b",\xd1kopje\n', 2, "country", "not UTF-8 (byte 0xD1)", id="windows-1251"),
        pytest.param(b"\xff\xfei\x00d\x00", 1, "id", "is UTF-16; expected UTF-8", id="utf-16"),
        pytest.param(b"\xff\xfe\x00\x00i\x00", 1, "id", "is UTF-32; expected UTF-8", id="utf-32"),
        pytest.param(b"id,name,country\n1,T\x00uz,ME\n", 2, "name", "holds a NUL byte", id="nul"),
        pytest.param(
            b'id,name,country\n1,Tuz,ME\n2,"Tuz,ME\n3,Bar,ME\n',
            3,
            "name",
            "a quotation mark is opened and not closed, or a field is longer than 128 KiB",
            id="quote-not-closed",
        ),
        pytest.param(
            b'id,name,country\n1,"Tuz,ME\n' + b"2,Bar,ME\n" * 20_000,
            2,
            "name",
            "a quotation mark is opened and not closed, or a field is longer than 128 KiB",
            id="quote-not-closed-far-from-the-end",
        ),
        pytest.param(
            b'id,name,country\n1,"Tuz"x,"ME"\n',
            2,
            "name",
            "not readable as CSV: ',' expected after '\"'",
            id="text-after-quote",
        ),
    ],
)
def test_a_broken_file_is_refused_with_file_row_and_column(path, content, row, column, reason):
    with pytest.raises(FileError) as refused:
        read(path, content)
    assert (refused.value.path, refused.value.row, refused.value.column, refused.value.reason) == (
        path,
        row,
        column,
        reason,
    )
    assert str(refused.value) == f"places.csv, row {row}, column {column}: {reason}"


def test_a_line_of_100_megabytes_is_refused_without_being_read(path):
    with path.open("wb") as stream:
        stream.write(b"id,name,country\n1,")
        stream.truncate(20)
        for _ in range(100):
            stream.write(b"x" * 1_000_000)
    tracemalloc.start()
    with pytest.raises(FileError, match="row 2, column name: the line is longer than 1024 KiB"):
        list(read_rows(path, COLUMNS))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_a_file_that_cannot_be_opened_is_refused(tmp_path, name):
    with pytest.raises(FileError, match="cannot be read"):
        list(read_rows(tmp_path / name, COLUMNS))

"""The command, as an operator meets it."""

import csv
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from agreements.models import Agreement
from agreements.twinnings import loading
from agreements.twinnings.report import Report
from municipalities.models import Municipality
from provenance.models import Change
from tests.agreements.twinnings.files import write_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(tmp_path):
    return write_files(
        tmp_path,
        partnerships=[{"since": "1987"}, {"municipality_b": "gn:2"}, {"kind": ""}],
        mayors=[{"start": "1992"}, {"name": ""}],
    )


def run(directory, report=None):
    call_command("import_twinnings", str(directory), report=report or directory / "report.csv")


def assert_nothing_written():
    assert (Change.objects.count(), Municipality.objects.count(), Agreement.objects.count()) == (0, 0, 0)


def test_import_twinnings_says_what_it_did(directory, capsys):
    run(directory)
    said = re.sub(r"[0-9.]+ s, [0-9]+ statements/s, [0-9]+ MB", "TIME", capsys.readouterr().out)
    assert said.splitlines() == [
        "read: 2 statements, 1 agreements, 2 municipalities, 1 terms of mayors",
        "new: 2 municipality, 5 citation, 1 agreement, 2 party, 1 act, 1 mayor",
        "completed: nothing",
        "refused: 1 of partnerships.csv, 1 of mayors.csv",
        "kept in part: 1 of partnerships.csv",
        "conflict: none",
        "TIME of memory at most",
        f"report: {directory / 'report.csv'}",
    ]


def test_import_twinnings_lists_what_it_refused(directory):
    run(directory)
    with (directory / "report.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["file", "row", "id", "outcome", "reason"],
            ["mayors.csv", "3", "gn:2", "refused", "names no person: “”"],
            ["partnerships.csv", "3", "list:3", "refused", "a municipality with itself: Town 2"],
            [
                "partnerships.csv",
                "4",
                "list:4",
                "kept in part",
                "the source names no form: cited for the twinning of the pair",
            ],
        ]


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        pytest.param(
            "mayors.csv",
            b"municipality,name\n",
            "mayors.csv, row 1, column 1: wrong header: “municipality” where “municipality_id” is expected",
            id="header",
        ),
        pytest.param(
            "municipalities.csv",
            None,
            "municipalities.csv: cannot be read in {} (No such file or directory)",
            id="gone",
        ),
        pytest.param(
            "partnerships.csv",
            lambda good: good.replace(b"Town 3", b"T\xf6wn 3", 1),
            "partnerships.csv, row 2, column name_b_raw: not UTF-8 (byte 0xF6)",
            id="encoding",
        ),
        pytest.param(
            "mayors.csv",
            lambda good: good.replace(b"Ana Example", b"Ana\x00Example"),
            "mayors.csv, row 2, column name: holds a NUL byte",
            id="nul",
        ),
        pytest.param(
            "partnerships.csv",
            lambda good: good + b"list:9," + b"x" * 2_000_000,
            "partnerships.csv, row 5, column municipality_a: the line is longer than 1024 KiB",
            id="long-line",
        ),
        pytest.param(
            "partnerships.csv",
            lambda good: good + b'list:9,"gn:2,gn:3\n',
            "partnerships.csv, row 5, column municipality_a: a quotation mark is opened and not closed, or a field is "
            "longer than 128 KiB",
            id="quote",
        ),
    ],
)
def test_import_twinnings_refuses_a_broken_file_whole(directory, file, content, message):
    path = directory / file
    good = path.read_bytes()
    path.unlink()
    if content is not None:
        path.write_bytes(content(good) if callable(content) else content)
    with pytest.raises(CommandError) as refused:
        run(directory)
    assert str(refused.value) == f"{message.format(directory)}. Nothing was imported."
    assert refused.value.returncode == 1
    assert_nothing_written()
    assert not (directory / "report.csv").exists()


def test_import_twinnings_writes_nothing_when_it_cannot_report(directory):
    (directory / "file").touch()
    with pytest.raises(CommandError, match=r"The report cannot be written: .* Nothing was imported"):
        run(directory, report=directory / "file" / "report.csv")
    assert_nothing_written()


def test_import_twinnings_writes_nothing_when_it_fails_at_the_end(directory, monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(loading, "write_mayors", fail)
    with pytest.raises(RuntimeError):
        run(directory)
    assert_nothing_written()


def test_import_twinnings_knows_how_far_it_is(tmp_path):
    write_files(tmp_path, partnerships=[{"since": "1987", "name_a_raw": "Zwei"}, {}], mayors=[{}])
    report = Report()
    contents = loading.read(tmp_path, report)
    batches = []
    loading.write(contents, report, batches.append)
    assert sum(batches) == contents.rows == Change.objects.count()

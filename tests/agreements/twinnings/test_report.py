import csv

from agreements.twinnings.report import Report


def test_the_report_lists_rows_in_the_order_of_the_files(tmp_path):
    report = Report()
    report.refuse("partnerships.csv", 12, "list:12", "a municipality with itself: Tuz")
    report.keep_in_part("partnerships.csv", 3, "list:3", "since is no date")
    report.conflict("municipalities.csv", 7, "gn:7", "population: 5 in the file, 6 in the register")
    path = tmp_path / "new folder" / "report.csv"
    report.write(path)
    with path.open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["file", "row", "id", "outcome", "reason"],
            ["municipalities.csv", "7", "gn:7", "conflict", "population: 5 in the file, 6 in the register"],
            ["partnerships.csv", "3", "list:3", "kept in part", "since is no date"],
            ["partnerships.csv", "12", "list:12", "refused", "a municipality with itself: Tuz"],
        ]
    assert report.count(Report.REFUSED) == {"partnerships.csv": 1}
    assert [file.name for file in path.parent.iterdir()] == ["report.csv"]


def test_a_formula_in_the_report_is_text(tmp_path):
    report = Report()
    report.refuse("mayors.csv", 2, "=1+1", "no source")
    report.write(tmp_path / "report.csv")
    assert (tmp_path / "report.csv").read_text().splitlines()[1] == "mayors.csv,2,'=1+1,refused,no source"

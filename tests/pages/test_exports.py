"""Lists as CSV: whole, in order, safe to open in a spreadsheet."""

import csv
import io

import pytest

from agreements.models import AgreementField
from provenance.spreadsheet import BYTE_ORDER_MARK, lines
from tests.factories import make_act, make_agreement, make_field, make_joint_project, make_municipality


def table(response) -> list[dict]:
    text = response.getvalue().decode()
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK)), strict=True))


def test_agreements_as_a_table(client, saraj, rochester_hills):
    first = make_agreement(saraj, rochester_hills, title_sq="Marrëveshje, e parë")
    second = make_agreement(saraj, make_municipality("Tirana", country="AL"), form="twinning")
    make_agreement(public=False)
    for code in ("sport", "culture"):
        AgreementField.objects.create(agreement=first, field=make_field(code))
    make_act(first, "signed", "1987-06")
    response = client.get("/mk/agreements.csv?asOf=1990-01-01&sort=registered")
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response["Content-Disposition"].startswith('attachment; filename="besa-agreements-')
    one, other = table(response)
    assert (one["number"], other["number"]) == (first.number, second.number)
    assert one | {"registered_on": ""} == {
        "uid": str(first.uid), "number": first.number, "form": "cooperation", "title.en": "",
        "title.sq": "Marrëveshje, e parë", "title.mk": "", "original_language": "",
        "parties": "Saraj (MK); Rochester Hills (US)", "parties.uid": f"{saraj.uid}; {rochester_hills.uid}",
        "since": "1987-06", "legal_status.on": "1990-01-01", "legal_status.status": "signed", "badge": "unconfirmed",
        "fields": "culture; sport", "term": "unknown", "term_ends_on": "", "origin": "clerk", "registered_on": "",
    }  # fmt: skip


def test_parties_and_status_are_those_of_the_day(client, saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills, make_municipality("Tirana", country="AL"))
    agreement.parties.filter(municipality__name="Tirana").update(joined_on="2001")
    make_act(agreement, "signed", "1987")
    make_act(agreement, "terminated", "2005")
    rows = {day: table(client.get(f"/en/agreements.csv?asOf={day}"))[0] for day in ("1990-01-01", "2010-01-01")}
    assert {day: (row["parties"], row["legal_status.status"]) for day, row in rows.items()} == {
        "1990-01-01": ("Saraj (MK); Rochester Hills (US)", "signed"),
        "2010-01-01": ("Saraj (MK); Rochester Hills (US); Tirana (AL)", "terminated"),
    }


def test_the_table_has_the_filters_and_the_order_of_the_list(client, saraj):
    agreements = [make_agreement(saraj, make_municipality(country=country)) for country in ("AL", "US", "AL")]
    assert [row["number"] for row in table(client.get("/en/agreements.csv?country=al"))] == [
        agreements[2].number,
        agreements[0].number,
    ]


@pytest.mark.parametrize(
    "path", ["agreements.csv?form=x", "municipalities.csv?country=XYZ", "joint-projects.csv?status=9"]
)
def test_what_cannot_be_asked_is_refused(client, db, path):
    assert client.get(f"/en/{path}").status_code == 400


def test_municipalities_as_a_table(client, saraj):
    (row,) = table(client.get("/sq/municipalities.csv"))
    assert (row["uid"], row["name.en"], row["name.mk"], row["country"]) == (str(saraj.uid), "Saraj", "Сарај", "MK")
    assert (row["latitude"], row["is_member"], row["population"]) == ("42.0", "False", "")


def test_joint_projects_as_a_table(client, saraj, rochester_hills, agreement):
    project = make_joint_project(saraj, rochester_hills, agreement=agreement, budget="1000.50", currency="EUR")
    make_joint_project(public=False)
    (row,) = table(client.get("/en/joint-projects.csv"))
    assert (row["uid"], row["agreement"], row["budget"]) == (str(project.uid), str(agreement.uid), "1000.50")
    assert row["partners"] == "Saraj (MK); Rochester Hills (US)"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_text_is_a_formula(text):
    _header, row = list(csv.reader(io.StringIO("".join(lines(["a"], [[text]])), newline="")))
    assert row == [f"'{text}"]


def test_numbers_stay_numbers_and_nothing_is_empty():
    assert list(lines(["a", "b"], [[-83.1, None], ['say "x", y', "é"]]))[1:] == ["-83.1,\r\n", '"say ""x"", y",é\r\n']


def test_a_title_that_is_a_formula_is_no_formula(client, db):
    make_agreement(make_municipality("=cmd()"), make_municipality("Saraj"), title_en="=HYPERLINK()")
    (row,) = table(client.get("/en/agreements.csv"))
    assert (row["title.en"], row["parties"]) == ("'=HYPERLINK()", "'=cmd() (MK); Saraj (MK)")


def test_a_table_takes_the_same_queries_for_one_and_for_three(client, db, django_assert_num_queries):
    for _ in range(2):
        make_agreement()
        make_agreement()
        with django_assert_num_queries(1):
            assert len(table(client.get("/en/agreements.csv"))) >= 2

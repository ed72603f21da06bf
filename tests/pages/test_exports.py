"""Lists as CSV: whole, in order, safe to open in a spreadsheet."""

import csv
import io
import json

import pytest

from agreements.models import AgreementField
from provenance.models import Citation
from provenance.spreadsheet import BYTE_ORDER_MARK, lines
from tests.factories import (
    make_act,
    make_agreement,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
    make_network,
    make_practice,
    withdraw_silently,
)


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
    assert response["Content-Disposition"] == 'attachment; filename="besa-agreements-1990-01-01.csv"'
    one, other = table(response)
    assert (one["number"], other["number"]) == (first.number, second.number)
    assert one | {"registered_on": ""} == {
        "uid": str(first.uid), "permalink": f"http://testserver/id/agreement/{first.uid}",
        "number": first.number, "form": "cooperation", "title.en": "",
        "title.sq": "Marrëveshje, e parë", "title.mk": "", "original_language": "",
        "parties": "Saraj (MK); Rochester Hills (US)", "parties.uid": f"{saraj.uid}; {rochester_hills.uid}",
        "parties.country": "MK; US", "since": "1987-06", "legal_status.on": "1990-01-01",
        "legal_status.status": "signed", "badge": "unconfirmed",
        "fields": "culture; sport", "term": "unknown", "term_ends_on": "", "origin": "clerk", "registered_on": "",
        "grade": "", "sources": "",
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


def test_agreements_lead_to_their_pages_and_sources(client, saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills)
    cited = {"model": agreement.address, "record": agreement.uid}
    for facts in (
        {"url": "https://paper.example/1", "title": "News", "grade": "press"},
        {"url": "https://paper.example/1", "title": "News", "grade": "press", "field": "form"},
        {"publisher": "Gazette", "title": "No. 4", "grade": "gazette"},
        {"source": "list", "source_row": "list:7", "grade": "open_data"},
    ):
        Citation.objects.create(**cited, **facts)
    (row,) = table(client.get("/en/agreements.csv"))
    assert row["permalink"] == f"http://testserver/id/agreement/{agreement.uid}"
    assert client.get(row["permalink"], headers={"accept": "text/html"}).status_code == 303
    assert row["parties.country"] == "MK; US"
    assert row["sources"] == "Gazette, No. 4; https://paper.example/1; list:7"
    assert row["grade"] == "gazette"


def test_mayors_as_a_table(client, saraj):
    term = make_mayor(saraj, "Blerim Bexheti", starts_on="2013", ongoing=True)
    make_mayor(make_municipality(country="AL"), "Another")
    (row,) = table(client.get("/sq/mayors.csv?municipality=сарај"))
    assert row == {
        "uid": str(term.uid), "permalink": f"http://testserver/id/mayor/{term.uid}", "name": "Blerim Bexheti",
        "municipality": "Saraj (MK)", "municipality.uid": str(saraj.uid), "starts_on": "2013", "ends_on": "",
        "ongoing": "True", "acting": "False", "wikidata_qid": "",
    }  # fmt: skip
    assert [row["name"] for row in table(client.get("/sq/mayors.csv"))] == ["Another", "Blerim Bexheti"]


def test_good_practices_as_a_table(client, saraj, rochester_hills):
    practice = make_practice(saraj, fields=[make_field("culture")], title="Clean lake", title_sq="Liqen i pastër")
    practice.adoptions.create(municipality=rochester_hills)
    (row,) = table(client.get("/mk/good-practices.csv?country=MK"))
    assert (row["title.sq"], row["owner"], row["owner.uid"]) == ("Liqen i pastër", "Saraj (MK)", str(saraj.uid))
    assert (row["adopters"], row["fields"]) == ("Rochester Hills (US)", "culture")
    assert table(client.get("/mk/good-practices.csv?country=AL")) == []


def test_a_good_practice_names_no_agreement_that_is_not_public(client, saraj, agreement):
    public = make_practice(saraj, agreement=agreement)
    hidden = [make_practice(saraj, agreement=make_agreement(public=False)) for _ in range(2)]
    withdraw_silently(gone := make_agreement())
    hidden.append(make_practice(saraj, agreement=gone))
    told = {row["uid"]: row["agreement"] for row in table(client.get("/en/good-practices.csv"))}
    assert told == {str(public.uid): str(agreement.uid), **{str(one.uid): "" for one in hidden}}


def test_fields_and_networks_as_tables_tell_the_numbers_of_the_day(client, agreement):
    field = make_field("culture", "Culture", sdgs=[4, 11])
    agreement.fields.add(field)
    make_act(agreement, "signed", "2008")
    make_network("Lakes", agreement, make_agreement(public=False))
    for day, number in (("2010-01-01", "1"), ("2000-01-01", "0")):
        (row,) = table(client.get(f"/en/fields.csv?asOf={day}"))
        assert (row["code"], row["name.en"], row["sdgs"]) == ("culture", "Culture", "4; 11")
        assert (row["agreements"], row["permalink"]) == (number, f"http://testserver/id/field/{field.uid}")
        (row,) = table(client.get(f"/en/networks.csv?asOf={day}"))
        assert (row["name.en"], row["is_named"], row["agreements"]) == ("Lakes", "True", number)
        assert f"besa-networks-{day}.csv" in client.get(f"/en/networks.csv?asOf={day}")["Content-Disposition"]


def test_what_a_search_finds_as_a_table(client, saraj, agreement):
    make_mayor(saraj, "Saraj Saraj", starts_on="2013", ongoing=True)
    rows = table(client.get("/en/search.csv?q=сарај"))
    assert [(row["kind"], row["name"]) for row in rows] == [
        ("municipality", "Saraj"),
        ("agreement", "Cooperation agreement of Saraj and Rochester Hills"),
        ("mayor", "Saraj Saraj"),
    ]
    assert rows[0]["address"] == f"http://testserver/en/municipalities/{saraj.uid}/"
    assert rows[0]["about"] == "North Macedonia; 1 agreement"
    assert table(client.get("/en/search.csv")) == []
    assert client.get(f"/en/search.csv?q={'x' * 201}").status_code == 400


@pytest.mark.parametrize(
    ("path", "name", "column", "made"),
    [
        ("search.{}?q=сарај", "found", "name", lambda: make_municipality("Saraj")),
        ("networks.{}", "networks", "name.en", make_network),
        ("good-practices.{}?country=AL", "good-practices", "title.en",
         lambda: make_practice(make_municipality("Vlora", country="AL"))),
    ],
)  # fmt: skip
def test_json_of_a_list_says_what_its_table_says(client, db, path, name, column, made):
    read = json.loads(b"".join(client.get("/en/" + path.format("json")).streaming_content))
    assert read == {name: []}
    made()
    read = json.loads(b"".join(client.get("/en/" + path.format("json")).streaming_content))
    (row,) = table(client.get("/en/" + path.format("csv")))
    assert list(read[name][0]) == list(row)
    assert (read[name][0][column], len(read[name])) == (row[column], 1)


@pytest.mark.parametrize(
    ("path", "made"),
    [
        ("mayors.csv", lambda: make_mayor(make_municipality(), "A")),
        ("good-practices.csv", lambda: make_practice(make_municipality())),
        ("fields.csv", make_field),
        ("networks.csv", make_network),
        ("municipalities.csv", make_municipality),
        ("joint-projects.csv", make_joint_project),
    ],
)
def test_every_table_takes_the_same_queries_for_one_and_for_three(client, db, django_assert_num_queries, path, made):
    for number in (1, 3):
        while len(table(client.get(f"/en/{path}"))) < number:
            made()
        with django_assert_num_queries(1):
            assert table(client.get(f"/en/{path}"))


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

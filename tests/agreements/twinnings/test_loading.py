"""What the import leaves in the register, and what it leaves alone there."""

import pytest

from agreements.models import Act, Agreement, Party
from agreements.twinnings import loading
from agreements.twinnings.report import Report
from municipalities.models import Alias, Mayor, Municipality
from provenance.acting import acting
from provenance.models import Change, Citation
from tests.agreements.twinnings.files import write_files
from tests.factories import make_act, make_agreement, make_mayor, make_municipality, make_user, withdraw_silently

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    """Import rows; returns the report's entries as (file, row, outcome, reason)."""

    def load(**rows):
        report = Report()
        loading.write(loading.read(write_files(tmp_path, **rows), report), report, lambda count: None)
        return [(entry.file, entry.row, entry.outcome, entry.reason) for entry in report.entries]

    return load


@pytest.fixture
def clerk(db):
    return make_user("Clerk")


def log():
    return list(Change.objects.in_order().values_list("model", "action", "uid", "before", "after"))


# --- What it writes ---------------------------------------------------------------------------------------


def test_statements_on_one_pair_and_form_become_one_public_agreement(load):
    entries = load(
        partnerships=[
            {"source": "wikidata_rogorido"},
            {"source": "rgre_muenchdo", "kind": "partnership", "municipality_a": "gn:3", "municipality_b": "gn:2"},
            {"source": "rgre_muenchdo", "kind": "friendship"},
        ]
    )
    assert entries == []
    assert [
        (agreement.form, agreement.origin, agreement.is_public, [str(party) for party in agreement.parties.all()])
        for agreement in Agreement.objects.order_by("serial")
    ] == [
        ("twinning", "import", True, ["Town 2", "Town 3"]),
        ("friendship", "import", True, ["Town 2", "Town 3"]),
    ]


def test_every_statement_becomes_a_citation_of_the_agreement(load):
    load(
        partnerships=[
            {"source": "rgre_muenchdo", "source_ref": "extract", "since": "1977", "name_a_raw": "Zwei"},
            {"source": "rgre_muenchdo", "since": "1952"},
            {"source": "rgre_muenchdo", "since": "2000", "flags": "year_2000_maybe_placeholder"},
            {"source": "elsewhere"},
        ]
    )
    agreement = Agreement.objects.get()
    assert list(
        Citation.objects.about(agreement)
        .order_by("source_row")
        .values_list("field", "value", "source", "source_row", "title", "quote", "licence")
    ) == [
        ("since", "1977", "rgre_muenchdo", "list:2", "extract", "Zwei – Town 3, 1977", "MIT"),
        ("since", "1952", "rgre_muenchdo", "list:3", "", "Town 2 – Town 3, 1952", "MIT"),
        ("", "", "rgre_muenchdo", "list:4", "", "Town 2 – Town 3, 2000", "MIT"),
        ("", "", "elsewhere", "list:5", "", "Town 2 – Town 3", ""),
    ]
    assert [(act.kind, str(act.happened_on)) for act in agreement.acts.all()] == [("entered_into_force", "1952")]


def test_a_twinning_of_which_no_source_gives_the_year_has_no_act(load):
    load(partnerships=[{"since": "2000", "flags": "year_2000_maybe_placeholder"}, {}])
    assert (Agreement.objects.count(), Act.objects.count()) == (1, 0)


def test_a_municipality_has_its_facts_aliases_and_source(load):
    load(
        municipalities=[
            {"id": "gn:2", "name": "Skopje", "name_local": "Скопје", "geonames_id": "2", "lat": "42", "lon": "21.4"},
            {"name": "Schwerin (Kreis)", "name_local": "Saturday", "country": ""},
        ],
        partnerships=[{"name_a_raw": "Üsküp", "name_b_raw": "{{flag}}"}],
    )
    skopje, schwerin = Municipality.objects.order_by("pk")
    assert (skopje.name_en, skopje.local_name, skopje.country, skopje.latitude) == ("Skopje", "Скопје", "MK", 42.0)
    assert (schwerin.name_en, schwerin.local_name, schwerin.country, schwerin.level) == (
        "Schwerin (Kreis)",
        "",
        "ZZ",
        "district",
    )
    assert list(Alias.objects.values_list("municipality__name_en", "text")) == [("Skopje", "Üsküp")]
    assert list(Citation.objects.about(skopje).values_list("source", "source_row", "url", "licence")) == [
        ("geonames", "2", "https://www.geonames.org/2/", "CC BY 4.0")
    ]
    assert set(skopje.search_names.values_list("folded", flat=True)) == {"skopje", "uskup"}


def test_a_place_that_no_authority_knows_is_cited_from_the_first_statement_that_names_it(load):
    load(
        municipalities=[{}, {"id": "raw:x"}], partnerships=[{"municipality_b": "raw:x", "source": "wikidata_rogorido"}]
    )
    municipality = Municipality.objects.get(geonames_id=None, name_en="Town 3")
    assert [(said.source, said.source_row, said.quote) for said in Citation.objects.about(municipality)] == [
        ("wikidata_rogorido", "list:2", "Town 2 – Town 3")
    ]


def test_mayors_are_written_as_far_as_the_constraint_allows(load):
    entries = load(
        mayors=[
            {"name": "First", "start": "1992", "end": "1996"},
            {"name": "Second", "start": "1996", "end": "2000"},
            {"name": "Rival", "start": "1994", "end": "1998"},
            {"name": "Undated"},
            {"name": "Elsewhere", "municipality_id": "gn:3", "start": "1994", "end": "1998"},
        ]
    )
    assert [(str(mayor.starts_on), str(mayor.ends_on), mayor.ongoing, mayor.name) for mayor in Mayor.objects.all()] == [
        ("1992", "1996", False, "First"),
        ("1996", "2000", False, "Second"),
        ("None", "None", False, "Undated"),
        ("1994", "1998", False, "Elsewhere"),
    ]
    reason = "Rival (1994 to 1998): First (1992 to 1996) is mayor on some of these days"
    assert entries == [("mayors.csv", 4, "refused", reason)]
    assert Citation.objects.filter(model="municipalities.mayor").count() == 4


def test_all_is_logged_as_the_imports_work(load):
    load(mayors=[{}], partnerships=[{"since": "1987", "name_a_raw": "Zwei"}])
    assert set(Change.objects.values_list("actor_name", "action", "is_public")) == {
        ("import of twinnings", "created", True)
    }
    assert Change.objects.count() == sum(
        model.objects.count() for model in (Municipality, Alias, Mayor, Agreement, Party, Act, Citation)
    )


# --- A second run -----------------------------------------------------------------------------------------

ROWS = {
    "municipalities": [{"geonames_id": "2", "lat": "42", "lon": "21"}, {"population": "5"}, {"id": "raw:x"}],
    "partnerships": [
        {"since": "1987", "name_a_raw": "Zwei"},
        {"municipality_b": "raw:x"},
        {"kind": "contact", "municipality_b": "gn:2"},
    ],
    "mayors": [{"start": "1992", "end": "1996"}, {"name": "Rival", "start": "1993", "end": "1995"}],
}


def test_a_second_run_changes_nothing_and_writes_no_history(load):
    first_report = load(**ROWS)
    before = log()
    assert load(**ROWS) == first_report
    assert log() == before


def test_a_second_run_writes_only_what_is_new_in_the_files(load):
    load(**ROWS)
    before = log()
    partnerships = [*ROWS["partnerships"], {"since": "1980", "source": "other"}]
    load(**ROWS | {"partnerships": partnerships})
    new = log()[len(before) :]
    assert [(model, action, after.get("happened_on"), after.get("value")) for model, action, _, _, after in new] == [
        ("agreements.act", "changed", "1980", None),
        ("provenance.citation", "created", None, "1980"),
    ]


# --- What is in the register already ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        ({"geonames_id": 785842}, {"geonames_id": "785842"}),
        ({"wikidata_qid": "Q384"}, {"wikidata_qid": "Q384", "qid_status": "attested"}),
        (
            {"national_code": "01004", "national_code_scheme": "INSEE"},
            {"national_code": "01004", "national_code_scheme": "INSEE"},
        ),
    ],
)
def test_a_municipality_is_known_by_its_identifiers_and_completed(load, facts, row):
    skopje = make_municipality("Skopje", name_mk="Скопје", **facts)
    municipalities = [{"name": "Skoplje", "population": "474889"} | row, {}]
    load(municipalities=municipalities, partnerships=[{"name_a_raw": "Skoplje"}])
    assert Municipality.objects.count() == 2
    skopje.refresh_from_db()
    assert (skopje.name_en, skopje.name_mk, skopje.population) == ("Skopje", "Скопје", 474889)
    assert [alias.text for alias in skopje.aliases.all()] == ["Skoplje"]


def test_a_municipality_is_not_known_by_its_name(load):
    make_municipality("Town 2")
    load()
    assert Municipality.objects.filter(name_en="Town 2").count() == 2


def test_an_identifier_of_another_municipality_is_left_to_it(load):
    make_municipality("Skopje", geonames_id=785842)
    make_municipality("Old Skopje", wikidata_qid="Q384")
    row = {"geonames_id": "785842", "wikidata_qid": "Q384", "qid_status": "attested"}
    assert load(municipalities=[row, {}]) == [
        ("municipalities.csv", 2, "conflict", "Q384 is another municipality's wikidata_qid in the register")
    ]
    assert Municipality.objects.count() == 3


def test_an_agreement_of_the_same_form_between_the_two_takes_the_statements(load):
    one, other = make_municipality(geonames_id=2), make_municipality(geonames_id=3)
    agreement = make_agreement(other, one, form="twinning", title="Our twinning")
    load(municipalities=[{"geonames_id": "2"}, {"geonames_id": "3"}], partnerships=[{"since": "1987"}])
    assert list(Agreement.objects.values_list("pk", "title")) == [(agreement.pk, "Our twinning")]
    assert [str(act.happened_on) for act in agreement.acts.all()] == ["1987"]
    assert [said.value for said in Citation.objects.about(agreement)] == ["1987"]


@pytest.mark.parametrize("form", ["cooperation", "friendship"])
def test_an_agreement_of_another_form_stays_another_agreement(load, form):
    make_agreement(make_municipality(geonames_id=2), make_municipality(geonames_id=3), form=form)
    load(municipalities=[{"geonames_id": "2"}, {"geonames_id": "3"}])
    assert list(Agreement.objects.order_by("serial").values_list("form", flat=True)) == [form, "twinning"]


@pytest.mark.parametrize(
    ("kind", "date", "after", "conflicts"),
    [
        pytest.param("entered_into_force", None, ["1987"], [], id="an-unknown-date-is-filled"),
        pytest.param("entered_into_force", "1987-05-03", ["1987-05-03"], [], id="a-day-of-that-year-says-it"),
        pytest.param("signed", "1987-05-03", ["1987-05-03"], [], id="signed-in-that-year-says-it"),
        pytest.param("initiated", "1986", ["1986", "1987"], [], id="what-came-before-says-nothing"),
        pytest.param(
            "entered_into_force",
            "1990",
            ["1990"],
            ["happened_on: “1987” here; the register says “1990”, and keeps it"],
            id="another-year-stays",
        ),
        pytest.param(
            "signed",
            "1990",
            ["1990"],
            ["in force since 1987 here; the register says signed 1990, and keeps it"],
            id="another-signature-stays",
        ),
    ],
)
def test_the_year_of_an_agreement_in_the_register_is_filled_or_kept(load, kind, date, after, conflicts):
    agreement = make_agreement(make_municipality(geonames_id=2), make_municipality(geonames_id=3), form="twinning")
    make_act(agreement, kind, date)
    entries = load(municipalities=[{"geonames_id": "2"}, {"geonames_id": "3"}], partnerships=[{"since": "1987"}])
    assert [str(act.happened_on) for act in agreement.acts.order_by("pk")] == after
    assert entries == [("partnerships.csv", 2, "conflict", reason) for reason in conflicts]
    assert [said.value for said in Citation.objects.about(agreement)] == ["1987"]


def test_a_mayor_in_the_register_takes_the_statements_that_say_no_more(load):
    municipality = make_municipality(geonames_id=2)
    mayor = make_mayor(municipality, "Ana Example", starts_on="1992", ends_on="1996")
    load(municipalities=[{"geonames_id": "2"}, {}], mayors=[{"name": "ANA EXAMPLE", "start": "1992"}])
    assert list(Mayor.objects.values_list("pk", flat=True)) == [mayor.pk]
    assert [said.quote for said in Citation.objects.about(mayor)] == ["ANA EXAMPLE, 1992 – ?"]


# --- What people did since ----------------------------------------------------------------------------------


def test_what_a_person_changed_stays_and_is_reported(load, clerk):
    rows = ROWS | {"partnerships": [{"since": "1987"}], "mayors": [{"start": "1992"}]}
    load(**rows)
    with acting(clerk, "put right"):
        Municipality.objects.filter(name_en="Town 3").update(population=6, name_en="Third Town")
        Act.objects.update(happened_on="1989")
        Mayor.objects.update(starts_on="1991")
        Agreement.objects.update(title_en="Our twinning")
    before = log()
    said = [reason for *_, outcome, reason in load(**rows) if outcome == "conflict"]
    assert said == [
        "population: “5” here; the register says “6”, and keeps it",
        "happened_on: “1987” here; the register says “1989”, and keeps it",
        "starts_on: “1992” here; the register says “1991”, and keeps it",
    ]
    new = log()[len(before) :]
    # The name that the file goes on to use is an alias now.
    assert [(model, action, after) for model, action, _, _, after in new] == [
        (
            "municipalities.alias",
            "created",
            {"text": "Town 3", "kind": "spelling", "municipality_id": Municipality.objects.get(population=6).pk},
        )
    ]


def test_what_a_person_emptied_stays_empty(load, clerk):
    load(**ROWS)
    with acting(clerk, "wrong place"):
        Municipality.objects.filter(geonames_id=2).update(latitude=None, longitude=None)
    before = log()
    assert [reason for *_, outcome, reason in load(**ROWS) if outcome == "conflict"] == [
        "latitude: “42.0” here; the register says nothing, and keeps it",
        "longitude: “21.0” here; the register says nothing, and keeps it",
    ]
    assert log() == before


def test_what_a_person_deleted_stays_away(load, clerk):
    load(**ROWS)
    with acting(clerk, "wrong"):
        Alias.objects.all().delete()
        Citation.objects.filter(value="1987").delete()
        Mayor.objects.all().delete()
    before = log()
    said = [reason for *_, outcome, reason in load(**ROWS) if outcome == "conflict"]
    assert said == ["the term or its municipality was deleted here"]
    assert [model for model, *_ in log()[len(before) :]] == ["municipalities.mayor", "provenance.citation"]
    assert [mayor.name for mayor in Mayor.objects.all()] == ["Rival"]


def test_what_a_person_withdrew_or_struck_out_stays_so(load, clerk):
    load(**ROWS)
    with acting(clerk, "wrong"):
        Act.objects.update(struck_out=True)
        withdraw_silently(Agreement.objects.get(form="twinning", parties__municipality__name_en="Town 3"))
    before = log()
    load(**ROWS)
    assert log() == before


def test_a_newer_file_brings_up_to_date_what_the_import_wrote(load):
    load(**ROWS)
    newer = [ROWS["municipalities"][0], {"population": "7"}, {"id": "raw:x"}]
    assert [outcome for *_, outcome, _ in load(**ROWS | {"municipalities": newer})] == ["refused", "refused"]
    assert Municipality.objects.get(name_en="Town 3").population == 7


def test_an_update_that_the_register_refuses_is_reported(load):
    rows = {"mayors": [{"name": "First", "start": "1992", "end": "1996"}, {"name": "Second", "start": "1996"}]}
    load(**rows)
    rows["mayors"][0] = {"name": "First", "start": "1992", "end": "1998"}
    rows["mayors"][1] = {"name": "Second", "start": "1996", "end": "2000"}
    entries = load(**rows)
    assert [(row, outcome) for _, row, outcome, _ in entries] == [(3, "conflict")]
    assert entries[0][3].startswith("the register refuses it: conflicting key value violates exclusion constraint")
    assert [str(mayor.ends_on) for mayor in Mayor.objects.order_by("pk")] == ["1998", "None"]

import pytest

from agreements.twinnings import places
from agreements.twinnings.report import Entry, Report
from tests.agreements.twinnings.rows import municipality_rows


def read(*rows):
    report = Report()
    return places.read_places(municipality_rows(*rows), report), report.entries


def test_a_municipality_is_what_its_id_says_not_its_name():
    found, entries = read({"name": "Neustadt", "country": "DE"}, {"name": "Neustadt", "country": "DE"})
    assert [(place.id, place.name, place.country) for place in found.values()] == [
        ("gn:2", "Neustadt", "DE"),
        ("gn:3", "Neustadt", "DE"),
    ]
    assert entries == []


def test_its_facts_are_read_with_their_types():
    [place] = read(
        {
            "name": "Saraj",
            "name_local": "Сарај",
            "admin_region": "Saraj",
            "geonames_id": "786093",
            "wikidata_qid": "Q1",
            "qid_status": "attested",
            "national_code": "32",
            "national_code_scheme": "ISTAT",
            "lat": "42.0",
            "lon": "21.32778",
            "population": "35408",
        }
    )[0].values()
    assert place == places.Place(
        row=2,
        id="gn:2",
        name="Saraj",
        local_name="Сарај",
        country="MK",
        region_name="Saraj",
        geonames_id=786093,
        wikidata_qid="Q1",
        national_code="32",
        national_code_scheme="ISTAT",
        latitude=42.0,
        longitude=21.32778,
        population=35408,
        is_district=False,
    )


@pytest.mark.parametrize(
    ("values", "field", "value"),
    [
        pytest.param(
            {"wikidata_qid": "Q1", "qid_status": "dr5hn_unverified"},
            "wikidata_qid",
            None,
            id="qid-unverified",
        ),
        pytest.param(
            {"national_code": "65549", "national_code_scheme": "DE-PLZ (as in source)"},
            "national_code",
            "",
            id="postal",
        ),
        pytest.param({"country": ""}, "country", "ZZ", id="country-not-known"),
        pytest.param({"lat": "42.0"}, "latitude", None, id="half-a-position"),
        pytest.param({"population": ""}, "population", None, id="population-not-known"),
    ],
)
def test_what_is_not_certain_stays_unknown_without_a_word(values, field, value):
    found, entries = read(values)
    assert getattr(found["gn:2"], field) == value
    assert entries == []


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("lat", "91"),
        ("lat", "nan"),
        ("lon", "21,3"),
        ("population", "-1"),
        ("population", "99999999999999999999"),
        ("geonames_id", "x"),
        ("country", "mk"),
    ],
)
def test_what_is_not_readable_is_reported_and_the_rest_is_kept(column, text):
    found, entries = read({"lat": "42", "lon": "21"} | {column: text})
    assert list(found) == ["gn:2"]
    assert entries == [Entry("municipalities.csv", 2, "gn:2", "kept in part", f"{column} is not readable: “{text}”")]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"id": ""}, "no id"),
        ({"id": "gn:2"}, "the id stands in row 2 already"),
        ({"name": "Q1030610"}, "names no municipality: “Q1030610”"),
        ({"name": ""}, "names no municipality: “”"),
    ],
)
def test_a_row_that_names_no_municipality_is_refused(values, reason):
    found, entries = read({}, values)
    assert list(found) == ["gn:2"]
    assert entries == [Entry("municipalities.csv", 3, values.get("id", "gn:3"), "refused", reason)]


def test_an_identifier_that_two_rows_claim_is_left_to_the_first():
    claim = {
        "wikidata_qid": "Q1",
        "qid_status": "attested",
        "national_code": "7",
        "national_code_scheme": "INSEE",
    }
    found, entries = read(claim, claim)
    assert [(place.wikidata_qid, place.national_code) for place in found.values()] == [
        ("Q1", "7"),
        (None, ""),
    ]
    assert [entry.reason for entry in entries] == [
        "INSEE 7 belongs to an earlier row",
        "Wikidata Q1 belongs to an earlier row",
    ]


def test_a_guessed_position_away_from_its_country_is_forgotten():
    found, _ = read(
        {"country": "AT", "lat": "48.2", "lon": "16.4"},
        {"id": "raw:near", "country": "AT", "lat": "47.9", "lon": "15.9"},
        {"id": "raw:caribbean", "country": "AT", "lat": "18.1", "lon": "-63.1"},
        {"id": "gn:island", "country": "AT", "lat": "-21.1", "lon": "55.5"},
    )
    assert [place.latitude for place in found.values()] == [48.2, 47.9, None, -21.1]


def test_a_district_is_kept_and_marked():
    found, entries = read({"name": "Posen (Kreis)"}, {"name": "Poznań"})
    assert [(place.name, place.is_district) for place in found.values()] == [
        ("Posen (Kreis)", True),
        ("Poznań", False),
    ]
    assert entries == []

"""The page of the partner finder."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import AgreementField, GoodPractice, PracticeField
from agreements.partners import POINTS
from agreements.workflow import published_from_sources
from municipalities.models import Municipality
from tests.factories import make_act, make_agreement, make_field, make_municipality

pytestmark = pytest.mark.django_db


def make_practice(owner, title, *fields, **texts):
    practice = GoodPractice.objects.create(
        owner=owner, title_en=title, **{"problem": "-", "solution": "-", **texts}, **published_from_sources()
    )
    for field in fields:
        PracticeField.objects.create(practice=practice, field=field)
    return practice


@pytest.fixture
def register(saraj, rochester_hills):
    """Saraj, its partner, and Prizren, for which everything speaks."""
    saraj.population = 35_408
    saraj.save()
    culture = make_field("culture", "Culture")
    prizren = make_municipality("Prizren", country="XK", population=85_000, latitude=42.21, longitude=20.74)
    practice = make_practice(prizren, "Bins for all", culture, solution="Recycling")
    agreement = make_agreement(saraj, rochester_hills)
    AgreementField.objects.create(agreement=agreement, field=culture)
    make_agreement(rochester_hills, prizren)
    return {"saraj": saraj, "prizren": prizren, "culture": culture, "practice": practice, "agreement": agreement}


def ask(client, **query):
    return client.get("/en/partners/", query)


def names(response):
    return [str(row.name.name) for row in response.context["rows"]]


def test_the_page_asks_who_and_what(client):
    html = ask(client).content.decode()
    assert "Say who you are and what you are dealing with" in html
    assert "How this list is made" not in html


def test_reasons_are_told_in_plain_words_with_links(client, register):
    html = ask(client, municipality="Сарај", challenge="less waste, recycling", field="culture").content.decode()
    practice = f'<a href="/en/good-practices/{register["practice"].uid}/">Bins for all</a>'
    assert f"Has a good practice that speaks of “recycling”: {practice}</li>" in html
    for sentence in (
        "Works in the same fields: Culture.",
        "Partner of partners of yours: Rochester Hills.",
        "An official language in common: Albanian.",
        "Of comparable size: 85,000 inhabitants.",
        "About 50 km away.",
    ):
        assert f"<li>{sentence}</li>" in html
    assert "Its 1 partner is left out." in html
    assert f'href="/en/municipalities/{register["prizren"].uid}/"' in html
    assert "How this list is made" in html


def test_words_are_quoted_as_the_language_quotes(client, register):
    asked = {"municipality": "Сарај", "challenge": "recycling"}
    assert "„recycling“" in client.get("/mk/partners/", asked).content.decode()
    assert "“recycling”" in client.get("/sq/partners/", asked).content.decode()


def test_partners_are_left_out_and_the_rest_is_listed(client, register):
    assert names(ask(client, municipality="Saraj")) == ["Prizren"]


def test_points_on_the_page_are_those_that_count(client, register):
    response = ask(client, municipality="Saraj", challenge="recycling")
    assert [rule for _sentence, rule in response.context["rules"]] == list(POINTS.values())


def test_the_bound_of_fields_is_said(client, register):
    text = " ".join(ask(client, municipality="Saraj").content.decode().split())
    assert "Those who work in a field are looked for in its 500 agreements, joint projects and good practices" in text


def test_what_is_missing_is_said(client):
    make_municipality("Bare", country="AL")
    html = ask(client, municipality="Bare", challenge="sledges").content.decode()
    for sentence in (
        "The register does not know its population: size was not counted.",
        "The register does not know where it lies: distance was not counted.",
        "The register knows no partner of it on this day: partners of partners were not counted.",
        "You picked no field, and the register knows none in which it works: fields were not counted.",
        "No good practice of a possible new partner answers your words: try others, or pick a field.",
    ):
        assert f"<li>{sentence}</li>" in html
    assert "The register knows nobody that has anything of this in common with it." in html


def test_practices_of_partners_are_not_said_not_to_be_in_the_register(client, register, rochester_hills):
    make_practice(rochester_hills, "Sledges for all")
    html = ask(client, municipality="Saraj", challenge="sledges").content.decode()
    assert "No good practice of a possible new partner answers your words" in html


def test_what_goes_while_the_page_is_made_is_left_out(client, register, monkeypatch):
    monkeypatch.setattr("pages.views.partners.results_by_key", lambda *_asked: {})
    response = ask(client, municipality="Saraj", challenge="recycling")
    assert (response.status_code, names(response)) == (200, [])


def test_the_day_is_respected(client, register):
    make_act(register["agreement"], "signed", "2008")
    response = ask(client, municipality="Saraj", asOf="2000-01-01")
    assert response.context["finding"].number_of_partners == 0
    html = response.content.decode()
    for name in ("saraj", "prizren"):
        assert f'href="/en/municipalities/{register[name].uid}/?asOf=2000-01-01"' in html
    assert '<input type="hidden" name="asOf" value="2000-01-01">' in html


def test_of_several_of_a_name_the_reader_chooses(client):
    uids = [make_municipality("Novo Selo", country=country).uid for country in ("MK", "BA")]
    html = ask(client, municipality="Novo Selo", challenge="water").content.decode()
    for uid in uids:
        assert f'<a href="/en/partners/?municipality={uid}&amp;challenge=water">' in html
    assert ask(client, municipality=str(uids[0])).context["municipality"].uid == uids[0]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"municipality": "Wollongong"}, "No municipality of this name is in the register"),
        ({"municipality": "x" * 201}, "at most 200 characters"),
        ({"municipality": "a\0b"}, ""),
        ({"challenge": "x" * 501}, "at most 500 characters"),
        ({"challenge": "\0"}, ""),
        ({"field": "no-such"}, "no-such"),
        ({"field": ["culture", "\0"]}, ""),
        ({"asOf": "soon"}, ""),
    ],
)
def test_wrong_input_is_told_beside_its_box(client, register, query, told):
    response = ask(client, **query)
    assert response.status_code == 400
    assert told in response.content.decode()


def test_all_that_is_wrong_is_told_at_once(client, register):
    response = ask(client, municipality="Wollongong", field="no-such")
    assert [label for _box, label, _told in response.context["errors"]] == [
        "Fields of cooperation",
        "Your municipality",
    ]


@pytest.mark.parametrize("text", ["&|!():*'", "\\", "<->", "🙂", "%", "'; DROP TABLE x; --", "\u202e", "a " * 240])
def test_no_text_is_an_error_of_the_server(client, register, text):
    assert ask(client, municipality="Saraj", challenge=text).status_code == 200
    assert ask(client, municipality=text[:200]).status_code in (200, 400)


def test_queries_are_as_many_for_three_as_for_one(client, register):
    def queries():
        ask(client, municipality="Saraj", challenge="recycling", field="culture")
        with CaptureQueriesContext(connection) as captured:
            ask(client, municipality="Saraj", challenge="recycling", field="culture")
        return len(captured)

    one = queries()
    for n in range(2):
        owner = make_municipality(f"Owner {n}", country="AL")
        make_practice(owner, f"Bins {n}", register["culture"], solution="Recycling")
        make_agreement(owner, Municipality.objects.get(name="Rochester Hills"))
    assert len(names(ask(client, municipality="Saraj", challenge="recycling", field="culture"))) == 3
    assert queries() == one


def test_name_that_several_bear_is_asked_back(client):
    for region in ("Illinois", "Ohio"):
        make_municipality("Springfield", country="US", region_name=region)
    html = ask(client, municipality="Springfield").content.decode()
    assert "may be meant by “Springfield”" in html
    assert "bound method" not in html

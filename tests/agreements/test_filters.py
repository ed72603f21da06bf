"""What a list may be asked, the same for pages and API."""

import itertools
import string

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from agreements.filters import AgreementFilter, JointProjectFilter
from agreements.models import Agreement, AgreementField, AgreementNetwork, JointProject, Network
from agreements.search import ranked
from municipalities.filters import MayorFilter, MunicipalityFilter
from municipalities.models import Mayor, Municipality
from tests.factories import (
    make_act,
    make_agreement,
    make_commitment,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
)

pytestmark = pytest.mark.django_db
SO_MANY = ["".join(letters) for letters in itertools.product(string.ascii_uppercase, repeat=2)][:301]


@pytest.fixture
def register():
    saraj = make_municipality("Saraj", name_mk="Сарај", country="MK")
    hills = make_municipality("Rochester Hills", country="US")
    uskudar = make_municipality("Üsküdar", country="TR")
    first = make_agreement(saraj, hills, title_sq="Marrëveshje bashkëpunimi")
    second = make_agreement(saraj, uskudar, form="twinning")
    third = make_agreement(hills, uskudar, form="friendship")
    make_act(second, "entered_into_force", "2012")
    make_act(third, "signed", "1999-06")
    make_act(third, "terminated", "2005")
    AgreementField.objects.create(agreement=first, field=make_field("culture", "Culture", name_sq="Kultura"))
    make_field("no-agreements")
    make_commitment(first, text_en="Exchange of experience in local democracy")
    return {"first": first, "second": second, "third": third, "saraj": saraj}


def address(query):
    """A query as an address brings it."""
    return QueryDict(urlencode(query, doseq=True))


def asked(register, **query):
    names = {agreement.pk: name for name, agreement in register.items() if name != "saraj"}
    answer = AgreementFilter(address(query), Agreement.objects.public())
    assert answer.errors == {}
    return [names[agreement.pk] for agreement in answer.qs.order_by("pk")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["first", "second", "third"]),
        ({"q": "Сарај"}, ["first", "second"]),
        ({"q": "SARAJ uskudar"}, ["second"]),
        ({"q": "marreveshje"}, ["first"]),
        ({"q": "kultura"}, ["first"]),
        ({"q": "local democr"}, ["first"]),
        ({"q": "Sarajit"}, ["first", "second"]),
        ({"q": "Sarait"}, ["first", "second"]),
        ({"q": "wollongong"}, []),
        ({"municipality": "saraj"}, ["first", "second"]),
        ({"municipality": "00000000-0000-4000-8000-000000000000"}, []),
        ({"country": "us"}, ["first", "third"]),
        ({"country": ["us", "tr", ""]}, ["first", "second", "third"]),
        ({"country": "us", "asOf": "2000-01-01"}, ["first", "third"]),
        ({"municipality": ["Saraj", "Üsküdar"]}, ["first", "second", "third"]),
        ({"field": ["culture", "no-agreements"]}, ["first"]),
        ({"liveness": "unknown"}, ["first", "second", "third"]),
        ({"liveness": ["active", "quiet", "dormant"]}, []),
        ({"confirmation": "unconfirmed"}, ["first", "second", "third"]),
        ({"confirmation": ["claimed", "confirmed"]}, []),
        ({"decade": "2010"}, ["second"]),
        ({"decade": ["1990", "unknown"]}, ["first", "third"]),
        ({"grade": "press"}, []),
        ({"form": ["twinning", "friendship"]}, ["second", "third"]),
        ({"field": "culture"}, ["first"]),
        ({"status": ["in_force"]}, ["second"]),
        ({"status": ["terminated", "unknown"]}, ["first", "third"]),
        ({"status": ["signed"], "asOf": "2000-01-01"}, ["third"]),
        ({"asOf": "2000-01-01"}, ["first", "third"]),
        ({"yearFrom": "2000"}, ["second"]),
        ({"yearTo": "1999"}, ["third"]),
        ({"yearFrom": "1999", "yearTo": "2012"}, ["second", "third"]),
    ],
)
def test_agreements_are_filtered(register, query, expected):
    assert asked(register, **query) == expected


def test_agreements_of_a_network_are_found_by_its_uid(register):
    lakes, hills = (Network.objects.create(name=name) for name in ("Lakes", "Hills"))
    for name, network in (("first", lakes), ("second", lakes), ("third", hills)):
        AgreementNetwork.objects.create(agreement=register[name], network=network)
    assert asked(register, network=str(lakes.uid)) == ["first", "second"]
    assert asked(register, network=[str(lakes.uid), str(hills.uid)], form="friendship") == ["third"]
    for wrong in ("Lakes", "00000000-0000-4000-8000-000000000000", "x"):
        assert list(AgreementFilter(address({"network": wrong}), Agreement.objects.public()).errors) == ["network"]


def test_a_municipality_may_be_named_by_its_uid(register):
    assert asked(register, municipality=str(register["saraj"].uid)) == ["first", "second"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-registered", ["third", "second", "first"]),
        ("registered", ["first", "second", "third"]),
        ("-since", ["second", "third", "first"]),
        ("since", ["third", "second", "first"]),
    ],
)
def test_what_has_no_date_comes_last_in_every_order(register, sort, expected):
    # The register holds municipalities, too, and theirs are other keys
    names = {record.pk: name for name, record in register.items() if isinstance(record, Agreement)}
    assert [
        names[one.pk] for one in AgreementFilter(address({"sort": sort}), Agreement.objects.public()).qs
    ] == expected


@pytest.mark.parametrize(
    "query",
    [
        {"q": "\0"}, {"q": "x" * 201}, {"municipality": "\0"}, {"country": "Macedonia"}, {"country": "1"},
        {"country": ["MK", "M\0"]}, {"country": SO_MANY}, {"municipality": SO_MANY[:21]},
        {"field": ["culture", "no-such"]}, {"liveness": "dead"},
        {"confirmation": "x"}, {"decade": "1985"}, {"grade": "rumour"},
        {"form": ["marriage"]}, {"field": "no-such"}, {"field": "\0"}, {"status": ["fine"]}, {"yearFrom": "abc"},
        {"yearFrom": "99999999999999999999"}, {"yearFrom": "-1"}, {"yearTo": "NaN"}, {"yearTo": "1e400"},
        {"yearTo": "1999.5"}, {"asOf": "9999-99-99"}, {"asOf": "0001-01-01"}, {"asOf": "soon"}, {"sort": "title"},
        {"sort": "recorded_by__memberships__user__password"},
    ],
)  # fmt: skip
def test_a_value_without_sense_is_told_as_an_error_of_its_key(query):
    answer = AgreementFilter(address(query), Agreement.objects.public())
    assert list(answer.errors) == list(query)


@pytest.mark.parametrize("text", ["&", "'", "\\", "a:*b", "<->", "%", "_", "٣", "🙂", "(" * 50, "a " * 99])
def test_no_text_breaks_the_search(register, text):
    assert isinstance(asked(register, q=text), list)
    assert isinstance(asked(register, municipality=text), list)


def test_mayors_and_municipalities_are_filtered():
    tetovo, bitola = (
        make_municipality("Tetovo", name_mk="Тетово"),
        make_municipality("Bitola", country="XX", is_member=True),
    )
    mayor = make_mayor(bitola)
    ask = lambda **query: list(MunicipalityFilter(address(query), Municipality.objects.public()).qs)  # noqa: E731
    assert ask(q="тетово") == ask(q="Tetow") == [tetovo]
    assert ask(country="xx") == ask(member="true") == [bitola]
    assert list(MayorFilter(address({"municipality": str(bitola.uid)}), Mayor.objects.all()).qs) == [mayor]
    assert list(MayorFilter(address({"country": "XX"}), Mayor.objects.all()).qs) == [mayor]
    assert not MayorFilter(address({"municipality": "1"}), Mayor.objects.all()).qs.exists()


def test_each_value_counts_once(register):
    answer = AgreementFilter(
        address({"form": ["twinning"] * 9, "country": ["tr", "TR"] * 200}), Agreement.objects.all()
    )
    assert answer.errors == {}
    assert answer.form.cleaned_data["form"] == ["twinning"]
    assert answer.form.cleaned_data["country"] == ["TR"]


def test_joint_projects_are_filtered(saraj, rochester_hills):
    schools = make_joint_project(saraj, title_en="Clean rivers", title_sq="Lumenj të pastër", status="2")
    make_joint_project(rochester_hills, title_en="Schools online")
    ask = lambda **query: list(JointProjectFilter(address(query), JointProject.objects.public()).qs)  # noqa: E731
    assert ask(q="lumenj") == ask(q="сарај") == ask(municipality="Saraj") == ask(country="MK") == [schools]
    assert ask(status=["2"]) == [schools]


def test_the_search_document_follows_every_change(saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills)
    found = lambda text: agreement in AgreementFilter(address({"q": text}), Agreement.objects.public()).qs  # noqa: E731
    assert not found("lindenbaum")
    commitment = make_commitment(agreement, text_en="Lindenbaum festival")
    assert found("lindenbaum")
    commitment.delete()
    assert not found("lindenbaum")
    saraj.aliases.create(text="Lindenbaum")
    assert found("lindenbaum")
    saraj.aliases.all().delete()
    field = make_field("x", "Lindenbaum")
    link = AgreementField.objects.create(agreement=agreement, field=field)
    assert found("lindenbaum")
    field.name_en = "Other"
    field.save()
    assert not found("lindenbaum")
    link.delete()
    act = make_act(agreement, "signed", "1987")
    agreement.refresh_from_db()
    assert str(Agreement.objects.select_related("search").get(pk=agreement.pk).search.since) == "1987"
    act.struck_out = True
    act.save()
    assert Agreement.objects.select_related("search").get(pk=agreement.pk).search.since is None


def test_a_municipality_called_so_is_meant_alone(register):
    sarajevo = make_municipality("Sarajevo", country="BA")
    other = make_agreement(sarajevo, make_municipality())
    ask = lambda **query: AgreementFilter(address(query), Agreement.objects.public()).qs  # noqa: E731
    assert other not in ask(municipality="Saraj")
    assert other in ask(municipality="Sara")


def test_the_best_match_is_a_party_that_is_called_so(register):
    make_agreement(make_municipality("Sarajevo"), make_municipality("Novo Sarajevo"), title_en="Saraj, Saraj, Saraj")
    best = ranked(Agreement.objects.public(), "saraj")
    assert list(best[:2]) == [register["second"], register["first"]]
    assert best.count() == 3

"""The page of one municipality."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Act, Agreement, AgreementField, Link, Party
from agreements.workflow import published_from_sources
from municipalities.models import Alias, Institution, Municipality
from pages.records import partnerships
from pages.views import municipality as view
from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
    make_network,
    make_practice,
    withdraw_silently,
)
from tests.pages.reading import text_of


def page(client, municipality, language="en", **query):
    response = client.get(f"/{language}/municipalities/{municipality.uid}/", query)
    assert response.status_code == 200
    return response.content.decode()


def section(html, name):
    """What a reader sees of the section under this heading."""
    return text_of(html.split(f'id="{name}"')[1].split("</section>")[0].partition(">")[2])


def test_identifiers_and_names_are_shown(client, saraj):
    saraj.geonames_id, saraj.wikidata_qid, saraj.region = 786093, "Q123", "MK-811"
    saraj.save()
    Alias.objects.create(municipality=saraj, text="Sarajit", language="sq")
    Alias.objects.create(municipality=saraj, text="Old Saraj", kind=Alias.Kind.FORMER)
    text = text_of(page(client, saraj))
    for said in (
        "GeoNames: 786093", "Wikidata: Q123", "MK-811", "also: Old Saraj (former name) , Sarajit",
        "42° north, 21.3278° east", "English: Saraj Albanian: Saraj Macedonian: Сарај",
    ):  # fmt: skip
        assert said in text, said


def test_partners_are_listed_by_country_with_year_and_status(client, saraj):
    tirana, bursa = make_municipality("Tirana", country="AL"), make_municipality("Bursa", country="TR")
    make_act(make_agreement(saraj, tirana, form="twinning"), "entered_into_force", "1991")
    make_agreement(saraj, bursa)
    make_agreement(saraj, make_municipality("Hidden"), public=False)
    text = text_of(page(client, saraj))
    assert "Albania Tirana Twinning IMCA" in text
    assert "1991 in force Türkiye Bursa Cooperation agreement" in text
    assert "2 municipalities have an agreement with this one." in text
    assert "Hidden" not in text


def test_partners_of_a_day_are_those_that_had_joined_then(client, saraj):
    early, late, gone = (make_municipality(name) for name in ("Early", "Late", "Gone"))
    agreement = make_agreement(saraj, early, late, gone)
    make_act(agreement, Act.Kind.SIGNED, "1990-01-01")
    agreement.parties.filter(municipality=late).update(joined_on="2010")
    agreement.parties.filter(municipality=gone).update(left_on="2000")
    make_act(make_agreement(saraj, make_municipality("Another")), Act.Kind.SIGNED, "2005-01-01")
    assert "No agreement of this municipality is known to have existed on this day." in text_of(
        page(client, saraj, asOf="1989-12-31")
    )
    then = section(page(client, saraj, asOf="1995-01-01"), "partners")
    assert [name for name in ("Early", "Late", "Gone", "Another") if name in then] == ["Early", "Gone"]
    now = section(page(client, saraj), "partners")
    assert [name for name in ("Early", "Late", "Gone", "Another") if name in now] == [
        "Early",
        "Late",
        "Gone",
        "Another",
    ]
    assert "Gone left 2000" in now


@pytest.mark.parametrize(
    ("as_of", "partners"),
    [
        ("1994-12-31", ["Early", "Gone"]),
        ("2000-12-31", ["Early", "Gone", "Late"]),
        ("2001-01-01", ["Early", "Late"]),
        ("2005-12-31", ["Early", "Late"]),
        ("2011-01-01", []),
    ],
)
def test_page_list_and_record_agree_who_was_a_party_on_the_day(client, saraj, as_of, partners):
    """Gone left in 2000, Late joined in 1995, and Saraj itself left in 2010."""
    early, late, gone = (make_municipality(name) for name in ("Early", "Late", "Gone"))
    agreement = make_agreement(saraj, early, late, gone)
    make_act(agreement, Act.Kind.SIGNED, "1990-01-01")
    agreement.parties.filter(municipality=late).update(joined_on="1995")
    agreement.parties.filter(municipality=gone).update(left_on="2000")
    agreement.parties.filter(municipality=saraj).update(left_on="2010")
    there = section(page(client, saraj, asOf=as_of), "partners")
    assert [name for name in ("Early", "Gone", "Late") if name in there] == partners
    listed = client.get("/en/agreements/", {"municipality": str(saraj.uid), "asOf": as_of}).context["rows"]
    assert [row.number for row in listed] == ([agreement.number] if partners else [])
    record = client.get(f"/en/agreements/{agreement.number}/", {"asOf": as_of}).context
    parties = [one["name"] for one in record["parties"] if not (one["is_later"] or one["has_left"])]
    if partners:
        assert sorted(set(parties) - {"Saraj"}) == partners
        assert sorted(name for name in ("Early", "Gone", "Late") if name in listed[0].parties) == partners
    else:
        assert "Saraj" not in parties
    by_name = {row.name: row for row in client.get("/en/municipalities/", {"asOf": as_of}).context["listing"].rows}
    assert by_name["Saraj"].agreements == len(listed)


def test_who_was_left_alone_in_an_agreement_is_shown_with_all_who_left(client, saraj):
    agreement = make_agreement(saraj, make_municipality("Gone"))
    make_act(agreement, Act.Kind.SIGNED, "1990-01-01")
    agreement.parties.filter(municipality__name="Gone").update(left_on="2000")
    assert "Gone left 2000" in section(page(client, saraj, asOf="2005-01-01"), "partners")


def test_agreement_that_the_municipality_joined_later_or_had_left_is_not_its_own_on_the_day(client, saraj):
    mayor = make_mayor(saraj, "Signatory", starts_on="1988", ends_on="1992")
    agreement = make_agreement(saraj, make_municipality("Early"), make_municipality("Other"))
    make_act(agreement, Act.Kind.SIGNED, "1990-01-01")
    agreement.parties.filter(municipality=saraj).update(
        joined_on="1991", left_on="2000", signatory=mayor, signatory_name="Signatory"
    )
    for as_of in ("1990-06-01", "2001-06-01"):
        assert "No agreement of this municipality" in text_of(page(client, saraj, asOf=as_of))
    # What a mayor signed remains signed, whatever became of it.
    for address in (f"/en/municipalities/{saraj.uid}/", f"/en/mayors/{mayor.uid}/"):
        later = text_of(client.get(address, {"asOf": "2001-06-01"}).content.decode())
        assert "· signed by this mayor" in later
        assert "· signed by this mayor" not in text_of(client.get(address, {"asOf": "1990-06-01"}).content.decode())


def test_life_of_the_partnerships_is_summed_for_the_day(client, saraj):
    agreements = [make_agreement(saraj, make_municipality()) for _ in range(4)]
    for agreement, day in zip(agreements, ("2020-01-01", "2018-01-01", "2010-01-01"), strict=False):
        make_act(agreement, Act.Kind.SIGNED, "1990")
        make_activity(agreement, starts_on=day)
    make_act(agreements[3], Act.Kind.SIGNED, "1990")
    text = section(page(client, saraj, asOf="2020-06-01"), "partners")
    assert "Active 1 25.0% Quiet 1 25.0% Dormant 1 25.0% No activity recorded 1 25.0%" in text
    assert "no meeting, visit or exchange under them is in the register" in text_of(
        page(client, saraj, asOf="2009-01-01")
    )


def test_confirmations_stand_in_a_column_only_where_there_are_any(client, saraj):
    agreement = make_agreement(saraj, make_municipality())
    assert "No party has confirmed any of these records yet." in section(page(client, saraj), "partners")
    agreement.recorded_by = saraj
    agreement.save()
    assert "claimed by one side" in section(page(client, saraj), "partners")


def fill(municipality, number):
    """A partner with all that a page tells."""
    partner = make_municipality(f"Partner {number:03}", country="DE", latitude=50 + number / 100, longitude=9)
    agreement = make_agreement(municipality, partner)
    make_act(agreement, Act.Kind.SIGNED, "2005")
    make_activity(agreement, starts_on="2006")
    field = make_field(f"field-{number:03}")
    AgreementField.objects.create(agreement=agreement, field=field)
    make_network(f"Network {number:03}", agreement)
    make_joint_project(municipality, partner)
    make_practice(municipality, partner, fields=[field])
    make_practice(partner, municipality)
    make_mayor(municipality, f"Mayor {number:03}", starts_on="2000", ends_on="2009", acting=True)
    here, there = (Institution.objects.create(municipality=place, name="School") for place in (municipality, partner))
    Link.objects.create(one=here, other=there, agreement=agreement, field=field)
    make_municipality(successor=municipality)


def test_three_of_everything_take_no_more_queries_than_one(client, saraj):
    def count():
        with CaptureQueriesContext(connection) as captured:
            page(client, saraj)
        return len(captured)

    fill(saraj, 0)
    page(client, saraj)
    one = count()
    fill(saraj, 1)
    fill(saraj, 2)
    assert (count(), one <= 26) == (one, True), one


def test_three_hundred_partners_are_shown_and_drawn(client, saraj):
    partners = Municipality.objects.bulk_create(
        Municipality(name=f"Partner {number:03}", country="DE", latitude=50 + number / 100, longitude=9)
        for number in range(300)
    )
    agreements = Agreement.objects.bulk_create(
        Agreement(form="cooperation", **published_from_sources()) for _ in partners
    )
    Party.objects.bulk_create(
        Party(agreement=agreement, municipality=party, position=position)
        for agreement, partner in zip(agreements, partners, strict=True)
        for position, party in enumerate((saraj, partner), start=1)
    )
    html = page(client, saraj)
    assert html.count('dir="auto">Partner ') == 300
    assert 'class="arc"' in html
    assert len(html) < 400_000


def test_partners_past_the_limit_are_left_to_the_list(client, saraj, monkeypatch):
    monkeypatch.setattr(partnerships, "MOST_AGREEMENTS", 1)
    monkeypatch.setattr(view, "MOST_AGREEMENTS", 1)
    make_agreement(saraj, make_municipality())
    assert "There are more" not in page(client, saraj)
    make_agreement(saraj, make_municipality())
    assert "There are more: see all of its agreements" in page(client, saraj)


def test_partners_of_a_past_day_past_the_limit_are_told_whatever_came_later(client, saraj, monkeypatch):
    monkeypatch.setattr(partnerships, "MOST_AGREEMENTS", 1)
    monkeypatch.setattr(view, "MOST_AGREEMENTS", 1)
    for year in ("1980", "1981", "2010", "2011"):
        make_act(make_agreement(saraj, make_municipality()), Act.Kind.SIGNED, year)
    joined_later = make_agreement(saraj, make_municipality())
    make_act(joined_later, Act.Kind.SIGNED, "1982")
    joined_later.parties.filter(municipality=saraj).update(joined_on="2000")
    assert "There are more: see all of its agreements" in page(client, saraj, asOf="1990-01-01")
    assert "There are more" not in page(client, saraj, asOf="1980-06-01")


def test_practices_are_its_own_and_those_taken_up_from_others(client, saraj, rochester_hills):
    make_practice(saraj, title="Own practice")
    make_practice(rochester_hills, saraj, title="Theirs")
    make_practice(saraj, title="Draft", public=False)
    withdraw_silently(make_practice(rochester_hills, saraj, title="Withdrawn"))
    text = section(page(client, saraj), "practices")
    expected = (
        "Good practices Its own Own practice Taken up from others Theirs Rochester Hills , United States "
        "day of the adoption not known "
    )
    assert text == expected


def test_institutions_stand_with_whom_they_work(client, saraj, rochester_hills):
    school = Institution.objects.create(municipality=saraj, name="School", kind="school", contact="secret@example.org")
    public, hidden = make_agreement(saraj, rochester_hills), make_agreement(saraj, rochester_hills, public=False)
    for name, agreement in (("College", public), ("Secret", hidden), ("Club", None)):
        other = Institution.objects.create(municipality=rochester_hills, name=name)
        Link.objects.create(one=other, other=school, agreement=agreement, since="2015")
    html = page(client, saraj)
    text = section(html, "institutions")
    assert "School (school or university) works with College , Rochester Hills · since 2015 · IMCA" in text
    assert "works with Club , Rochester Hills · since 2015" in text
    assert "Secret" not in html
    assert "secret@example.org" not in html
    assert "College" not in page(client, saraj, asOf="2014-01-01")


def test_fields_and_networks_are_those_of_its_agreements(client, saraj):
    agreement, draft = (
        make_agreement(saraj, make_municipality()),
        make_agreement(saraj, make_municipality(), public=False),
    )
    lakes, hills = make_field("lakes"), make_field("hills")
    AgreementField.objects.create(agreement=agreement, field=lakes)
    AgreementField.objects.create(agreement=draft, field=hills)
    make_network("Lake network", agreement)
    make_network("Draft network", draft)
    html = page(client, saraj)
    assert ("/en/fields/lakes/" in html, "/en/fields/hills/" in html) == (True, False)
    assert ("Lake network" in html, "Draft network" in html) == (True, False)


def test_municipality_about_which_nothing_is_known_says_so(client, db):
    text = text_of(page(client, make_municipality("Nowhere", country="ZZ")))
    for said in (
        "country not known",
        "Mayor today not known",
        "Identifiers not known",
        "not known: no map can be drawn",
        "No agreement of this municipality is in the register.",
        "No mayor is in the register.",
        "No joint project, good practice or institution of this municipality is in the register.",
    ):
        assert said in text, said


def test_merged_municipality_leads_to_its_successor(client, saraj):
    old = make_municipality("Old Saraj", successor=saraj)
    text = text_of(page(client, old))
    assert "This municipality was merged into another one. Its agreements are carried on by: Saraj" in text
    assert "Took in Old Saraj" in text_of(page(client, saraj))


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("", "This municipality no longer exists."),
        ("1950-01-01", "On this day the municipality did not exist."),
        ("1990-01-01", ""),
        ("2003-01-01", "On this day the municipality did not exist."),
    ],
)
def test_dissolved_municipality_is_said_to_be_for_the_day(client, db, as_of, said):
    gone = make_municipality("Gone", existed_from="1965", existed_to="1996")
    text = text_of(page(client, gone, **({"asOf": as_of} if as_of else {})))
    notices = ("This municipality no longer exists.", "On this day the municipality did not exist.")
    assert [notice for notice in notices if notice in text] == ([said] if said else [])
    assert "Existed from 1965 to 1996" in text


def test_place_south_and_west_is_called_so(client, db):
    assert "34.6° south, 58.4° west" in text_of(page(client, make_municipality(latitude=-34.6, longitude=-58.4)))


def test_place_on_the_equator_is_known(client, db):
    assert "0° north, 0° east" in text_of(page(client, make_municipality(latitude=0, longitude=0)))


def test_name_from_right_to_left_keeps_its_direction(client, db):
    assert '<h1 dir="auto"><span lang="und-Arab">مدينة' in page(client, make_municipality("مدينة", country="PS"))


@pytest.mark.parametrize(
    ("language", "name", "lang"),
    [
        ("en", "Сребреница", ' lang="und-Cyrl"'),
        ("sq", "Ιωάννινα", ' lang="und-Grek"'),
        ("mk", "مدينة", ' lang="und-Arab"'),
        ("mk", "Сребреница", ""),
        ("mk", "Louvigny", ""),
        ("en", "Louvigny", ""),
    ],
)
def test_a_name_in_another_script_says_which(client, db, language, name, lang):
    town = make_municipality(name)
    html = client.get(f"/{language}/municipalities/{town.uid}/").content.decode()
    assert f'<h1 dir="auto"><span{lang}>{name}</span></h1>' in html


def test_a_name_partly_in_the_page_s_script_is_left_to_the_page(client, db):
    town = make_municipality("Центар (Skopje)")
    assert (
        '<h1 dir="auto"><span>Центар (Skopje)</span></h1>'
        in client.get(f"/en/municipalities/{town.uid}/").content.decode()
    )

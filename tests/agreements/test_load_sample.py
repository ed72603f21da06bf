from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from agreements.models import Agreement, Party
from agreements.sample import load_sample, read_municipalities, read_twinnings
from agreements.seed import load_seed
from agreements.twinnings import loading, places, statements
from agreements.twinnings.report import Report
from municipalities.models import Municipality
from provenance.acting import acting
from provenance.models import Change, Citation
from tests.agreements.twinnings.rows import municipality_rows, partnership_rows

pytestmark = pytest.mark.django_db


def printed() -> str:
    out = StringIO()
    call_command("load_sample", stdout=out)
    return out.getvalue()


def between(one: str, other: str) -> Agreement:
    """One table at a time: a join of tables believed empty takes minutes."""
    places = [Municipality.objects.get(name_en=name).pk for name in (one, other)]
    mine, theirs = (
        set(Party.objects.filter(municipality=place).values_list("agreement", flat=True)) for place in places
    )
    return Agreement.objects.public().get(pk__in=mine & theirs)


def person(django_user_model):
    return django_user_model.objects.create_user("clerk@example.org", name="Clerk")


def test_sample_is_published_and_says_that_it_is_a_selection():
    count = len(read_twinnings())
    assert load_sample() == count
    written = Agreement.objects.public().values_list("form", "origin").distinct()
    assert list(written) == [("twinning", "selection")]
    assert Agreement.objects.count() == count
    assert Party.objects.count() == 2 * count
    assert Municipality.objects.count() == len(read_municipalities())


def test_sample_shows_the_earliest_year_and_cites_every_source():
    load_sample()
    agreement = between("Sarajevo", "Magdeburg")
    assert [(act.kind, str(act.happened_on)) for act in agreement.acts.all()] == [("entered_into_force", "1972")]
    assert set(Citation.objects.about(agreement).values_list("field", "value", "grade", "source", "source_row")) == {
        ("", "", "open_data", "enwiki_hekman", "enwiki_hekman:2670"),
        ("", "", "open_data", "wikidata_rogorido", "wikidata_rogorido:germany:5561"),
        ("since", "1996", "open_data", "rgre_muenchdo", "rgre_muenchdo:3984"),
        ("since", "1972", "press", "", ""),
    }
    page = Citation.objects.about(agreement).get(grade="press")
    assert (page.publisher, page.quote_language) == ("Akos.ba", "bs")
    assert page.quote == "MAGDEBURG, Savezna Republika Njemačka, godina bratimljenja: 1972"


def test_sample_leaves_an_unknown_year_unknown():
    load_sample()
    assert not between("Tirana", "Florence").acts.exists()


def test_sample_agreements_each_cite_two_sources():
    load_sample()
    for agreement in Agreement.objects.all():
        assert Citation.objects.about(agreement).count() >= 2


def test_sample_municipalities_have_their_names_in_each_language_and_a_source():
    load_sample()
    skopje = Municipality.objects.get(geonames_id=785842)
    assert (skopje.name_en, skopje.name_sq, skopje.name_mk, skopje.local_name) == (
        "Skopje", "Shkup", "Скопје", "Скопје",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM municipalities_municipality WHERE name IS DISTINCT FROM name_en")
        assert cursor.fetchone() == (0,)
    cited = Citation.objects.filter(source="geonames").values_list("record", flat=True)
    assert sorted(cited) == sorted(Municipality.objects.values_list("uid", flat=True))


def test_sample_and_seed_share_rochester_hills_in_either_order():
    load_seed()
    load_sample()
    rochester_hills = Municipality.objects.get(geonames_id=5007402)
    assert sorted(rochester_hills.parties.values_list("agreement__origin", flat=True)) == ["seed", "selection"]
    assert Citation.objects.about(rochester_hills).filter(source="geonames").count() == 1


def test_sample_is_written_once_and_a_second_run_writes_no_history():
    printed()
    before = (Change.objects.count(), Citation.objects.count(), Agreement.objects.count())
    assert printed() == "The register has, or had, the selection of twinnings: nothing to do.\n"
    assert (Change.objects.count(), Citation.objects.count(), Agreement.objects.count()) == before


def test_sample_is_logged_with_who_and_why():
    load_sample()
    assert set(Change.objects.values_list("actor_name", "reason")) == {
        ("loading of the selection", "A selection of true twinnings, from public sources")
    }
    assert set(Change.objects.values_list("is_public", flat=True)) == {True}


def test_sample_leaves_an_agreement_that_is_here_already_as_it_is():
    zagreb = Municipality.objects.create(name="Zagreb", country="HR", geonames_id=3186886)
    mainz = Municipality.objects.create(name="Mainz", country="DE", geonames_id=2874225)
    known = Agreement.objects.create(form="twinning")
    Party.objects.create(agreement=known, municipality=mainz)
    Party.objects.create(agreement=known, municipality=zagreb)
    assert load_sample() == len(read_twinnings()) - 1
    assert Agreement.objects.filter(parties__municipality=mainz).get() == known
    assert not Citation.objects.about(known).exists()


def test_sample_does_not_bring_back_what_a_person_deleted(django_user_model):
    load_sample()
    agreement = between("Tirana", "Florence")
    Agreement.objects.filter(pk=agreement.pk).update(publication="draft")
    with acting(person(django_user_model), "not so"):
        agreement.delete()
    assert load_sample() == 0
    assert not Agreement.objects.filter(pk=agreement.pk).exists()


def test_sample_fills_what_is_empty_but_not_what_a_person_emptied(django_user_model):
    with acting(name="import", reason="earlier"):
        tirana = Municipality.objects.create(
            name_en="Tirana", name_mk="Тирана!", country="AL", geonames_id=3183875, region="AL-11"
        )
    with acting(person(django_user_model), "not the county"):
        tirana.region = ""
        tirana.save()
    load_sample()
    tirana.refresh_from_db()
    assert (tirana.name_mk, tirana.region) == ("Тирана!", "")
    assert (tirana.name_sq, tirana.wikidata_qid) == ("Tiranë", "Q19689")


def test_an_import_of_what_the_sample_was_chosen_from_doubles_nothing():
    load_sample()
    before = [model.objects.count() for model in (Municipality, Agreement, Party, Citation)]
    skopje, dresden = {"id": "gn:785842", "geonames_id": "785842"}, {"id": "gn:2935022", "geonames_id": "2935022"}
    report = Report()
    found = places.read_places(
        municipality_rows(skopje | {"name": "Skopje"}, dresden | {"name": "Dresden", "country": "DE"}), report
    )
    said = {"municipality_a": "gn:2935022", "municipality_b": "gn:785842", "source": "rgre_muenchdo"}
    twinnings = statements.read_twinnings(
        partnership_rows(said | {"id": "rgre_muenchdo:1486", "since": "1967", "kind": "partnership"}), found, report
    )
    loading.write(loading.Contents(found, twinnings, []), report, lambda count: None)
    assert [model.objects.count() for model in (Municipality, Agreement, Party, Citation)] == before
    assert [str(act.happened_on) for act in between("Skopje", "Dresden").acts.all()] == ["1967"]

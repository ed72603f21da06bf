"""The seed record says what the article says, and nothing else."""

import json
from pathlib import Path

import pytest

FIXTURE = Path(__file__).parents[2] / "agreements" / "fixtures" / "saraj_rochester_hills.json"
ARTICLE = Path(__file__).parents[3] / "shared" / "seed" / "saraj-rochester-hills.txt"
LANGUAGES = {"sq", "en", "mk"}


@pytest.fixture(scope="module")
def seed():
    return json.loads(FIXTURE.read_text(encoding="utf-8"))


def clauses_named(value) -> set[str]:
    """Every clause that any part of the fixture rests on."""
    if isinstance(value, list):
        return {clause for item in value for clause in clauses_named(item)}
    if not isinstance(value, dict):
        return set()
    own = {value["clause"]} if "clause" in value else set()
    own |= set(value.get("clauses", {}).values()) if "agreement" not in value else set()
    own |= {value[key] for key in ("initiated", "confirmed_in_press") if key in value}
    return own.union(*(clauses_named(part) for key, part in value.items() if key != "clauses"))


@pytest.mark.skipif(not ARTICLE.is_file(), reason="the article is not at ../shared/seed, and is no part of the project")
def test_seed_clauses_stand_in_the_article_word_for_word(seed):
    article = ARTICLE.read_text(encoding="utf-8")
    assert [quote for quote in seed["clauses"].values() if quote not in article] == []
    assert seed["source"]["title"] in article
    # Clauses, not the article.
    assert sum(map(len, seed["clauses"].values())) < len(article)


def test_seed_facts_name_clauses_and_every_clause_bears_a_fact(seed):
    assert clauses_named(seed) == set(seed["clauses"])


def test_seed_albanian_texts_are_the_articles_own_words(seed):
    agreement = seed["agreement"]
    texts = [*agreement["objectives"], agreement["networks"], *seed["commitments"]]
    for text in texts:
        for part in text["sq"].split(" […] "):
            assert part in seed["clauses"][text["clause"]]
    assert agreement["summary"]["sq"] == seed["clauses"]["partnership"] + "."


def test_seed_texts_are_in_three_languages(seed):
    agreement = seed["agreement"]
    texts = [*agreement["objectives"], agreement["networks"], agreement["title"], agreement["summary"]]
    for text in [*texts, *seed["commitments"], *seed["fields"], *(m["name"] for m in seed["municipalities"].values())]:
        assert LANGUAGES - {language for language in text if text[language]} == set()


def test_seed_says_no_date_place_or_term(seed):
    def keys(value):
        if isinstance(value, list):
            return {key for item in value for key in keys(item)}
        if isinstance(value, dict):
            return set(value).union(*(keys(item) for item in value.values()))
        return set()

    dates = {key for key in keys(seed) if key.endswith(("_on", "_at"))}
    assert dates | keys(seed) & {"date", "place", "due", "term", "year"} == set()
    assert "Marketing" not in FIXTURE.read_text(encoding="utf-8")


def test_seed_municipalities_are_the_right_ones(seed):
    saraj, rochester_hills = (seed["municipalities"][key] for key in ("saraj", "rochester_hills"))
    assert (saraj["geonames_id"], saraj["region"], saraj["latitude"], saraj["longitude"]) == (
        786093, "MK-811", 42.0, 21.32778,
    )  # fmt: skip
    # The item of Saraj that is easily found is the village's: none is better than a wrong one.
    assert "wikidata_qid" not in saraj
    assert {alias["text"] for alias in saraj["aliases"]} == {"Sarajit", "Sarait", "Сарај"}
    assert {key: rochester_hills[key] for key in ("geonames_id", "region", "wikidata_qid")} == {
        "geonames_id": 5007402, "region": "US-MI", "wikidata_qid": "Q993444",
    }  # fmt: skip
    assert (rochester_hills["latitude"], rochester_hills["longitude"]) == (42.65837, -83.14993)


def test_seed_holds_the_promises_and_fields_of_the_article(seed):
    assert [commitment["key"] for commitment in seed["commitments"]] == [
        "information", "meetings", "joint-programmes", "supervision", "support-package", "leadership", "efficiency",
        "productivity", "innovation", "mayors-support", "sharing-practices", "knowledge", "inter-institutional",
        "contacts", "good-practices",
    ]  # fmt: skip
    assert [field["code"] for field in seed["fields"]] == [
        "democracy", "innovation", "politics", "economy", "culture", "socio-economic", "environment", "all-fields",
    ]  # fmt: skip
    assert {party["signatory"]["name"]: party["municipality"] for party in seed["parties"]} == {
        "Blerim Bexheti": "saraj",
        "Bryan Barnett": "rochester_hills",
    }

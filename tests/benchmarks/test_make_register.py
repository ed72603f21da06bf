"""What the fast generator writes without triggers is what the triggers write."""

import psycopg
import pytest

from benchmarks.make_register import fill

OF_AGREEMENT = "JOIN agreements_agreement AS a ON a.id = kept.agreement_id"
KEPT = {
    "search names": """
        SELECT m.uid, folded FROM municipalities_searchname AS kept
        JOIN municipalities_municipality AS m ON m.id = kept.municipality_id
    """,
    "search": f"SELECT a.uid, document, since FROM agreements_agreementsearch AS kept {OF_AGREEMENT}",
    "status": f"SELECT a.uid, status, days FROM agreements_statusperiod AS kept {OF_AGREEMENT}",
    "facets": f"SELECT a.uid, to_jsonb(kept) FROM agreements_agreementfacets AS kept {OF_AGREEMENT}",
    "log": """
        SELECT epoch, actor_uid, actor_name, reason, action, model, uid, record_model, record_uid, is_public, before,
            after - 'published_at', private_before, private_after
        FROM provenance_change
    """,
}


def made(one: psycopg.Connection, *, with_triggers: bool) -> dict[str, list[str]]:
    with one.transaction(force_rollback=True):
        fill(one, 300, with_triggers=with_triggers)
        return {name: sorted(map(str, one.execute(statement))) for name, statement in KEPT.items()}


@pytest.fixture
def one(connect):
    """A connection that has written the fields once, so that both runs find them."""
    one = connect()
    fill(one, 1, with_triggers=True)
    one.commit()
    return one


@pytest.mark.parametrize("name", KEPT)
def test_what_is_kept_is_what_the_triggers_keep(one, name):
    fast, slow = made(one, with_triggers=False)[name], made(one, with_triggers=True)[name]
    assert fast == slow
    assert len(fast) > 60


def test_what_is_made_passes_the_register_s_own_checks(one):
    fill(one, 200)
    one.commit()
    one.execute("UPDATE agreements_agreement SET internal_notes = 'seen'")  # all triggers and constraints
    one.execute("SET CONSTRAINTS ALL IMMEDIATE")
    (orphans,) = one.execute("""
        SELECT count(*) FROM agreements_party
        WHERE municipality_id NOT IN (SELECT id FROM municipalities_municipality)
    """).fetchone()
    assert orphans == 0
    (doubled,) = one.execute(
        "SELECT count(*) - count(DISTINCT (agreement_id, municipality_id)) FROM agreements_party"
    ).fetchone()
    assert doubled == 0

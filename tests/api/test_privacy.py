"""What is not public is in no answer of no endpoint: words that may never be read are hidden in every private place."""

import pytest
from django.test import Client

from agreements.models import Agreement, Confirmation, GoodPractice, JointProject, Representative
from municipalities.models import Institution
from provenance.acting import acting
from provenance.models import Citation
from tests import factories
from tests.api.records import cite, confirm, make_document, whole_agreement

CANARY = "canary"


@pytest.fixture
def register(committed):
    """A register in which every private column holds the canary, and so does every record that is not public."""
    officer = factories.make_user(f"{CANARY}-officer", email=f"{CANARY}@example.org")
    with acting(officer, f"{CANARY}-reason"):
        agreement = whole_agreement()
        one, other = (party.municipality for party in agreement.parties.all())
        Agreement.objects.filter(pk=agreement.pk).update(
            internal_notes=f"{CANARY}-notes", submitted_by=officer, published_by=officer
        )
        Representative.objects.update(email=f"{CANARY}@example.org", phone=f"{CANARY}-phone")
        Institution.objects.update(contact=f"{CANARY}-contact")
        confirm(agreement.parties.first(), confirmed_by_name=f"{CANARY}-name", confirmed_by_uid=officer.uid)
        factories.make_user(f"{CANARY}-editor", edits=[one], confirms_for=[other])
        hidden = make_document(agreement, title=f"{CANARY}-document", file=f"documents/{CANARY}.pdf", is_public=False)
        cite(hidden, "title", value=f"{CANARY}-citation")
        act = factories.make_act(agreement, document=hidden)
        factories.make_activity(agreement, title="Public", minutes=hidden)
        draft = factories.make_agreement(one, other, title=f"{CANARY}-draft", public=False)
        cite(draft, "title", value=f"{CANARY}-citation-of-draft")
        Agreement.objects.filter(pk=agreement.pk).update(predecessor=draft)
        for where, public in ((draft, True), (agreement, False)):
            project = factories.make_joint_project(
                one, other, agreement=where, public=public, title=f"{CANARY}-project"
            )
            cite(project, "title", value=f"{CANARY}-citation-of-project")
        GoodPractice.objects.create(
            owner=one, agreement=agreement, title=f"{CANARY}-practice", problem=CANARY, solution=CANARY
        )
        gone = factories.make_agreement(one, other, title=f"{CANARY}-withdrawn")
        factories.withdraw_silently(gone, "Recorded twice")
    return {"agreement": agreement, "draft": draft, "gone": gone, "hidden": hidden, "act": act, "officer": officer}


def every_answer():
    """Each list with each order and filter, and each record, as an anonymous reader gets it."""
    client = Client()
    for path in ("agreements", "municipalities", "mayors", "joint-projects", "fields", "changes"):
        queries = [""]
        if path == "agreements":
            queries += ["?sort=since", "?sort=registered", "?asOf=2002-01-01", f"?q={CANARY}"]
        for query in queries:
            response = client.get(f"/api/v1/{path}{query}")
            assert response.status_code == 200
            yield response
            if query == "" and path != "changes":
                for record in response.json()["results"]:
                    yield client.get(f"/api/v1/{path}/{record['uid']}")
    yield client.get("/api/v1/openapi.json")


def test_nothing_private_is_in_any_answer(register):
    assert JointProject.objects.count() == 3
    assert Citation.objects.filter(value__startswith=CANARY).count() == 4
    answers = list(every_answer())
    assert len(answers) > 15
    for response in answers:
        text = response.content.decode()
        assert CANARY not in text.replace(f"q={CANARY}", "")
        for record in ("draft", "hidden", "officer"):
            assert str(register[record].uid) not in text


def test_only_what_is_public_is_listed(register):
    listed = Client().get("/api/v1/agreements").json()["results"]
    assert str(register["agreement"].uid) in [one["uid"] for one in listed]
    assert len(listed) == Agreement.objects.public().count() == 2
    assert len(Client().get("/api/v1/joint-projects").json()["results"]) == 1


@pytest.mark.parametrize("key", ["uid", "number"])
def test_draft_answers_like_what_never_was(register, key):
    answers = [
        Client().get(f"/api/v1/agreements/{address}").content
        for address in (getattr(register["draft"], key), "00000000-0000-4000-8000-000000000000")
    ]
    assert answers[0] == answers[1]


def test_document_that_is_not_public_is_not_named(register):
    document = Client().get(f"/api/v1/agreements/{register['agreement'].uid}").json()
    (act,) = [one for one in document["acts"] if one["uid"] == str(register["act"].uid)]
    assert act["document"] is None
    assert [one["title"] for one in document["documents"]] == ["The text"]
    assert [one["minutes"] for one in document["activities"] if one["title"]["en"] == "Public"] == [None]
    assert document["predecessor"] is None


def test_word_of_a_party_names_no_officer(register):
    assert Confirmation.objects.filter(confirmed_by_name__startswith=CANARY).count() == 1
    document = Client().get(f"/api/v1/agreements/{register['agreement'].uid}").json()
    words = [party["word"] for party in document["parties"] if party["word"]]
    assert [set(word) for word in words] == [{"verdict", "reason", "confirmed_at", "changed"}] * 2


def test_answers_hold_no_primary_key_under_any_name(register):
    def keys(document):
        if isinstance(document, dict):
            for key, value in document.items():
                yield key
                yield from keys(value)
        elif isinstance(document, list):
            for one in document:
                yield from keys(one)

    found = {key for response in every_answer() if "results" in response.json() for key in keys(response.json())}
    assert {key for key in found if key in ("id", "pk") or key.endswith(("_id", "_pk"))} == {"geonames_id"}

"""The page on which a municipality's officer gives its word, to the facts that it showed and to no others."""

import re

import pytest
from django.core import signing

from agreements.admin.confirmation import SHOWN, facts_in_words
from agreements.confirmation import key_facts
from agreements.models import Agreement, AgreementField, Confirmation, Party
from tests.factories import make_act, make_agreement, make_field, make_municipality, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorded(saraj, rochester_hills):
    return make_agreement(saraj, rochester_hills, recorded_by=rochester_hills, title="Friends", term="open")


@pytest.fixture
def party(recorded, saraj):
    return recorded.parties.get(municipality=saraj)


def door(party) -> str:
    return f"/admin/agreements/agreement/{party.agreement_id}/word/{party.pk}/"


def shown(page) -> str:
    return re.search(r'name="facts" value="([^"]+)"', page.content.decode()).group(1)


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("editor", 403), ("registrar", 403), ("operator", 403), ("partner's officer", 403),
     ("stranger", 404), ("nobody", 404)],
)  # fmt: skip
def test_who_may_answer(client, party, saraj, rochester_hills, who, status):
    user = {
        "officer": lambda: make_user(confirms_for=[saraj]),
        "editor": lambda: make_user(edits=[saraj]),
        "registrar": lambda: make_user(is_registrar=True, confirms_for=[saraj]),
        "operator": lambda: make_user(is_superuser=True, confirms_for=[saraj]),
        "partner's officer": lambda: make_user(confirms_for=[rochester_hills]),
        "stranger": lambda: make_user(confirms_for=[make_municipality("Tuz")]),
        "nobody": make_user,
    }[who]()
    client.force_login(user)
    assert client.get(door(party)).status_code == status
    facts = signing.dumps(key_facts(party.agreement), salt=SHOWN)
    client.post(door(party), {"verdict": "confirmed", "facts": facts})
    assert Confirmation.objects.filter(party=party).exists() == (status == 200)


def test_the_page_shows_the_facts_and_keeps_what_it_showed(client, party, saraj):
    client.force_login(make_user("Demo officer", confirms_for=[saraj]))
    page = client.get(door(party))
    assert "English: Friends" in page.content.decode()
    assert client.post(door(party), {"verdict": "confirmed", "facts": shown(page)}).status_code == 302
    word = Confirmation.objects.get()
    assert (word.party, word.verdict, word.facts) == (party, "confirmed", key_facts(party.agreement))
    assert word.confirmed_by_name == "Demo officer"


def test_nobody_confirms_what_they_have_not_read(client, party, saraj):
    client.force_login(make_user(confirms_for=[saraj]))
    page = client.get(door(party))
    Agreement.objects.filter(pk=party.agreement_id).update(title_en="Friends and allies")
    answer = client.post(door(party), {"verdict": "confirmed", "facts": shown(page)})
    assert "The record has changed since you read it." in answer.content.decode()
    assert "English: Friends and allies" in answer.content.decode()
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("facts", ["", "x", "{}", "eyJ9:1:2", "\0", "[" * 5000])
def test_facts_that_the_page_did_not_sign_are_not_taken(client, party, saraj, facts):
    client.force_login(make_user(confirms_for=[saraj]))
    answer = client.post(door(party), {"verdict": "confirmed", "facts": facts})
    assert (answer.status_code, Confirmation.objects.count()) == (200, 0)


@pytest.mark.parametrize(("verdict", "reason"), [("disputed", ""), ("disputed", "\0"), ("whatever", "x"), ("", "x")])
def test_a_dispute_needs_its_reason_and_a_verdict_is_one_of_two(client, party, saraj, verdict, reason):
    client.force_login(make_user(confirms_for=[saraj]))
    facts = shown(client.get(door(party)))
    client.post(door(party), {"verdict": verdict, "reason": reason, "facts": facts})
    assert not Confirmation.objects.exists()


def test_a_dispute_is_kept_with_its_reason(client, party, saraj):
    client.force_login(make_user(confirms_for=[saraj]))
    facts = shown(client.get(door(party)))
    client.post(door(party), {"verdict": "disputed", "reason": "It was never signed.", "facts": facts})
    assert Confirmation.objects.values_list("verdict", "reason").get() == ("disputed", "It was never signed.")


def test_a_party_of_another_agreement_is_not_found_here(client, party, saraj, rochester_hills):
    other = make_agreement(saraj, rochester_hills).parties.get(municipality=saraj)
    client.force_login(make_user(confirms_for=[saraj]))
    address = f"/admin/agreements/agreement/{party.agreement_id}/word/{other.pk}/"
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("publication", ["draft", "submitted", "withdrawn"])
def test_what_is_not_public_is_not_confirmed(client, party, saraj, publication):
    Agreement.objects.filter(pk=party.agreement_id).update(
        publication=publication, submitted_at="2020-01-01T00:00Z", withdrawn_at="2020-01-01T00:00Z",
        withdrawal_reason="x",
    )  # fmt: skip
    client.force_login(make_user(confirms_for=[saraj]))
    assert client.get(door(party)).status_code in {403, 404}


def test_facts_are_words(recorded, saraj):
    make_act(recorded, "renewed", "1987-06", extends_to="2030")
    Party.objects.filter(agreement=recorded, municipality=saraj).update(
        signed_on="1987", signatory_name="A Mayor", joined_on="1987", left_on="2001"
    )
    Party.objects.filter(agreement=recorded).exclude(municipality=saraj).update(role="observer")
    AgreementField.objects.create(agreement=recorded, field=make_field("culture", "Culture"))
    Agreement.objects.filter(pk=recorded.pk).update(
        term="fixed", term_ends_on="2040", notice_months=6, tacit_renewal=True
    )
    told = dict(facts_in_words(key_facts(recorded)))
    assert sorted(told.pop("parties and signatures")) == [
        "Rochester Hills (US), observer, signed on: not known",
        "Saraj (MK), signed by A Mayor, signed on: 1987, joined on: 1987, left on: 2001",
    ]
    assert told == {
        "form": ["cooperation agreement"],
        "title": ["English: Friends"],
        "acts and their dates": ["renewed: June 1987, extends the term to 2030"],
        "term": ["fixed term", "ends on: 2040", "notice period in months: 6", "renews itself"],
        "fields of cooperation": ["Culture"],
    }

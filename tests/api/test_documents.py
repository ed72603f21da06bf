"""Each document that the database writes is what its serializer says, property by property and in the same order."""

import datetime as dt
import json
import random

import pytest
from django.utils import translation
from rest_framework.renderers import JSONRenderer

from agreements import documents as of_agreements
from agreements.models import Activity
from api.serializers.agreements import AgreementSerializer, JointProjectSerializer
from api.serializers.municipalities import MayorSerializer, MunicipalitySerializer
from api.serializers.parts import FieldSerializer
from api.serializers.records import ChangeSerializer
from municipalities import documents as of_municipalities
from provenance import documents as of_provenance
from provenance.models import Change
from tests import factories
from tests.api.records import chance_agreement, confirm, whole_agreement, whole_municipality, whole_project

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


def pairs(text):
    """JSON with the order of its properties."""
    return json.loads(text, object_pairs_hook=list)


def as_written(documents, record, **on):
    (text,) = documents.texts([record.pk], **on)
    return pairs(text)


def as_serialized(serializer, record, **context):
    return pairs(JSONRenderer().render(serializer(record, context=context).data))


def read(agreement, on=TODAY):
    (text,) = of_agreements.agreements.texts([agreement.pk], on=on)
    return json.loads(text)


@pytest.mark.parametrize("on", [dt.date(1999, 1, 1), dt.date(2001, 3, 4), dt.date(2005, 6, 1), TODAY])
def test_agreement_document_is_what_its_serializer_says(on):
    agreement = whole_agreement()
    assert as_written(of_agreements.agreements, agreement, on=on) == as_serialized(
        AgreementSerializer, agreement, on=on
    )


def test_agreement_of_which_nothing_is_known_is_what_its_serializer_says(agreement):
    assert as_written(of_agreements.agreements, agreement, on=TODAY) == as_serialized(
        AgreementSerializer, agreement, on=TODAY
    )


@pytest.mark.parametrize("seed", range(25))
def test_agreement_by_chance_is_what_its_serializer_says(seed):
    chance = random.Random(seed)
    agreement = chance_agreement(chance)
    for on in (TODAY, dt.date(chance.randint(1990, 2030), chance.randint(1, 12), chance.randint(1, 28))):
        assert as_written(of_agreements.agreements, agreement, on=on) == as_serialized(
            AgreementSerializer, agreement, on=on
        )


@pytest.mark.parametrize(
    ("documents", "serializer", "make"),
    [
        (of_municipalities.municipalities, MunicipalitySerializer, whole_municipality),
        (of_municipalities.municipalities, MunicipalitySerializer, factories.make_municipality),
        (of_municipalities.mayors, MayorSerializer, lambda: whole_municipality().mayors.last()),
        (of_agreements.joint_projects, JointProjectSerializer, lambda: whole_project(factories.make_agreement())),
        (of_agreements.joint_projects, JointProjectSerializer, factories.make_joint_project),
        (of_agreements.fields, FieldSerializer, lambda: factories.make_field(sdgs=[1, 17], name_sq="Kulturë")),
        (of_provenance.changes, ChangeSerializer, lambda: factories.make_field() and Change.objects.first()),
    ],
)
def test_document_is_what_its_serializer_says(documents, serializer, make):
    record = make()
    assert as_written(documents, record) == as_serialized(serializer, record)


def test_documents_are_the_same_in_every_language():
    agreement = whole_agreement()
    written = {}
    for language in ("sq", "mk", "en"):
        with translation.override(language):
            fresh = of_provenance.Documents(type(agreement), of_agreements.AGREEMENT)
            written[language] = as_written(fresh, agreement, on=TODAY)
    assert written["sq"] == written["mk"] == written["en"]


def test_documents_come_in_the_order_of_their_keys_and_leave_out_what_is_not_there():
    one, other = factories.make_municipality("A"), factories.make_municipality("B")
    found = of_municipalities.municipalities.texts([other.pk, 2**62, one.pk])
    assert [json.loads(text)["uid"] for text in found] == [str(other.uid), str(one.uid)]


def test_ledger_says_when_a_promise_is_due_again():
    agreement = factories.make_agreement()
    promise = factories.make_commitment(agreement, cadence="periodic", every_months=13)
    factories.make_activity(agreement, promise, starts_on="2024-01", ends_on="2024-01-31")
    document = read(agreement, on=dt.date(2025, 3, 1))
    assert document["commitments"][0]["ledger"] == {
        "keeping": "overdue",
        "last_served_on": "2024-01-31",
        "next_due_on": "2025-02-28",
    }


def test_ledger_turns_on_the_same_day_as_in_its_serializer(agreement):
    factories.make_act(agreement, happened_on="2019-08-31")
    for served in (None, "2020-08-31"):
        for cadence in ("periodic", "once", "continuous", "unspecified"):
            promise = factories.make_commitment(
                agreement,
                cadence=cadence,
                every_months=6 if cadence == "periodic" else None,
                due_on="2021-02" if cadence == "once" else None,
            )
            if served:
                factories.make_activity(agreement, promise, starts_on=served)
    turns = {dt.date(2020, 2, 29), dt.date(2020, 8, 31), dt.date(2021, 2, 28), dt.date(2022, 2, 28)}
    for turn in sorted(turns):
        for on in (turn - dt.timedelta(1), turn, turn + dt.timedelta(1)):
            assert as_written(of_agreements.agreements, agreement, on=on) == as_serialized(
                AgreementSerializer, agreement, on=on
            )


def test_badge_names_the_facts_that_changed_since_a_confirmation(agreement):
    for party in agreement.parties.all():
        confirm(party)
    document = read(agreement)
    assert document["badge"] == "confirmed"
    factories.make_act(agreement, happened_on="2020")
    document = read(agreement)
    assert document["badge"] == "earlier"
    assert [party["word"]["changed"] for party in document["parties"]] == [["acts"], ["acts"]]


def test_documents_ask_one_query_whatever_their_number(django_assert_num_queries):
    agreements = [whole_agreement()] + [factories.make_agreement() for _ in range(2)]
    assert Activity.objects.count() == 1
    for some in (agreements[:1], agreements):
        with django_assert_num_queries(1):
            assert len(of_agreements.agreements.texts([one.pk for one in some], on=TODAY)) == len(some)

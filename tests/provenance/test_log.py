"""The log: written by the database for every way of writing, and never rewritten."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from agreements import workflow
from agreements.models import Agreement, AgreementField, AgreementNetwork, Field, Network, Party
from municipalities.models import Alias, Institution, Membership, Municipality
from provenance.acting import acting
from provenance.models import Change, Citation, Record
from provenance.triggers import Logged, NoTruncate
from tests.factories import make_agreement, make_field, make_joint_project, make_municipality, make_user

LOGGED = [model for model in apps.get_models() if issubclass(model, Record)]
pytestmark = pytest.mark.django_db


def words(change):
    return change.action, change.model, change.before, change.after


def test_created_changed_and_deleted_rows_are_written_down():
    town = make_municipality("Tetovo")
    alias = Alias.objects.create(municipality=town, text="Tetova", language="sq")
    alias.text = "Tetovë"
    alias.save()
    alias.delete()
    assert [words(change) for change in Change.objects.filter(uid=alias.uid).order_by("id")] == [
        ("created", "municipalities.alias", None,
         {"municipality_id": town.pk, "text": "Tetova", "language": "sq", "kind": "spelling"}),
        ("changed", "municipalities.alias", {"text": "Tetova"}, {"text": "Tetovë"}),
        ("deleted", "municipalities.alias",
         {"municipality_id": town.pk, "text": "Tetovë", "language": "sq", "kind": "spelling"}, None),
    ]  # fmt: skip


def test_bulk_updates_and_raw_sql_are_written_down():
    town = make_municipality("Tetovo")
    Municipality.objects.filter(pk=town.pk).update(population=10)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE municipalities_municipality SET population = 11 WHERE id = %s", [town.pk])
    assert [change.after for change in Change.objects.filter(uid=town.uid, action="changed").order_by("id")] == [
        {"population": 10},
        {"population": 11},
    ]


def test_saving_without_a_difference_writes_nothing():
    town = make_municipality("Tetovo")
    before = Change.objects.count()
    town.save()
    assert Change.objects.count() == before


def test_who_and_why_are_frozen_beside_the_change():
    clerk = make_user("Demo clerk")
    with acting(clerk, "as the gazette says"):
        town = make_municipality()
    clerk.delete()
    change = Change.objects.get(uid=town.uid)
    assert (change.actor_uid, change.actor_name, change.reason) == (clerk.uid, "Demo clerk", "as the gazette says")


def test_an_act_within_an_act_gives_back_what_stood_before():
    with acting(name="import"):
        with acting(make_user("Demo clerk"), "within"):
            inner = make_municipality()
        outer = make_municipality()
    after = make_municipality()
    assert [Change.objects.get(uid=town.uid).actor_name for town in (inner, outer, after)] == [
        "Demo clerk", "import", "",
    ]  # fmt: skip


def test_an_act_that_fails_gives_back_what_stood_before():
    with acting(name="import"):
        with pytest.raises(RuntimeError), acting(name="broken"):
            raise RuntimeError
        town = make_municipality()
    assert Change.objects.get(uid=town.uid).actor_name == "import"


def test_a_partys_change_belongs_to_the_history_of_its_agreement():
    agreement = make_agreement()
    assert {change.model for change in Change.objects.about(agreement)} == {"agreements.agreement", "agreements.party"}


def test_a_citation_belongs_to_the_history_of_what_it_speaks_of():
    agreement = make_agreement()
    Citation.objects.create(
        model="agreements.party", record=agreement.parties.first().uid, field="signed_on", publisher="A paper",
        grade="press",
    )  # fmt: skip
    change = Change.objects.about(agreement).first()
    assert (change.model, change.is_public) == ("provenance.citation", True)


@pytest.mark.parametrize("model", ["auth.user", "no such table", "accounts.user", "provenance.citation", ""])
def test_a_citation_of_what_is_no_record_is_never_public(model):
    town = make_municipality()
    citation = Citation.objects.create(model=model, record=town.uid, publisher="A paper", grade="press")
    assert Change.objects.get(uid=citation.uid).is_public is False


def test_a_draft_leaves_no_public_row_and_its_publication_does():
    town = make_municipality()
    editor = make_user(edits=[town])
    agreement = make_agreement(town, make_municipality(), public=False, recorded_by=town)
    assert list(Change.objects.about(agreement).public()) == []
    workflow.publish(agreement, by=editor)
    (published,) = Change.objects.about(agreement).public()
    assert (published.after["publication"], published.private_after) == ("published", {"published_by_id": editor.pk})


def test_a_withdrawal_is_public_and_what_follows_is_not():
    agreement = make_agreement()
    workflow.withdraw(agreement, by=make_user(is_registrar=True), reason="Recorded twice")
    Agreement.objects.filter(pk=agreement.pk).update(legal_basis="Law 79/2009")
    last, withdrawal = Change.objects.about(agreement)[:2]
    assert (withdrawal.is_public, withdrawal.after["withdrawal_reason"]) == (True, "Recorded twice")
    assert last.is_public is False


def test_private_columns_are_kept_apart_from_public_ones():
    agreement = make_agreement()
    Agreement.objects.filter(pk=agreement.pk).update(internal_notes="ask the mayor's office")
    change = Change.objects.about(agreement).first()
    assert (change.is_public, change.after) == (False, None)
    assert change.private_after == {"internal_notes": "ask the mayor's office"}


def test_memberships_and_contacts_are_never_public():
    town = make_municipality()
    make_user(edits=[town])
    Institution.objects.create(municipality=town, name="School", contact="a telephone number")
    assert not Change.objects.filter(model=Membership._meta.label_lower).public().exists()
    assert "contact" not in Change.objects.get(model="municipalities.institution").after


def test_a_new_name_touches_every_published_agreement_of_the_municipality():
    town = make_municipality("Saraj")
    published, draft = (
        make_agreement(town, make_municipality()),
        make_agreement(town, make_municipality(), public=False),
    )
    town.name_en = "Saray"
    town.save()
    touched = Change.objects.filter(action="touched")
    assert [change.uid for change in touched] == [published.uid]
    assert draft.uid not in [change.uid for change in touched]


def touched_by(change):
    before = Change.objects.filter(action="touched").count()
    change()
    return sorted(change.uid for change in Change.objects.filter(action="touched").order_by("id")[before:])


def test_whatever_a_public_document_names_touches_it_when_it_changes():
    town, other = make_municipality("Saraj"), make_municipality()
    agreement = make_agreement(town, other)
    project = make_joint_project(town, other, agreement=agreement)
    field, network = make_field("culture"), Network.objects.create(name="A network")
    AgreementField.objects.create(agreement=agreement, field=field)
    AgreementNetwork.objects.create(agreement=agreement, network=network)
    both = sorted([agreement.uid, project.uid])

    assert touched_by(lambda: Municipality.objects.filter(pk=town.pk).update(country="XK")) == both
    assert touched_by(lambda: Municipality.objects.filter(pk=town.pk).update(population=9)) == []
    assert touched_by(lambda: Field.objects.filter(pk=field.pk).update(name_sq="Kultura")) == [agreement.uid]
    assert touched_by(lambda: Field.objects.filter(pk=field.pk).update(name_sq="Kultura")) == []
    assert touched_by(lambda: Network.objects.filter(pk=network.pk).update(website="https://a.example")) == [
        agreement.uid
    ]
    registrar = make_user(is_registrar=True)
    assert touched_by(lambda: workflow.withdraw(agreement, by=registrar, reason="Recorded twice")) == [project.uid]


@pytest.mark.parametrize("model", LOGGED, ids=lambda model: model._meta.label)
def test_every_record_is_logged_with_each_of_its_columns(model):
    triggers = {type(trigger): trigger for trigger in model._meta.triggers}
    assert Logged in triggers
    assert triggers[Logged].unnamed(model) == set()


@pytest.mark.parametrize("model", LOGGED, ids=lambda model: model._meta.label)
def test_every_logged_table_refuses_truncate(model):
    assert any(isinstance(trigger, NoTruncate) for trigger in model._meta.triggers)
    with pytest.raises(DatabaseError, match="TRUNCATE"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE provenance_change SET reason = 'rewritten'",
        "DELETE FROM provenance_change",
        "TRUNCATE provenance_change",
        "UPDATE provenance_epoch SET number = 7",
        "DELETE FROM provenance_epoch",
    ],
)
def test_the_log_is_append_only(statement):
    make_municipality()
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_pgtriggers_own_switch_does_not_silence_the_log():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'municipalities_alias'::regclass")
        names = ",".join(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + names + "}"])
    alias = Alias.objects.create(municipality=make_municipality(), text="Tetova")
    assert Change.objects.filter(uid=alias.uid).count() == 1


def test_a_uid_is_permanent():
    town = make_municipality()
    with pytest.raises(DatabaseError, match="permanent"), transaction.atomic():
        Municipality.objects.filter(pk=town.pk).update(uid="00000000-0000-4000-8000-000000000000")


def test_parties_are_logged_when_their_draft_is_deleted():
    agreement = make_agreement(public=False)
    uids = [party.uid for party in agreement.parties.all()]
    agreement.delete()
    assert Change.objects.filter(uid__in=uids, action="deleted").count() == 2
    assert not Party.objects.exists()

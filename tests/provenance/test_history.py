"""The log in words, for those who keep the register and for the public."""

import pytest
from django.utils import timezone, translation

from agreements import workflow
from agreements.models import Act, Agreement, Document, Field, JointProject, Party
from municipalities.models import Alias
from provenance.acting import acting
from provenance.dates import PartialDate
from provenance.history import Difference, date_in_words, history_of, in_words
from provenance.models import Change, Citation
from tests.factories import (
    make_act,
    make_agreement,
    make_field,
    make_joint_project,
    make_mayor,
    make_municipality,
    make_user,
)

pytestmark = pytest.mark.django_db


def latest(record, *, public=False):
    """What the record's last step says, without its moment."""
    step = in_words(history_of(record), public=public)[0]
    return step.who, step.reason, step.rows


def differences(record, **how):
    return [difference for row in latest(record, **how)[2] for difference in row.differences]


def since(record):
    """The number of the log's last row; what follows is what a test did."""
    return Change.objects.order_by("-id").values_list("id", flat=True).first()


def words_after(record, number, *, public=False):
    return in_words(history_of(record).filter(id__gt=number), public=public)


def test_who_when_why_and_from_what_to_what(agreement):
    clerk = make_user("Demo clerk")
    number = since(agreement)
    with acting(clerk, "as the signed text says"):
        agreement.form = Agreement.Form.TWINNING
        agreement.save()
    [step] = words_after(agreement, number)
    assert (step.who, step.reason) == ("Demo clerk", "as the signed text says")
    assert [(row.action, row.kind, row.name) for row in step.rows] == [("changed", "agreement", "")]
    assert step.rows[0].differences == [Difference("Form", "cooperation agreement", "twinning")]


def test_the_public_reads_no_clerk_and_no_private_column(agreement):
    clerk = make_user("Demo clerk")
    number = since(agreement)
    with acting(clerk, "why"):
        agreement.legal_basis, agreement.internal_notes = "Article 3", "for us alone"
        agreement.save()
    [step] = words_after(agreement, number, public=True)
    assert step.who == "a user of the register"
    assert step.rows[0].differences == [Difference("Legal basis", "", "Article 3")]
    [step] = words_after(agreement, number)
    assert {one.fact: one.after for one in step.rows[0].differences} == {
        "Legal basis": "Article 3",
        "Internal notes": "for us alone",
    }


def test_the_public_reads_nothing_of_a_draft(saraj, rochester_hills):
    draft = make_agreement(saraj, rochester_hills, public=False)
    assert in_words(history_of(draft), public=True) == []


def test_a_program_is_named_to_everybody(agreement):
    number = since(agreement)
    with acting(name="import of twinnings"):
        Agreement.objects.filter(pk=agreement.pk).update(legal_basis="x")
    assert [step.who for step in words_after(agreement, number, public=True)] == ["import of twinnings"]


def test_a_partial_date_is_as_precise_as_it_is_known():
    assert [date_in_words(PartialDate.parse(text)) for text in ("1987", "1987-06", "1987-06-21")] == [
        "1987",
        "June 1987",
        "June 21, 1987",
    ]


def test_dates_choices_and_yes_or_no_are_words(agreement):
    number = since(agreement)
    act = make_act(agreement, Act.Kind.SIGNED, "1987-06")
    Act.objects.filter(pk=act.pk).update(struck_out=True)
    rows = [row for step in words_after(agreement, number) for row in step.rows]
    assert [(row.kind, row.action) for row in rows] == [("act", "created"), ("act", "changed")]
    assert {one.fact: one.after for one in rows[0].differences}["Kind"] == "signed"
    assert {one.fact: one.after for one in rows[0].differences}["Date"] == "June 1987"
    assert rows[1].differences == [Difference("Struck out", "no", "yes")]


def test_words_are_in_the_readers_language_of_names(agreement, saraj):
    number = since(agreement)
    Party.objects.filter(agreement=agreement, municipality=saraj).update(signed_on="1987")
    with translation.override("mk"):
        assert [row.name for step in words_after(agreement, number) for row in step.rows] == ["Сарај"]


def test_a_text_in_a_language_says_which_and_its_shadow_says_nothing(agreement):
    number = since(agreement)
    agreement.title_sq = "Marrëveshje"
    agreement.save()
    [step] = words_after(agreement, number)
    assert step.rows[0].differences == [Difference("Title", "", "Marrëveshje", "sq")]


def test_foreign_keys_are_names(agreement, saraj):
    mayor = make_mayor(saraj, "Demo mayor")
    number = since(agreement)
    Party.objects.filter(agreement=agreement, municipality=saraj).update(signatory=mayor, signatory_name="Demo mayor")
    [step] = words_after(agreement, number)
    [row] = step.rows
    assert (row.kind, row.name) == ("party", "Saraj")
    assert {one.fact: (one.before, one.after) for one in row.differences} == {
        "Signatory": ("", "Demo mayor"),
        "Signatory's name": ("", "Demo mayor"),
    }


def test_what_is_no_longer_here_is_said_to_be_so(saraj):
    field = make_field("culture")
    draft = make_agreement(saraj, make_municipality(), public=False)
    link = draft.field_links.create(field=field)
    number = since(draft) - 1
    link.delete()
    Field.objects.filter(pk=field.pk).delete()
    rows = [row for step in words_after(draft, number) for row in step.rows]
    assert [(row.action, row.name) for row in rows] == [("created", ""), ("deleted", "")]
    assert rows[1].differences == [Difference("Field", "a record that is no longer here", "")]


def test_the_public_reads_no_name_of_a_record_that_is_not_public(agreement):
    draft = make_agreement(public=False, title="Secret draft")
    number = since(agreement)
    Agreement.objects.filter(pk=agreement.pk).update(predecessor=draft)
    [public], [kept] = words_after(agreement, number, public=True), words_after(agreement, number)
    assert public.rows[0].differences == [Difference("Predecessor", "", "a record that is not public")]
    assert kept.rows[0].differences == [Difference("Predecessor", "", "Secret draft")]


def test_the_public_reads_no_title_of_a_document_that_became_private(agreement):
    document = Document.objects.create(
        agreement=agreement, kind="annex", title="Annex", file="documents/x.pdf", sha256="0" * 64, size=1
    )
    number = since(agreement) - 1
    Document.objects.filter(pk=document.pk).update(is_public=False, title="Secret annex")
    told = [row for step in words_after(agreement, number, public=True) for row in step.rows]
    assert [row.name for row in told if row.action == "created"] == ["a record that is not public"]
    assert "Secret annex" not in str(told)
    assert [row.differences for row in told if row.action == "changed"] == [[Difference("Public", "yes", "no")]]


def test_the_public_reads_no_title_that_a_document_had_while_it_was_private(agreement):
    document = Document.objects.create(
        agreement=agreement, kind="annex", title="Secret", file="x.pdf", sha256="0" * 64, size=1, is_public=False
    )
    number = since(agreement)
    Document.objects.filter(pk=document.pk).update(is_public=True, title="Annex")
    Document.objects.filter(pk=document.pk).update(title="Annex I")
    told = [row.differences for step in words_after(agreement, number, public=True) for row in step.rows]
    assert sorted(told, key=str) == [[Difference("Public", "no", "yes")], [Difference("Title", "Annex", "Annex I")]]
    assert "Secret" in str([step.rows for step in words_after(agreement, number)])


def test_the_public_reads_nothing_of_a_project_from_before_it_left_a_draft_or_after_it_went_under_one(saraj):
    draft = make_agreement(saraj, make_municipality(), public=False)
    project = make_joint_project(saraj, agreement=draft, title="Secret bridge")
    JointProject.objects.filter(pk=project.pk).update(agreement=None, title="Bridge")
    JointProject.objects.filter(pk=project.pk).update(title="Bridge to the east")
    JointProject.objects.filter(pk=project.pk).update(agreement=draft, title="Secret tunnel")
    told = [row.differences for step in in_words(history_of(project), public=True) for row in step.rows]
    assert told == [[Difference("Title", "Bridge", "Bridge to the east", "en")]]
    assert "Secret tunnel" in str(in_words(history_of(project), public=False))


def test_what_was_renamed_in_the_moment_of_its_withdrawal_is_told_as_withdrawn_alone(agreement):
    Agreement.objects.filter(pk=agreement.pk).update(
        publication="withdrawn", withdrawn_at=timezone.now(), withdrawal_reason="Twice", title="Secret"
    )
    told = {one.fact for one in differences(agreement, public=True)}
    assert "Title" not in told
    assert "Reason of the withdrawal" in told


def test_rows_of_one_transaction_and_reason_are_one_step(agreement):
    clerk = make_user("Demo clerk")
    number = since(agreement)
    with acting(clerk, "one"):
        make_act(agreement)
        make_act(agreement, Act.Kind.APPROVED)
    with acting(clerk, "two"):
        make_act(agreement, Act.Kind.INITIATED)
    assert sorted((step.reason, len(step.rows)) for step in words_after(agreement, number)) == [("one", 2), ("two", 1)]


def test_a_renamed_municipality_touches_its_agreements(agreement, saraj):
    number = since(agreement)
    saraj.name_en = "Saray"
    saraj.save()
    assert [(row.action, row.differences) for step in words_after(agreement, number) for row in step.rows] == [
        ("touched", [])
    ]


def test_a_citation_names_the_fact_that_it_bears(agreement):
    number = since(agreement)
    Citation.objects.create(
        model="agreements.agreement", record=agreement.uid, field="form", value="twinning", grade="press", title="Paper"
    )
    [step] = words_after(agreement, number)
    [row] = step.rows
    assert (row.kind, row.name) == ("citation", "form, Paper")
    assert {one.fact: one.after for one in row.differences} == {
        "Fact": "form",
        "What the source says": "twinning",
        "Grade": "press",
        "Title": "Paper",
    }


def test_a_row_of_a_record_has_its_own_history(saraj):
    one = Alias.objects.create(municipality=saraj, text="Saray")
    Alias.objects.create(municipality=saraj, text="Sarai")
    mayor = make_mayor(saraj)
    assert [change.uid for change in history_of(one)] == [one.uid]
    assert [change.uid for change in history_of(mayor)] == [mayor.uid]
    assert {change.uid for change in history_of(saraj)} > {one.uid, mayor.uid, saraj.uid}


def test_a_row_of_a_model_that_is_gone_is_told_as_it_is(saraj):
    change = Change(
        pk=1, epoch=1, transaction_id=1, actor_name="x", action="changed", model="agreements.gone", uid=saraj.uid,
        record_model="agreements.gone", record_uid=saraj.uid, is_public=True, before={"a": 1}, after={"a": 2},
    )  # fmt: skip
    [step] = in_words([change], public=True)
    assert (step.rows[0].kind, step.rows[0].differences) == ("agreements.gone", [Difference("a", "1", "2")])


def test_a_withdrawal_is_words(agreement):
    registrar = make_user("Registrar", is_registrar=True)
    number = since(agreement)
    workflow.withdraw(agreement, by=registrar, reason="Recorded twice")
    told = words_after(agreement, number, public=True)
    facts = {one.fact: (one.before, one.after) for step in told for row in step.rows for one in row.differences}
    assert facts["Publication"] == ("published", "withdrawn")
    assert facts["Reason of the withdrawal"] == ("", "Recorded twice")


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_fixed(django_assert_num_queries, saraj, number):
    towns = [make_municipality() for _ in range(number)]
    agreement = make_agreement(saraj, *towns)
    for town in towns:
        mayor = make_mayor(town)
        Party.objects.filter(municipality=town).update(signatory=mayor, signatory_name=mayor.name)
    with django_assert_num_queries(6):  # whose history, its rows, the names of agreements, parties, towns and mayors
        in_words(list(history_of(agreement)), public=True)


def test_programs_are_named_in_the_reader_s_language(saraj):
    with acting(name="import of twinnings", reason="True twinnings, from open data"):
        saraj.population = 1
        saraj.save()
    with translation.override("sq"):
        step = in_words(history_of(saraj).public(), public=True)[0]
        assert (step.who, step.reason) == (
            "importimi i binjakëzimeve",
            "Binjakëzime të vërteta, nga të dhëna të hapura",
        )

"""What clerks write through the admin, and what a forged form cannot."""

import pytest

from agreements.models import Act, Agreement, Document, GoodPractice, JointProject, Link, Party, Publication
from municipalities.models import Institution, Mayor, Municipality
from provenance.models import Change
from tests.agreements.admin.forms import filled, problems
from tests.agreements.admin.worlds import SECRET, make_world, url
from tests.factories import make_act, make_agreement, make_commitment, make_mayor, make_municipality, make_user

pytestmark = pytest.mark.django_db
FORM = "agreement_form"


@pytest.fixture
def clerk(client, saraj):
    user = make_user("Demo clerk", edits=[saraj])
    client.force_login(user)
    return user


@pytest.fixture
def foreign():
    return make_world(make_municipality("Tuz"), make_municipality("Bar"), public=False)


def parties(*municipalities, initial=0) -> dict:
    rows = {"parties-TOTAL_FORMS": len(municipalities), "parties-INITIAL_FORMS": initial}
    for place, municipality in enumerate(municipalities):
        rows |= {
            f"parties-{place}-id": "",
            f"parties-{place}-municipality": municipality.pk,
            f"parties-{place}-role": "party",
            f"parties-{place}-position": place + 1,
        }
    return rows


def test_a_clerk_records_an_agreement_of_their_municipality(client, clerk, saraj, rochester_hills):
    data = filled(
        client, url(Agreement, "add"), FORM, form="twinning", title_sq="Binjakëzim",
        change_reason="from the signed text", **parties(saraj, rochester_hills),
    )  # fmt: skip
    assert "recorded_by" not in data
    answer = client.post(url(Agreement, "add"), data)
    assert answer.status_code == 302, problems(answer)
    agreement = Agreement.objects.get()
    assert (agreement.recorded_by, agreement.publication, agreement.title_sq) == (saraj, "draft", "Binjakëzim")
    assert agreement.parties.count() == 2
    logged = Change.objects.about(agreement).values_list("actor_uid", "actor_name", "reason")
    assert set(logged) == {(clerk.uid, "Demo clerk", "from the signed text")}


def test_a_forged_claim_of_another_municipality_is_not_taken(client, clerk, saraj, rochester_hills, foreign):
    data = filled(
        client, url(Agreement, "add"), FORM, form="twinning", recorded_by=foreign.municipality.pk,
        publication="published", **parties(saraj, rochester_hills),
    )  # fmt: skip
    assert client.post(url(Agreement, "add"), data).status_code == 302
    agreement = Agreement.objects.get(parties__municipality=saraj)
    assert (agreement.recorded_by, agreement.publication) == (saraj, Publication.DRAFT)


def test_a_clerk_of_two_says_which_and_of_no_third(client, saraj, foreign):
    tetovo = make_municipality("Tetovo")
    client.force_login(make_user(edits=[saraj, tetovo]))
    data = filled(client, url(Agreement, "add"), FORM, form="twinning", **parties(saraj, tetovo))
    for claimed, problem in ((foreign.municipality.pk, "Select a valid choice"), ("", "This field is required")):
        answer = client.post(url(Agreement, "add"), {**data, "recorded_by": claimed})
        assert problem in problems(answer)
    assert client.post(url(Agreement, "add"), {**data, "recorded_by": tetovo.pk}).status_code == 302
    assert Agreement.objects.get(parties__municipality=saraj).recorded_by == tetovo


def test_what_a_clerk_records_has_their_own_municipality_among_the_parties(client, clerk, rochester_hills):
    data = filled(client, url(Agreement, "add"), FORM, form="twinning", **parties(rochester_hills, make_municipality()))
    assert "Your own municipality is one of the parties" in problems(client.post(url(Agreement, "add"), data))
    assert not Agreement.objects.exists()


def test_a_change_keeps_what_was_not_asked_for(client, clerk, saraj, rochester_hills, foreign):
    world = make_world(saraj, rochester_hills, public=True)
    before = Change.objects.count()
    page = url(Agreement, "change", world.agreement)
    answer = client.post(page, filled(client, page, FORM))
    assert answer.status_code == 302, problems(answer)
    assert Change.objects.count() == before  # a form that was only opened and saved changes nothing
    data = filled(client, page, FORM, title_mk="Договор", recorded_by=foreign.municipality.pk, publication="draft")
    answer = client.post(page, data)
    assert answer.status_code == 302, problems(answer)
    world.agreement.refresh_from_db()
    assert (world.agreement.title_mk, world.agreement.recorded_by, world.agreement.publication) == (
        "Договор",
        saraj,
        "published",
    )


def test_an_inline_row_of_another_agreement_is_not_taken(client, clerk, saraj, rochester_hills, foreign):
    world = make_world(saraj, rochester_hills, public=False)
    page, act = url(Agreement, "change", world.agreement), foreign.rows[Act]
    data = filled(client, page, FORM) | {"acts-0-id": act.pk, "acts-0-instrument": "forged"}
    client.post(page, data)
    act.refresh_from_db()
    assert (act.agreement, act.instrument) == (foreign.agreement, f"{SECRET} Tuz")
    assert not Act.objects.filter(instrument="forged").exists()


@pytest.mark.parametrize("field", ["predecessor"])
def test_a_reference_to_what_one_may_not_see_is_refused(client, clerk, saraj, rochester_hills, foreign, field):
    world = make_world(saraj, rochester_hills, public=False)
    page = url(Agreement, "change", world.agreement)
    answer = client.post(page, filled(client, page, FORM) | {field: foreign.agreement.pk})
    assert "Select a valid choice" in problems(answer)
    assert f"{SECRET} Tuz" not in answer.content.decode()


@pytest.mark.parametrize(
    ("model", "field"),
    [(Mayor, "municipality"), (Institution, "municipality"), (GoodPractice, "owner"), (Act, "agreement"),
     (Document, "agreement"), (JointProject, "agreement"), (Link, "agreement")],
)  # fmt: skip
def test_a_new_row_of_others_is_refused_and_named_nowhere(client, clerk, saraj, rochester_hills, foreign, model, field):
    make_world(saraj, rochester_hills, public=False)
    target = foreign.municipality if field in {"municipality", "owner"} else foreign.agreement
    opened = client.get(url(model, "add", query=f"?{field}={target.pk}"))
    assert f'value="{target.pk}" selected' not in opened.content.decode()
    before = model.objects.count()
    data = filled(client, url(model, "add"), f"{model._meta.model_name}_form", **{field: target.pk})
    answer = client.post(url(model, "add"), data)
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert model.objects.count() == before
    assert f"{SECRET} Tuz" not in opened.content.decode() + answer.content.decode()


def test_a_row_stays_with_its_agreement(client, clerk, saraj, rochester_hills):
    world, other = (make_world(saraj, town, public=False) for town in (rochester_hills, make_municipality("Tetovo")))
    page = url(Act, "change", world.rows[Act])
    data = filled(client, page, "act_form", agreement=other.agreement.pk, note="moved?")
    assert client.post(page, data).status_code == 302
    act = Act.objects.get(pk=world.rows[Act].pk)
    assert (act.agreement, act.note) == (world.agreement, "moved?")


def test_a_document_of_another_agreement_is_refused(client, clerk, saraj, rochester_hills):
    world, other = (make_world(saraj, town, public=False) for town in (rochester_hills, make_municipality("Tetovo")))
    page = url(Act, "change", world.rows[Act])
    answer = client.post(page, filled(client, page, "act_form", document=other.rows[Document].pk))
    assert "It belongs to another agreement." in problems(answer)


def test_an_act_that_was_public_is_struck_out_and_not_taken_off(client, clerk, saraj, rochester_hills):
    world = make_world(saraj, rochester_hills, public=True)
    page = url(Agreement, "change", world.agreement)
    data = filled(client, page, FORM) | {"acts-0-DELETE": "on", "acts-0-kind": "terminated", "acts-0-struck_out": "on"}
    answer = client.post(page, data)
    assert answer.status_code == 302, problems(answer)
    act = Act.objects.get(pk=world.rows[Act].pk)
    assert (act.kind, act.struck_out) == ("signed", True)


def test_a_published_agreement_keeps_two_parties(client, clerk, saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills, recorded_by=saraj)
    page = url(Agreement, "change", agreement)
    answer = client.post(page, filled(client, page, FORM) | {"parties-1-DELETE": "on"})
    assert "at least two parties" in problems(answer)
    assert agreement.parties.count() == 2


def test_a_signatory_is_the_partys_own_mayor(client, clerk, saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills, recorded_by=saraj, public=False)
    mayor = make_mayor(rochester_hills)
    page = url(Agreement, "change", agreement)
    row = {"parties-0-signatory": mayor.pk, "parties-0-signatory_name": mayor.name}
    assert "another municipality's mayor" in problems(client.post(page, filled(client, page, FORM) | row))
    row = {name.replace("-0-", "-1-"): value for name, value in row.items()}
    answer = client.post(page, filled(client, page, FORM) | row)
    assert answer.status_code == 302, problems(answer)
    assert Party.objects.get(signatory=mayor).municipality == rochester_hills


def test_a_text_is_needed_in_one_language_whichever(client, clerk, saraj):
    data = filled(client, url(Institution, "add"), "institution_form", municipality=saraj.pk)
    assert "Write it in one language at least." in problems(client.post(url(Institution, "add"), data))
    assert client.post(url(Institution, "add"), data | {"name_mk": "Музеј"}).status_code == 302
    assert Institution.objects.get().name_mk == "Музеј"


def test_an_editor_keeps_the_municipality_but_not_its_identity(client, clerk, saraj):
    page = url(Municipality, "change", saraj)
    data = filled(client, page, "municipality_form", website="https://example.org", country="XX", is_member="on")
    answer = client.post(page, data)
    assert answer.status_code == 302, problems(answer)
    saraj.refresh_from_db()
    assert (saraj.website, saraj.country, saraj.is_member) == ("https://example.org", "MK", False)


def test_a_project_has_its_clerks_municipality_or_agreement(client, clerk, saraj, rochester_hills):
    data = filled(client, url(JointProject, "add"), "jointproject_form", title_en="A bridge", status="1") | {
        "partners-TOTAL_FORMS": 1, "partners-0-municipality": rochester_hills.pk, "partners-0-role": "partner",
    }  # fmt: skip
    assert "one of the partners" in problems(client.post(url(JointProject, "add"), data))
    assert client.post(url(JointProject, "add"), data | {"partners-0-municipality": saraj.pk}).status_code == 302


def test_what_one_may_not_know_stays_as_it_is(client, clerk, saraj, foreign):
    """A partner's clerk edits a project under an agreement of others: the agreement is neither named nor lost."""
    project = foreign.rows[JointProject]
    project.partners.create(municipality=saraj)
    page = url(JointProject, "change", project)
    assert f"agreement/{foreign.agreement.pk}/" not in client.get(page).content.decode()
    answer = client.post(page, filled(client, page, "jointproject_form", programme="IPA"))
    assert answer.status_code == 302, problems(answer)
    project.refresh_from_db()
    assert (project.agreement, project.programme) == (foreign.agreement, "IPA")


def test_what_hinders_a_deletion_is_counted_and_not_named(client, clerk, saraj, foreign):
    mayor = make_mayor(saraj)
    Party.objects.filter(pk=foreign.rows[Party].pk).update(signatory=mayor, signatory_name=mayor.name)
    page = client.get(url(Mayor, "delete", mayor)).content.decode()
    assert "Other records refer to it: 1" in page
    assert "Tuz" not in page


def test_a_deletion_has_its_reason_in_the_log(client, clerk, saraj, rochester_hills):
    draft = make_agreement(saraj, rochester_hills, recorded_by=saraj, public=False)
    answer = client.post(url(Agreement, "delete", draft), {"post": "yes", "change_reason": "recorded twice"})
    assert answer.status_code == 302
    assert not Agreement.objects.exists()
    assert set(Change.objects.filter(action="deleted").values_list("actor_name", "reason")) == {
        ("Demo clerk", "recorded twice")
    }


def test_what_the_database_refuses_is_said_in_words(client, clerk, saraj, monkeypatch):
    """Two clerks at once: the form saw no other mayor, the database does."""
    make_mayor(saraj, starts_on="2001", ongoing=True)
    monkeypatch.setattr(Mayor, "validate_constraints", lambda self, exclude=None: None)
    data = filled(
        client, url(Mayor, "add"), "mayor_form", municipality=saraj.pk, name="B", starts_on="2005", ongoing="on"
    )
    answer = client.post(url(Mayor, "add"), data, follow=True)
    assert "The municipality has another mayor on some of these days." in answer.content.decode()
    assert Mayor.objects.count() == 1


def test_a_guard_of_the_database_is_said_in_words(client, clerk, saraj, rochester_hills, monkeypatch):
    agreement = make_agreement(saraj, rochester_hills, recorded_by=saraj)
    act = make_act(agreement)
    monkeypatch.setattr("agreements.admin.act.stays", lambda agreement: False)
    answer = client.post(url(Act, "delete", act), {"post": "yes"}, follow=True)
    assert "The register refuses this: an act of a published agreement stays" in answer.content.decode()
    assert Act.objects.filter(pk=act.pk).exists()


def test_what_nobody_touched_does_not_change(client, clerk, saraj, rochester_hills):
    """Browsers send line breaks in a way of their own; the history must not take that for an edit."""
    agreement = make_agreement(saraj, rochester_hills, recorded_by=saraj, objectives_sq="miqësi\nkomunikim")
    before = Change.objects.count()
    data = filled(client, url(Agreement, "change", agreement), FORM)
    assert data["objectives_sq"] == "miqësi\r\nkomunikim"
    assert client.post(url(Agreement, "change", agreement), data).status_code == 302
    assert Change.objects.count() == before
    data["title_en"] = "A title"
    client.post(url(Agreement, "change", agreement), data)
    assert Change.objects.latest("id").after == {"title": "A title", "title_en": "A title"}


def test_what_was_typed_is_saved_before_it_is_published(client, clerk, saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills, public=False, recorded_by=saraj)
    data = filled(client, url(Agreement, "change", agreement), FORM, summary_en="Typed just now", _verb="publish")
    assert client.post(url(Agreement, "change", agreement), data).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.summary_en, agreement.publication) == ("Typed just now", "published")


def test_what_cannot_be_saved_is_not_published(client, clerk, saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills, public=False, recorded_by=saraj)
    data = filled(client, url(Agreement, "change", agreement), FORM, term_ends_on="soon", _verb="publish")
    assert client.post(url(Agreement, "change", agreement), data).status_code == 200
    agreement.refresh_from_db()
    assert agreement.publication == "draft"


def test_groups_that_hold_rows_are_open(client, clerk, saraj, rochester_hills):
    agreement = make_agreement(saraj, rochester_hills, recorded_by=saraj)
    make_commitment(agreement)
    groups = client.get(url(Agreement, "change", agreement)).context["inline_admin_formsets"]
    is_open = {group.formset.prefix: not group.is_collapsible for group in groups}
    assert is_open["commitments"]
    assert not is_open["documents"]

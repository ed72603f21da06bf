"""What a stranger with an account can send: never an error of the server, and quickly answered."""

import json
import time

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from agreements.models import Act, Agreement, Document, Field, JointProject
from municipalities.models import Institution, Mayor, Municipality
from provenance.models import Change, Citation
from tests.agreements.admin.forms import filled
from tests.agreements.admin.worlds import make_world, registered, url
from tests.factories import make_user

pytestmark = pytest.mark.django_db
HUGE = "9" * 30
BAD_KEYS = ["abc", HUGE, "-1", "0", "1.5", "_00", "%C3%A9", "x" * 300, "9223372036854775808"]


@pytest.fixture(autouse=True)
def registrar(client):
    client.force_login(make_user(is_registrar=True))


@pytest.fixture
def world(saraj, rochester_hills):
    return make_world(saraj, rochester_hills, public=True)


@pytest.mark.parametrize("key", BAD_KEYS)
def test_keys_that_are_none(client, world, key):
    for view in ("change", "history", "delete"):
        address = f"/admin/agreements/agreement/{key}/{view}/"
        assert client.get(address).status_code in {403, 404}
        assert client.post(address, {"post": "yes"}).status_code in {403, 404}


@pytest.mark.parametrize("key", ["abc", HUGE])
def test_keys_that_are_none_of_any_model(client, world, key):
    for model in set(registered()) - {ProcrastinateJob}:
        for view in ("change", "history", "delete"):
            address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{key}/{view}/"
            assert (address, client.get(address).status_code) in {(address, 404), (address, 403)}


@pytest.mark.parametrize(
    "query",
    [
        f"registered_on__year={HUGE}", "registered_on__year=0", "registered_on__year=10000", "registered_on__year=abc",
        f"id={HUGE}", "id=abc", "id__in=1,x", f"id__in={HUGE}", "form__exact=nothing", "title__regex=(",
        "internal_notes__regex=[", "publication__exact=%F0%9F%92%A9", "parties__municipality__name=x",
        "recorded_by__memberships__user__password__startswith=a", "pk__in=x", "uid=abc", "serial__gt=x",
        f"serial__in={HUGE}", "status=nothing", f"p={HUGE}", "p=-1", "p=abc", f"o={HUGE}", "o=abc", "o=-1.-1.2.2",
        "all=", "_to_field=abc", "_to_field=uid", "_popup=1", "e=1", "q=" + "x" * 4000, "q=%22%27%5C(%26%7C!:*",
        "q=%E2%80%AE", f"q={HUGE}", "registered_on__year=2024&registered_on__month=99", "published_at__gte=x",
        "governing_languages__0=x", "tacit_renewal=x", "term_ends_on__gt=x", "a=b", "q=%00", "form__exact=%00", "q=%ff",
        "q=IMCA-" + HUGE, "search__document=x",
    ],
)  # fmt: skip
def test_questions_to_a_list(client, world, query):
    """400, or the list without the question."""
    assert client.get(url(Agreement, "list", query=f"?{query}")).status_code in {200, 302, 400}


@pytest.mark.parametrize(
    "query",
    ["recorded_by__memberships__user__password__startswith=p", "submitted_by__password__startswith=p",
     "parties__representatives__phone__startswith=0", "parties__municipality__memberships__user__email=x"],
)  # fmt: skip
def test_a_list_is_no_oracle_of_what_it_does_not_show(client, saraj, query):
    client.force_login(make_user(edits=[saraj]))
    assert client.get(url(Agreement, "list", query=f"?{query}")).status_code == 400


@pytest.mark.parametrize(("model", "query"), [
    (Change, "at__year=0"), (Change, f"epoch={HUGE}"), (Change, "kind=nothing"), (Change, "actor_uid=x"),
    (Change, "before__x=1"), (Change, "after__contains={"), (Citation, "record=x"), (Citation, "q=" + HUGE),
    (Municipality, f"geonames_id={HUGE}"), (Municipality, "latitude=nan"), (Municipality, "country=%F0%9F%92%A9"),
    (Mayor, "starts_on__gte=x"), (Mayor, "starts_on=1987-99"), (JointProject, "budget__gt=NaN"),
    (JointProject, "budget=1e400"), (Field, "sdgs__0=99999999999999"),
])  # fmt: skip
def test_questions_to_other_lists(client, world, model, query):
    assert client.get(url(model, "list", query=f"?{query}")).status_code in {200, 302, 400}


@pytest.mark.parametrize("key", [*BAD_KEYS, "\0", "1\0"])
def test_actions_on_keys_that_are_none(client, world, key):
    data = {"action": "publish_selected", "index": 0, "_selected_action": key}
    assert client.post(url(Agreement, "list"), data).status_code in {302, 400}


@pytest.mark.parametrize(("name", "value"), [
    ("action", "\0"), ("action", "nothing"), ("index", HUGE), ("index", "x"), ("select_across", "x"),
    ("select_across", HUGE), ("_save", "x"), ("form-TOTAL_FORMS", HUGE), ("reason", "\0"),
])  # fmt: skip
def test_actions_without_sense(client, world, name, value):
    data = {"action": "publish_selected", "index": 0, "_selected_action": world.agreement.pk}
    assert client.post(url(Agreement, "list"), {**data, name: value}).status_code in {200, 302, 400}


def test_references_in_an_address_that_are_none(client, world):
    for value in ("%00", "abc", HUGE):
        for model, field in ((Agreement, "predecessor"), (Agreement, "recorded_by"), (Act, "agreement"),
                             (Act, "document"), (Mayor, "municipality"), (Municipality, "successor"),
                             (JointProject, "agreement"), (Mayor, "starts_on"), (JointProject, "sdgs"),
                             (Agreement, "governing_languages"), (Agreement, "nothing")):  # fmt: skip
            assert client.get(url(model, "add", query=f"?{field}={value}")).status_code in {200, 400}


@pytest.mark.parametrize(
    "query",
    [
        "", "app_label=agreements", "app_label=agreements&model_name=party&field_name=nothing",
        "app_label=nothing&model_name=x&field_name=y", "app_label=agreements&model_name=party&field_name=role",
        "app_label=municipalities&model_name=municipality&field_name=parties",
        "app_label=agreements&model_name=agreement&field_name=fields",
        "app_label=auth&model_name=group&field_name=user", "app_label=admin&model_name=logentry&field_name=user",
        "app_label=accounts&model_name=user&field_name=groups",
        "app_label=agreements&model_name=party&field_name=municipality&term=%00",
        f"app_label=agreements&model_name=party&field_name=municipality&page={HUGE}",
        "app_label=agreements&model_name=party&field_name=municipality&page=abc",
        "app_label=agreements&model_name=party&field_name=municipality&term=%22(%5C",
        f"app_label=agreements&model_name=agreement&field_name=predecessor&term={HUGE}",
        "app_label=agreements&model_name=agreementsearch&field_name=agreement",
    ],
)  # fmt: skip
def test_searching_as_one_types(client, world, query):
    assert client.get(f"/admin/autocomplete/?{query}").status_code in {200, 400, 403, 404}


TEXTS = ["\0", "a\0b", HUGE * 200, "NaN", "1e400", "-1", "[" * 5000, "0001-01-01", "9999-99-99", "\ufffd", "‮", "{}"]


@pytest.mark.parametrize("model", [Agreement, Act, Mayor, Municipality, JointProject, Institution, Field])
def test_every_field_of_a_form(client, world, model):
    """Whatever stands in whichever field: the form comes back, or takes it; nothing breaks."""
    data = filled(client, url(model, "add"), f"{model._meta.model_name}_form")
    fields = [name for name in data if name != "csrfmiddlewaretoken" and not name.endswith("_FORMS")]
    for text in TEXTS:
        answer = client.post(url(model, "add"), dict.fromkeys(fields, text) | management(data))
        assert (text[:20], answer.status_code) == (text[:20], 200)


def management(data) -> dict:
    return {name: value for name, value in data.items() if name.endswith("_FORMS")}


@pytest.mark.parametrize("name", ["parties-TOTAL_FORMS", "parties-INITIAL_FORMS", "acts-TOTAL_FORMS"])
@pytest.mark.parametrize("value", ["999999999999", HUGE, "-1", "x", "", "1000"])
def test_rows_that_are_not_there(client, world, name, value):
    page = url(Agreement, "change", world.agreement)
    data = filled(client, page, "agreement_form") | {name: value}
    begin = time.process_time()
    assert client.post(page, data).status_code == 400
    # A thousand million rows would take hours: the bound is far from both, so that a busy machine keeps it, too.
    assert time.process_time() - begin < 10


def test_a_form_without_its_numbers_of_rows(client, world):
    page = url(Agreement, "change", world.agreement)
    data = {name: value for name, value in filled(client, page, "agreement_form").items() if "_FORMS" not in name}
    assert client.post(page, data).status_code == 200


@pytest.mark.parametrize("value", [*BAD_KEYS, "\0", ""])
def test_rows_with_keys_that_are_none(client, world, value):
    page = url(Agreement, "change", world.agreement)
    rows = {"parties-0-id": value, "acts-0-id": value, "parties-0-municipality": value, "acts-0-document": value,
            "documents-0-id": value, "parties-0-agreement": value}  # fmt: skip
    assert client.post(page, filled(client, page, "agreement_form") | rows).status_code in {200, 302}
    assert world.agreement.parties.count() == 2


@pytest.mark.parametrize("reason", ["\0", "x" * 501, "a\0"])
def test_a_reason_that_is_none_changes_nothing(client, world, reason):
    page = url(Agreement, "change", world.agreement)
    data = filled(client, page, "agreement_form", title_en="Changed", change_reason=reason)
    assert client.post(page, data).status_code == 200
    world.agreement.refresh_from_db()
    assert world.agreement.title_en != "Changed"


@pytest.mark.parametrize("query", ["p=abc", f"p={HUGE}", "p=-1", "p=%00", "p=0"])
def test_pages_of_a_history(client, world, query):
    assert client.get(url(Agreement, "history", world.agreement, f"?{query}")).status_code in {200, 400}


def test_doors_of_one_record_with_numbers_beyond_the_table(client, world):
    for address in (f"/admin/agreements/agreement/{HUGE}/word/1/", f"/admin/agreements/agreement/1/word/{HUGE}/",
                    f"/admin/agreements/agreement/{HUGE}/withdraw/", f"/admin/agreements/document/{HUGE}/file/",
                    f"/admin/r/{HUGE}/1/", "/admin/r/1/abc/", f"/admin/r/1/{HUGE}/"):  # fmt: skip
        assert client.get(address).status_code == 404


def test_a_document_whose_file_is_lost_still_has_its_page(client, world):
    assert client.get(url(Document, "change", world.rows[Document])).status_code == 200
    assert client.get(url(Document, "file", world.rows[Document])).status_code == 404


def test_json_of_the_search_as_one_types_is_json(client, world):
    answer = client.get("/admin/autocomplete/?app_label=agreements&model_name=party&field_name=municipality&term=sarai")
    assert json.loads(answer.content)["results"] == [{"id": str(world.municipality.pk), "text": "Saraj · MK"}]

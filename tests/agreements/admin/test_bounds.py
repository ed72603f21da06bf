"""Lists and forms ask the database a fixed number of questions, however many rows they show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, AgreementField, AgreementNetwork, JointProject, Network, ProjectPartner
from municipalities.models import Alias, Municipality
from provenance.admin import bounds
from provenance.admin.bounds import BoundedPaginator
from provenance.models import Change, Citation
from tests.agreements.admin.worlds import make_world, registered, url
from tests.factories import (
    make_act,
    make_activity,
    make_commitment,
    make_field,
    make_mayor,
    make_municipality,
    make_user,
)

pytestmark = pytest.mark.django_db
OTHERS_PAGES = {"ProcrastinateJob"}


def queries(client, address) -> int:
    client.get(address)  # what is asked once for all is asked now
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(asked)


@pytest.fixture
def registrar(client):
    client.force_login(make_user(is_registrar=True))


def make_worlds(number, *, municipality=None, public=True):
    return [make_world(municipality or make_municipality(), make_municipality(), public=public) for _ in range(number)]


def lists(client, query="") -> dict:
    models = [model for model in registered() if model.__name__ not in OTHERS_PAGES]
    return {model.__name__: queries(client, url(model, "list", query=query)) for model in models}


def test_lists_of_the_registrar(client, registrar):
    make_worlds(1)
    one = lists(client)
    make_worlds(2)
    assert lists(client) == one
    assert max(one.values()) <= 9


def test_lists_of_a_clerk(client, saraj):
    client.force_login(make_user(edits=[saraj]))
    make_worlds(1, municipality=saraj, public=False)
    models = [model for model in registered() if client.get(url(model, "list")).status_code == 200]
    one = {model.__name__: queries(client, url(model, "list")) for model in models}
    make_worlds(2, municipality=saraj, public=False)
    assert {model.__name__: queries(client, url(model, "list")) for model in models} == one
    assert max(one.values()) <= 12


def test_lists_that_are_searched(client, registrar):
    make_worlds(1)
    one = lists(client, "?q=Municipality")
    make_worlds(2)
    assert lists(client, "?q=Municipality") == one


def fill(world):
    """One more row of everything that an agreement's page holds."""
    agreement, town = world.agreement, make_municipality()
    mayor = make_mayor(town)
    agreement.parties.create(municipality=town, signatory=mayor, signatory_name=mayor.name)
    make_act(agreement, document=agreement.documents.get())
    party = agreement.parties.first()
    commitment = make_commitment(agreement, bound="one", bound_party=party, responsible=party.representatives.first())
    make_activity(agreement, commitment)
    AgreementField.objects.create(agreement=agreement, field=make_field())
    AgreementNetwork.objects.create(agreement=agreement, network=Network.objects.create(name="n"))
    Citation.objects.create(model="agreements.agreement", record=agreement.uid, grade="press", title="t")


@pytest.mark.parametrize("view", ["change", "history"])
def test_the_page_of_an_agreement(client, registrar, view):
    [world] = make_worlds(1)
    fill(world)
    one = queries(client, url(Agreement, view, world.agreement))
    fill(world)
    fill(world)
    assert queries(client, url(Agreement, view, world.agreement)) == one
    assert one <= 30


@pytest.mark.parametrize("view", ["change", "history"])
def test_the_page_of_a_municipality(client, registrar, saraj, view):
    def fill_municipality(number):
        Alias.objects.create(municipality=saraj, text=f"Name {number}")
        make_mayor(saraj)
        make_user(edits=[saraj])

    fill_municipality(1)
    one = queries(client, url(Municipality, view, saraj))
    fill_municipality(2)
    fill_municipality(3)
    assert queries(client, url(Municipality, view, saraj)) == one
    assert one <= 15


def test_the_page_of_a_project(client, registrar):
    [world] = make_worlds(1)
    project = world.rows[JointProject]
    supervisor = world.agreement.parties.first().representatives.first()
    ProjectPartner.objects.filter(project=project).update(supervisor=supervisor)
    one = queries(client, url(JointProject, "change", project))
    for _ in range(2):
        project.partners.create(municipality=make_municipality(), supervisor=supervisor)
        project.field_links.create(field=make_field())
    assert queries(client, url(JointProject, "change", project)) == one


def test_no_select_lists_municipalities(client, registrar):
    make_worlds(1)
    towns = [make_municipality(f"Town number {number}").name for number in range(30)]
    pages = [client.get(url(model, view)) for model in registered() for view in ("list", "add")]
    named = [page.request["PATH_INFO"] for page in pages for name in towns if name in page.content.decode()]
    assert set(named) == {"/admin/municipalities/municipality/"}


def test_a_long_list_is_counted_no_further_than_one_leafs(client, registrar, monkeypatch):
    make_worlds(1)
    monkeypatch.setattr(bounds, "MOST_COUNTED", 10)
    page = client.get(url(Change, "list"))
    assert page.context["cl"].result_count == 10
    assert "more than 10 changes" in page.content.decode()


def test_a_short_list_is_counted_whole(agreement):
    paginator = BoundedPaginator(Change.objects.about(agreement), 2)
    assert (paginator.count, paginator.is_capped, paginator.num_pages) == (3, False, 2)

"""Every error below /api/ is a problem document; methods, media types and origins are as a reader's API has them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from rest_framework.exceptions import NotAuthenticated

from agreements.models import JointProject
from api.problems import problem_response
from api.views.agreements import AgreementViewSet
from config import errors
from tests import factories

ENDPOINTS = ["agreements", "municipalities", "mayors", "joint-projects", "fields", "changes", "openapi.json", "docs"]


def assert_problem(response, status):
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    document = response.json()
    assert (document["status"], document["type"]) == (status, "about:blank")
    return document


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/agreements", "/api/v1/nothing", "/api/v1/agreements/",
     "/api/v1/agreements/1", "/api/v1/agreements/IMCA-2026-1", "/api/v1/agreements/" + "x" * 300, "/api/v1/changes/1",
     "/api/v1/municipalities/not-a-uuid", "/api/v1/agreements.json", "/api/v1/%E2%80%AE", "/api/v1/%ff"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("debug", [True, False])
def test_unknown_path_is_a_problem(path, method, debug, settings):
    settings.DEBUG = debug
    response = Client(enforce_csrf_checks=True).generic(method, path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["agreements", "municipalities", "mayors", "joint-projects", "fields"])
@pytest.mark.parametrize("key", ["00000000-0000-4000-8000-000000000000", "IMCA-2026-999999999999"])
def test_unknown_record_is_a_problem(path, key):
    assert_problem(Client().get(f"/api/v1/{path}/{key}"), 404)


@pytest.mark.django_db
@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "NONSENSE"])
def test_method_that_writes_is_refused(endpoint, method):
    client = Client(enforce_csrf_checks=True)
    response = client.generic(method, f"/api/v1/{endpoint}", b"[" * 5000, content_type="application/json")
    assert_problem(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_head_and_options_are_answered(endpoint):
    get, head = (getattr(Client(), method)(f"/api/v1/{endpoint}") for method in ("get", "head"))
    assert (head.status_code, head.content, head["API-Version"]) == (200, b"", get["API-Version"])
    options = Client().options(f"/api/v1/{endpoint}")
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["", "text/html", "application/xml", "x", "*", "a/b;q=x", ";"])
def test_media_type_that_cannot_be_sent_is_refused_or_ignored(accept):
    response = Client().get("/api/v1/fields", headers={"accept": accept})
    if response.status_code != 200:
        assert_problem(response, 406)


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html, */*;q=0.8", "application/*"])
def test_json_is_sent_to_whom_it_pleases(accept):
    response = Client().get("/api/v1/fields", headers={"accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [{"accept-language": "x" * 5000}, {"accept-language": "sq;q=nan, *"}, {"x-forwarded-for": "'\";--, 1.1.1.1"},
     {"x-forwarded-host": "elsewhere.example"}, {"cookie": "sessionid=\x00; django_language=../../x"},
     {"content-type": "application/json;charset=klingon"}, {"range": "bytes=0-1"}, {"if-none-match": "*"},
     {"authorization": "Token " + "é" * 200}, {"x-http-method-override": "DELETE"}],
)  # fmt: skip
def test_odd_header_changes_nothing(headers):
    client = Client()
    response = client.generic("GET", "/api/v1/fields", b"{not json", headers=headers)
    assert response.status_code == 200
    assert response.json() == {"next": None, "results": []}


@pytest.mark.django_db
def test_every_origin_may_read():
    response = Client().get("/api/v1/fields", headers={"origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert {"Link", "API-Version"} <= {name.strip() for name in response["Access-Control-Expose-Headers"].split(",")}
    preflight = Client().options(
        "/api/v1/fields",
        headers={"origin": "https://elsewhere.example", "access-control-request-method": "DELETE"},
    )
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/api/v1/agreements?q=%00", "/api/v1/agreements?q=%FF", "/api/v1/%00", "/api/v1/../admin/",
     "/api/v1/agreements?%ED%A0%80=1", "/api/v1/agreements?q=" + "x" * 8192],
)  # fmt: skip
def test_unreadable_address_is_a_problem(path):
    document = assert_problem(Client().get(path), 400)
    assert document["detail"].startswith("The address")


def test_unreadable_address_elsewhere_is_a_page(db):
    assert Client().get("/en/?q=%00")["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_withdrawn_record_leaves_a_tombstone(agreement):
    project = factories.make_joint_project()
    for record, path in ((agreement, "agreements"), (project, "joint-projects")):
        factories.withdraw_silently(record, "Recorded twice")
        document = assert_problem(Client().get(f"/api/v1/{path}/{record.uid}"), 410)
        assert (document["uid"], document["reason"]) == (str(record.uid), "Recorded twice")
        assert document["withdrawn_at"].endswith("Z")
    assert_problem(Client().get(f"/api/v1/agreements/{agreement.number}"), 410)


@pytest.mark.django_db
def test_withdrawn_project_of_a_draft_was_never_there(agreement):
    draft = factories.make_agreement(public=False)
    project = factories.make_joint_project(agreement=draft)
    factories.withdraw_silently(project)
    assert JointProject.objects.public().count() == 0
    assert_problem(Client().get(f"/api/v1/joint-projects/{project.uid}"), 404)


@pytest.mark.django_db
def test_error_that_nobody_foresaw_tells_nothing(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(AgreementViewSet, "texts", fail)
    response = Client(raise_request_exception=False).get("/api/v1/agreements")
    assert assert_problem(response, 500) == {"type": "about:blank", "title": "Internal Server Error", "status": 500}


def test_errors_outside_a_view_are_told_in_the_form_of_the_place():
    request = RequestFactory().get("/api/v1/fields")
    answers = [errors.bad_request(request), errors.forbidden(request), errors.not_found(request, Http404())]
    assert [answer.status_code for answer in answers] == [400, 403, 404]
    assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}
    assert errors.not_found(RequestFactory().get("/nothing"), Http404())["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(("error", "status"), [(Http404(), 404), (PermissionDenied(), 403), (NotAuthenticated(), 401)])
def test_errors_of_django_are_problems(error, status):
    assert problem_response(error, {}).status_code == status

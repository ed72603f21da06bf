"""The OpenAPI document is valid, and says what the server sends."""

import json
import re

import pytest
from django.core.management import call_command
from django.test import Client
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from agreements.confirmation import Badge
from api.urls import urlpatterns
from tests import factories
from tests.api.records import whole_agreement

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    """As the command makes it, which fails on any warning."""
    file = tmp_path_factory.mktemp("openapi") / "openapi.json"
    call_command("spectacular", format="openapi-json", file=str(file), fail_on_warn=True)
    return json.loads(file.read_text())


def test_openapi_document_is_valid_and_served_as_json(document):
    response = Client().get("/api/v1/openapi.json")
    assert response["Content-Type"] == "application/json"
    assert response.json() == document
    validate(document)
    assert document["openapi"].startswith("3.1")


def test_openapi_document_names_the_version_and_the_licence_and_no_host(document, settings):
    assert document["info"]["version"] == settings.API_VERSION
    assert document["info"]["license"]["name"] == "CC BY 4.0"
    assert "servers" not in document


def test_every_address_is_described(document):
    served = {
        re.sub(r"<\w+:(\w+)>|\(\?P<(\w+)>[^)]*\)", lambda match: f"{{{match[1] or match[2]}}}", str(pattern.pattern))
        for pattern in urlpatterns
    }
    described = {path.removeprefix("/api/v1/") for path in document["paths"]}
    assert {path.strip("^$") for path in served} - described == {"openapi.json", "docs", ""}


def test_addresses_and_keys_follow_the_conventions(document):
    for path, operations in document["paths"].items():
        assert re.fullmatch(r"/api/v1(/[a-z]+(-[a-z]+)*|/\{[a-z]+\})+", path)
        assert list(operations) == ["get"]
        for parameter in operations["get"].get("parameters", []):
            assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", parameter["name"])
        assert {"200", "400", "406"} <= set(operations["get"]["responses"])
        problem = operations["get"]["responses"]["400"]["content"]
        assert list(problem) == ["application/problem+json"]


def test_filters_in_the_document_are_those_that_the_list_knows(document):
    parameters = {one["name"]: one for one in document["paths"]["/api/v1/agreements"]["get"]["parameters"]}
    assert set(parameters) == {
        "q", "municipality", "country", "form", "field", "network", "status", "liveness", "confirmation", "decade",
        "grade", "yearFrom", "yearTo", "asOf", "sort", "limit", "cursor",
    }  # fmt: skip
    assert parameters["yearFrom"]["schema"]["type"] == "integer"
    assert parameters["asOf"]["schema"] == {"type": "string", "format": "date"}
    assert parameters["form"]["schema"]["type"] == "array"
    assert parameters["country"]["schema"]["items"]["pattern"] == "^[A-Za-z]{2}$"
    assert parameters["confirmation"]["schema"]["items"]["enum"] == sorted(Badge.LABELS)
    assert parameters["network"]["schema"]["items"]["format"] == "uuid"
    assert parameters["decade"]["schema"]["items"]["pattern"] == "^([0-9]{3}0|unknown)$"


@pytest.mark.parametrize("path", ["agreements", "municipalities", "mayors", "joint-projects", "fields", "changes"])
def test_what_the_server_sends_is_what_the_document_says(document, path):
    agreement = whole_agreement()
    factories.make_joint_project(agreement=agreement)
    schema = document["paths"][f"/api/v1/{path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator = OAS31Validator({**schema, "components": closed(document["components"])})
    for query in ("", "?limit=1"):
        page = Client().get(f"/api/v1/{path}{query}").json()
        assert [error.message for error in validator.iter_errors(page)] == []


def closed(components):
    """The same schemas, in which no property may be sent that they do not name."""
    schemas = {
        name: {**schema, "additionalProperties": False} if schema.get("properties") else schema
        for name, schema in components["schemas"].items()
    }
    return {**components, "schemas": schemas}


def test_problem_is_what_the_document_says(document, agreement):
    factories.withdraw_silently(agreement)
    validator = OAS31Validator(closed(document["components"])["schemas"]["Problem"])
    for path in ("agreements?limit=0&foo=1", "nothing", f"agreements/{agreement.uid}"):
        assert [error.message for error in validator.iter_errors(Client().get(f"/api/v1/{path}").json())] == []


def test_docs_page_relaxes_styles_alone():
    page = Client().get("/api/v1/docs")
    assert "<script>" not in page.content.decode()
    assert Client().get("/api/v1/docs?script=")["Content-Type"].startswith("application/javascript")
    usual = policy(Client().get("/api/v1/fields"))
    assert policy(page) == usual | {"style-src": "'self' 'unsafe-inline'", "img-src": "'self' data:"}


def policy(response):
    rules = (rule.strip().partition(" ") for rule in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in rules}

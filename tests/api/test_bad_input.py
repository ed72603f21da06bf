"""Whatever a stranger sends to whatever endpoint: the answer is never an error of the server."""

import pytest
from django.test import Client

from tests.api.records import whole_agreement

pytestmark = pytest.mark.django_db

VALUES = [
    "", " ", "%00", "a%00b", "%EF%BF%BD", "%", "%zz", "%FF", "%C3%28", "%ED%A0%80", "%F0%9F%92%A9", "é", "-1", "0",
    "1.5", "1e400", "nan", "inf", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "9" * 400,
    "٣", "²", "9999-99-99", "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "20260101", "1987",
    "2026-01-01T00:00:00Z", "null", "true", "[]", "{}", "[[[[", "'", "''", '"', "\\", "'%20OR%201=1--", ";", "(", "*",
    ":*", "!", "&", "%26%7C%21", "<script>", "../../etc/passwd", "x" * 201, "x" * 3900, "%E2%80%AE",
    "%0d%0aSet-Cookie:a=b", "00000000-0000-0000-0000-000000000000", "MK", "mk", "MKD", "sq", "a:*",
    "%D1%81%D0%B0%D1%80%D0%B0%D1%98", "-registered", "-pk", "?", "name__regex",
]  # fmt: skip
KEYS = {
    "agreements": ["q", "municipality", "country", "form", "field", "status", "yearFrom", "yearTo", "asOf", "sort"],
    "municipalities": ["q", "country", "member", "sort"],
    "mayors": ["municipality", "country", "sort"],
    "joint-projects": ["q", "municipality", "country", "status", "field", "sort"],
    "fields": [],
    "changes": [],
    "openapi.json": ["lang", "version", "format"],
    "docs": ["script", "lang", "version"],
}
PATHS = [
    "%00", "a%00b", "%FF", "%C3%28", "%ED%A0%80", "%", "%zz", "%2e%2e%2f", "..%2f", "x" * 300, "-1", "0", "9" * 400,
    "IMCA-2026-000001%00", "IMCA-2026-" + "9" * 12, "IMCA-2026-" + "9" * 13, "IMCA-9999-٠٠٠٠٠٠", "<script>", "{uid}",
    "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "'", "%0a", "%E2%80%AE", "//",
]  # fmt: skip
FOLDERS = ["", "agreements/", "municipalities/", "mayors/", "joint-projects/", "fields/", "docs/"]
SHAPES = [
    "&" * 4000, "=" * 4000, "a&" * 2000, "?" * 100, "%", "a=%", "%00", "%FF=1", "a=1;b=2", "#", "x" * 8192, "=", "&&",
]  # fmt: skip


@pytest.mark.parametrize("endpoint", KEYS)
def test_no_value_of_no_parameter_breaks_a_list(endpoint):
    whole_agreement()
    client = Client(raise_request_exception=False)
    keys = [*KEYS[endpoint], "limit", "cursor"]
    queries = [f"{key}={value}" for key in keys for value in VALUES]
    for key in keys:
        queries += [f"{key}[]=1", f"{key}__in=1", f"{key}=1&{key}=%FF", f"{key}=1&{key}="]
    answers = {query: client.get(f"/api/v1/{endpoint}?{query}").status_code for query in queries}
    assert {query: status for query, status in answers.items() if status not in (200, 400)} == {}
    assert {status for query, status in answers.items() if "[]=" in query or "__in=" in query} == {400}


@pytest.mark.parametrize(
    "endpoint", ["", "agreements/", "municipalities/", "mayors/", "joint-projects/", "fields/", "docs/"]
)
def test_no_path_breaks_an_endpoint(endpoint):
    client = Client(raise_request_exception=False)
    answers = {path: client.get(f"/api/v1/{endpoint}{path}").status_code for path in PATHS}
    assert {path: status for path, status in answers.items() if status not in (400, 404)} == {}


@pytest.mark.parametrize("endpoint", KEYS)
def test_no_shape_of_a_query_breaks_a_list(endpoint):
    client = Client(raise_request_exception=False)
    queries = [
        "&" * 4000,
        "=" * 4000,
        "a&" * 2000,
        "?" * 100,
        "%",
        "a=%",
        "%00",
        "%FF=1",
        "a=1;b=2",
        "#",
        "x" * 8192,
        "=",
        "&&",
    ]
    answers = {query: client.get(f"/api/v1/{endpoint}?{query}").status_code for query in queries}
    assert {query[:20]: status for query, status in answers.items() if status not in (200, 400)} == {}

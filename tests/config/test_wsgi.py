"""What a server makes of a request: the same address is the same request, and who has the page already is told so."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from config.wsgi import Application, application
from tests import factories


@pytest.fixture
def client(client, monkeypatch):
    """Its requests are those of the server."""
    monkeypatch.setattr("django.test.client.WSGIRequest", application.request_class)
    return client


def test_a_charset_in_a_header_changes_nothing_of_what_the_query_asks(client, agreement):
    page = client.get("/en/agreements/?country=FR", CONTENT_TYPE="text/plain; charset=cp037")
    assert page.status_code == 200
    assert agreement.number not in page.content.decode()


@pytest.mark.parametrize(("charset", "query"), [("rot13", "x=1"), ("unicode_escape", r"q=%5Cud800"), ("no-such", "")])
def test_a_charset_that_is_none_for_text_is_no_error(client, db, charset, query):
    page = client.get(f"/en/agreements/?{query}", CONTENT_TYPE=f"text/plain; charset={charset}")
    assert page.status_code == 200


# --- Who has the page already ---------------------------------------------------------------------------------


@pytest.fixture
def ask(keeps, agreement, monkeypatch):
    """Asks the server's door: status, headers and body, as it gives them to the server."""
    door = Application()

    def asked(address: str, **headers) -> tuple[str, dict, bytes]:
        environ = RequestFactory().get(address).environ | headers
        told = []
        answer = door(environ, lambda status, headers: told.extend([status, dict(headers)]))
        return told[0], told[1], b"".join(answer)

    # The test's transaction is in the connection that a request would close.
    monkeypatch.setattr("config.wsgi.close_old_connections", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield asked
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("address", ["/en/agreements/?country=MK", "/mk/", "/api/v1/agreements"])
def test_unchanged_page_is_told_before_all_middleware(ask, monkeypatch, address):
    fresh = ask(address)[1]
    monkeypatch.setattr(WSGIHandler, "__call__", None)
    status, headers, body = ask(address, HTTP_IF_NONE_MATCH=fresh["ETag"])
    assert (status, body) == ("304 Not Modified", b"")
    assert headers["ETag"] == fresh["ETag"]
    assert headers["Cache-Control"] == "public, no-cache"
    assert set(headers["Vary"].split(", ")) <= set(fresh["Vary"].split(", "))


def test_page_that_changed_is_sent_anew(ask):
    fresh = ask("/en/agreements/")[1]
    factories.make_agreement()
    assert ask("/en/agreements/", HTTP_IF_NONE_MATCH=fresh["ETag"])[0] == "200 OK"


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": "sessionid=x"},
        {"HTTP_AUTHORIZATION": "Token x"},
        {"REQUEST_METHOD": "POST"},
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_ACCEPT_ENCODING": "br"},
        {"QUERY_STRING": "asOf=2001-01-01"},
        {"PATH_INFO": "/sq/agreements/"},
        {"wsgi.url_scheme": "https"},
    ],
)
def test_etag_is_good_for_the_very_same_request_alone(ask, headers):
    fresh = ask("/en/agreements/")[1]
    assert not ask("/en/agreements/", HTTP_IF_NONE_MATCH=fresh["ETag"], **headers)[0].startswith("304")


@pytest.mark.parametrize("etag", ["", "*", '"', "W/", '"x", "y"', "\xff" * 3000])
def test_etag_that_is_none_is_no_error(ask, etag):
    status, _headers, body = ask("/en/agreements/", HTTP_IF_NONE_MATCH=etag)
    # `*` is whatever there is (RFC 9110, 13.1.2).
    assert (status, bool(body)) == (("304 Not Modified", False) if etag == "*" else ("200 OK", True))


# --- What is sent to a page that takes nothing ------------------------------------------------------------------


class NeverComing:
    """A body that a worker would wait for without end."""

    def read(self, *size):
        raise AssertionError("the body was waited for")

    readline = read


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/en/",
        "/en/agreements/",
        "/en/agreements.atom",
        "/en/search/",
        "/en/municipalities/00000000-0000-4000-8000-000000000000/",
        "/media/documents/x.pdf",
        "/sitemap.xml",
        "/livez",
        "/readyz",
        "/api/v1/agreements",
        "/api/v1/openapi.json",
    ],
)
def test_page_that_takes_nothing_does_not_wait_for_what_is_sent(ask, address):
    sent = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": "3"}
    status, _headers, _body = ask(address, HTTP_COOKIE="csrftoken=" + "x" * 32, **{"wsgi.input": NeverComing()}, **sent)
    assert status == "405 Method Not Allowed"

"""What a server makes of a request: the same address is the same request, whatever its headers say."""

import pytest

from config.wsgi import application


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

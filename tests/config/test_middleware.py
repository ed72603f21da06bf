"""What is refused at the door, on every address alike."""

import pytest

DOORS = [
    "/en/",
    "/en/agreements/",
    "/api/v1/agreements",
    "/admin/login/",
    "/static/css/site.css",
    "/nowhere",
    "/media/x",
]


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("query", ["q=%00", "%00=q", "q=%ff", "q=%ed%a0%80", "q=" + "x" * 5_000])
def test_a_query_that_is_no_text_is_refused(client, door, query):
    assert client.get(f"{door}?{query}").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["%00", "..%2f..%2fmanage.py", "%2e%2e/x", "a/..%2f..%2f..%2fb"])
@pytest.mark.parametrize("folder", ["/", "/en/", "/static/", "/static/css/", "/media/", "/api/v1/", "/id/agreement/"])
def test_a_path_that_is_no_text_or_climbs_is_refused(client, folder, path):
    assert client.get(folder + path).status_code == 400


@pytest.mark.django_db
def test_the_refusal_is_a_page_or_a_problem_as_its_address_promises(client):
    assert client.get("/en/?q=%00")["Content-Type"].startswith("text/html")
    assert client.get("/api/v1/agreements?q=%00")["Content-Type"].startswith("application/problem+json")


@pytest.mark.django_db
@pytest.mark.parametrize(("door", "language"), [("/mk/", "mk"), ("/sq/agreements/", "sq"), ("/en/", "en")])
def test_the_refusal_is_in_the_language_of_its_address(client, door, language):
    assert f'<html lang="{language}">' in client.get(f"{door}?q=%00").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["/", "/en/", "/static/", "/media/", "/api/v1/"])
def test_a_path_of_broken_bytes_is_not_found(client, folder):
    """Django itself writes them as percent signs again: a name that nothing has."""
    assert client.get(folder + "%ff").status_code == 404


@pytest.mark.django_db
def test_the_policy_is_the_same_on_every_answer_except_where_a_view_has_its_own(client):
    first = client.get("/livez")["Content-Security-Policy"]
    with_its_own = client.get("/api/v1/docs")["Content-Security-Policy"]
    assert "default-src 'none'" in first
    assert with_its_own != first
    assert [client.get(door)["Content-Security-Policy"] for door in ("/livez", "/nowhere", "/en/about/")] == [first] * 3
    assert client.get("/api/v1/docs")["Content-Security-Policy"] == with_its_own

"""Whole pages are kept for anonymous readers, and nothing stale or foreign is ever given out."""

import gzip
import json
import uuid

import brotli
import pytest
from django.conf.urls.i18n import i18n_patterns
from django.db import OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.cache import never_cache

from agreements.models import Agreement
from config import kept_pages
from provenance import kept
from provenance.version import version


class Pages:
    """Counts what is rendered: views that tell their number, beside the site's own addresses."""

    rendered = 0

    @classmethod
    def tell(cls, response=HttpResponse, **headers):
        def view(request):
            cls.rendered += 1
            made = response(f"page {cls.rendered} of {Agreement.objects.count()} ".encode() * 40)
            for name, value in headers.items():
                made[name] = value
            return made

        return view


def sets_a_cookie(request):
    response = HttpResponse("page")
    response.set_cookie("seen", "yes")
    return response


def streams(request):
    Pages.rendered += 1
    return StreamingHttpResponse(iter([b"one", b"two"]), content_type="text/csv")


def of_its_own_policy(request):
    response = Pages.tell()(request)
    response._csp_update = {"img-src": ["data:"]}
    return response


urlpatterns = [
    path("api/v1/told", Pages.tell()),
    path("robots.txt", Pages.tell(**{"Content-Type": "text/plain"})),
    path("admin/told/", Pages.tell()),
    path("media/told.txt", Pages.tell()),
    *i18n_patterns(
        path("told/", Pages.tell()),
        path("never/", never_cache(Pages.tell())),
        path("cookie/", sets_a_cookie),
        path("picture/", Pages.tell(**{"Content-Type": "image/png"})),
        path("stream/", streams),
        path("policy/", of_its_own_policy),
        path("varies/", Pages.tell(Vary="X-Mood")),
        path("missing/", Pages.tell(lambda content: HttpResponse(content, status=404))),
    ),
]


@pytest.fixture
def told(keeps, settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(Pages, "rendered", 0)


def number(response) -> int:
    return int(response.content.split()[1])


def test_a_page_is_rendered_once(client, told, db):
    assert [number(client.get("/en/told/")) for _ in range(3)] == [1, 1, 1]


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/sq/told/"},
        {"path": "/en/told/?q=1"},
        {"path": "/en/told/?"} | {"query_params": {"q": "2"}},
        {"path": "/en/told/", "secure": True},
        {"path": "/en/told/", "headers": {"Host": "localhost"}},
        {"path": "/en/told/", "headers": {"Accept-Encoding": "gzip"}},
        {"path": "/en/told/", "SCRIPT_NAME": "/register"},
    ],
    ids=["language", "query", "another query", "scheme", "host", "encoding", "mount"],
)
def test_another_address_is_another_page(client, told, db, other):
    first = client.get("/en/told/")
    second = client.get(**other)
    assert second["ETag"] != first["ETag"]
    assert Pages.rendered == 2


READERS = {"Accept-Encoding", "Cookie", "Accept", "Accept-Language"}


@pytest.mark.parametrize(("address", "varies"), [("/api/v1/told", READERS | {"origin"}), ("/robots.txt", READERS)])
def test_without_a_language_in_the_address_the_reader_s_is_part_of_the_page(client, told, db, address, varies):
    for language, expected in [("mk", 1), ("sq", 2), ("mk", 1)]:
        response = client.get(address, headers={"Accept-Language": language})
        assert number(response) == expected
        assert {one.strip() for one in response["Vary"].split(",")} == varies


def test_a_refused_accept_stays_refused_beside_a_kept_answer(client, keeps, agreement):
    assert client.get("/api/v1/agreements").status_code == 200
    assert client.get("/api/v1/agreements", headers={"Accept": "application/xml"}).status_code == 406


@pytest.mark.parametrize(
    "address",
    ["/en/never/", "/en/cookie/", "/en/policy/", "/en/varies/", "/en/missing/", "/admin/told/", "/media/told.txt"],
)
def test_what_is_not_for_all_is_never_kept(client, told, db, address):
    fresh = client.get(address)
    assert not fresh.has_header("ETag")
    assert "public" not in fresh.get("Cache-Control", "")
    client.get(address)
    assert kept.memory.used == 0


def test_a_stream_has_a_weak_etag_and_is_304_when_unchanged(client, told, db):
    fresh = client.get("/en/stream/")
    assert fresh["ETag"].startswith('W/"')
    assert b"".join(fresh.streaming_content) == b"onetwo"
    assert client.get("/en/stream/", headers={"If-None-Match": fresh["ETag"]}).status_code == 304
    assert Pages.rendered == 1


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_who_is_somebody_gets_a_page_of_his_own(client, told, db, cookie):
    client.get("/en/told/")
    client.cookies[cookie] = "anything"
    response = client.get("/en/told/")
    assert number(response) == 2
    assert response["Cache-Control"] == "private, no-store"
    assert not response.has_header("ETag")
    del client.cookies[cookie]
    assert number(client.get("/en/told/")) == 1


def test_who_authorizes_himself_gets_a_page_of_his_own(client, told, db):
    response = client.get("/api/v1/told", headers={"Authorization": "Bearer x"})
    assert response["Cache-Control"] == "private, no-store"
    assert number(client.get("/api/v1/told")) == 2


def test_other_cookies_do_not_matter(client, told, db):
    client.get("/en/told/")
    client.cookies["of_the_proxy"] = "x"
    assert number(client.get("/en/told/")) == 1


def test_a_forged_host_is_refused_and_leaves_nothing(client, keeps, agreement):
    for _ in range(2):
        assert client.get("/en/agreements/", headers={"Host": "forged.example"}).status_code == 400
    assert kept.memory.used == 0
    assert "forged.example" not in client.get("/en/agreements/").content.decode()


def test_an_unreadable_request_stays_refused(client, keeps, agreement):
    client.get("/en/agreements/")
    assert client.get("/en/agreements/?q=%00", headers={"If-None-Match": "*"}).status_code == 400


def test_only_get_fills_and_head_is_answered_from_it(client, told, db):
    head = client.head("/en/told/")
    assert kept.memory.used == 0
    fresh = client.get("/en/told/")
    again = client.head("/en/told/")
    assert (again.content, again["ETag"], again["Content-Length"]) == (b"", fresh["ETag"], fresh["Content-Length"])
    assert head["ETag"] == fresh["ETag"]
    assert Pages.rendered == 2


def test_what_is_posted_passes_by(client, told, db):
    assert client.get("/en/told/").status_code == 200
    response = client.post("/en/told/", headers={"If-None-Match": "*"})
    assert (response.status_code, number(response)) == (200, 2)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"other", {etag}', 304),
        ('"other",W/{etag} , "third"', 304),
        ("*", 304),
        ('"other"', 200),
        ("", 200),
        ("W/", 200),
        ('"', 200),
        (",,,,", 200),
        ("*, *", 200),
        ("ë\x80", 200),
        ('"' + "x" * 20_000, 200),
        (", ".join(f'"{n}"' for n in range(3_000)), 200),
    ],
)
def test_if_none_match_is_read_with_patience(client, told, db, asked, status):
    etag = client.get("/en/told/")["ETag"]
    assert client.get("/en/told/", headers={"If-None-Match": asked.format(etag=etag)}).status_code == status


def test_any_etag_matches_only_what_is_there(client, told, db):
    assert client.get("/en/told/", headers={"If-None-Match": "*"}).status_code == 304
    assert client.get("/en/missing/", headers={"If-None-Match": "*"}).status_code == 404


def test_pages_are_compressed_as_the_reader_wishes(client, told, db):
    plain = client.get("/en/told/")
    assert not plain.has_header("Content-Encoding")
    squeezed = {"br": brotli.decompress, "gzip": gzip.decompress}
    for encoding, open_up in squeezed.items():
        for _ in ("fresh", "kept"):
            response = client.get("/en/told/", headers={"Accept-Encoding": encoding})
            assert response["Content-Encoding"] == encoding
            assert int(response["Content-Length"]) == len(response.content) < len(plain.content)
            assert open_up(response.content).startswith(b"page ")


def test_pictures_are_not_compressed_again(client, told, db):
    assert not client.get("/en/picture/", headers={"Accept-Encoding": "br"}).has_header("Content-Encoding")


def test_very_many_addresses_take_no_more_room(client, told, db):
    for n in range(1_500):
        client.get(f"/en/told/?utm={n}")
    assert kept.memory.used <= kept.memory.size
    assert number(client.get("/en/told/?utm=1499")) == 1_500


def test_where_the_database_is_away_the_request_goes_on(client, told, db, monkeypatch):
    client.get("/en/told/")

    def away():
        raise OperationalError("away")

    monkeypatch.setattr(kept_pages, "version", away)
    response = client.get("/en/told/")
    assert (number(response), response.has_header("ETag")) == (2, False)


def test_another_release_renders_anew(client, told, db, monkeypatch):
    client.get("/en/told/")
    monkeypatch.setattr(kept_pages, "release", lambda: "another")
    assert number(client.get("/en/told/")) == 2


def test_a_room_of_nothing_keeps_nothing(client, settings, db, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(Pages, "rendered", 0)
    assert [number(client.get("/en/told/")) for _ in range(2)] == [1, 2]


# --- Among processes and writers that commit ------------------------------------------------------------------

NEW_FIELD = (
    "INSERT INTO agreements_field (uid, code, name, name_en, sdgs) VALUES (gen_random_uuid(), %s, 'A', 'A', '{}')"
)


def write(one):
    one.execute(NEW_FIELD, [uuid.uuid4().hex[:20]])


def test_another_process_gives_out_the_page_that_one_made(committed, told):
    first = Client().get("/en/told/", headers={"Accept-Encoding": "br"})
    kept.memory.clear()
    second = Client().get("/en/told/", headers={"Accept-Encoding": "br"})
    assert (second.content, dict(second.headers)) == (first.content, dict(first.headers))
    assert Pages.rendered == 1


def test_a_page_is_kept_as_bytes_and_headers_alone(committed, told):
    Client().get("/en/told/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM provenance_kept")
        ((content,),) = cursor.fetchall()
    headers, body = bytes(content).split(b"\n", 1)
    assert dict(json.loads(headers))["Cache-Control"] == "public, no-cache"
    assert body.startswith(b"page 1")


def test_every_commit_renders_anew_also_while_a_long_transaction_runs(connect, told):
    client, slow = Client(), connect()
    write(slow)
    seen = [number(client.get("/en/told/"))]
    for _ in range(2):
        with connect() as quick:
            write(quick)
        seen += [number(client.get("/en/told/")) for _ in range(2)]
    slow.commit()
    seen += [number(client.get("/en/told/")) for _ in range(2)]
    assert seen == [1, 2, 2, 3, 3, 4, 4]


def test_a_page_made_while_something_is_committed_is_not_kept(connect, told, monkeypatch):
    """It was asked for in one state and read in another: only the one who asked gets it, and without an ETag."""
    writer = connect()
    count = Agreement.objects.count

    def count_and_commit():
        write(writer)
        writer.commit()
        return count()

    monkeypatch.setattr(Agreement.objects, "count", count_and_commit)
    response = Client().get("/en/told/")
    assert (response.status_code, response.has_header("ETag")) == (200, False)
    assert kept.memory.used == 0
    monkeypatch.setattr(Agreement.objects, "count", count)
    assert [number(Client().get("/en/told/")) for _ in range(2)] == [2, 2]


@pytest.mark.parametrize("method", ["get", "head"])
def test_where_the_database_goes_away_after_a_page_was_made_the_page_is_given(client, told, db, monkeypatch, method):
    """It may be of a later version than the one it was asked for in: so it has no ETag, and is not kept."""
    present = [version()]

    def asked_once():
        if present:
            return present.pop()
        raise OperationalError("away")

    monkeypatch.setattr("config.kept_pages.version", asked_once)
    monkeypatch.setattr(kept, "version", asked_once)
    monkeypatch.setattr(kept, "_put_shared", lambda *given: False)
    response = getattr(client, method)("/en/told/")
    assert (response.status_code, response.has_header("ETag")) == (200, False)
    assert kept.memory.used == 0

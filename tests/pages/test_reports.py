"""Reporting an error: the form, its token, its bounds, and what is stored."""

import datetime as dt
import re
import threading
import time
import uuid
from html import unescape

import pytest
from django.core.signing import TimestampSigner, b62_encode
from django.db import connection
from django.test import Client
from django.utils import timezone

from agreements.models import GoodPractice, Network
from agreements.workflow import published_from_sources
from pages import reporting
from pages.records.nouns import NOUNS
from provenance.models import Change, ErrorReport
from tests.factories import make_agreement, make_field, make_joint_project, make_mayor, withdraw_silently

GOOD = {"what": "It was signed in 1994.", "source": "The gazette of 1994", "email": "reader@example.org"}


class Signer(TimestampSigner):
    """Signs as it was `age` seconds ago. Below zero, it stays new however long the test takes."""

    def __init__(self, age):
        super().__init__(salt=reporting.SALT)
        self.age = age

    def timestamp(self):
        return b62_encode(int(time.time() - self.age))


def address(record, noun="agreement", language="en") -> str:
    return f"/{language}/report/{noun}/{record.uid}/"


def token(record, noun="agreement", age=60) -> str:
    return Signer(age).sign(f"{noun}/{record.uid}/{uuid.uuid4()}")


def send(record, noun="agreement", language="en", client=None, **data):
    data = {**GOOD, "token": token(record, noun), **data}
    return (client or Client()).post(address(record, noun, language), data)


def told(page) -> list[str]:
    """What the summary of errors says."""
    summary = re.search(r'id="error-summary".*?</ul>', page.content.decode(), re.DOTALL).group()
    return [unescape(re.sub("<[^>]*>", "", line)) for line in re.findall("<li>(.*?)</li>", summary)]


@pytest.mark.parametrize("language", ["en", "sq", "mk"])
def test_a_report_is_stored_with_its_record(agreement, language):
    answer = send(agreement, language=language)
    report = ErrorReport.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/{language}/report/received/{report.uid}/")
    assert (report.model, report.record, report.language, report.state, report.answer) == (
        "agreements.agreement", agreement.uid, language, "new", "",
    )  # fmt: skip
    assert {name: getattr(report, name) for name in GOOD} == GOOD
    page = Client().get(answer.url).content.decode()
    assert (report.reference in page, GOOD["what"] in page, GOOD["email"] in page) == (True, False, False)


def test_every_kind_of_record_has_its_form(agreement, saraj):
    records = {
        "agreement": agreement,
        "municipality": saraj,
        "joint-project": make_joint_project(saraj),
        "mayor": make_mayor(saraj),
        "good-practice": GoodPractice.objects.create(
            owner=saraj, title="t", problem="p", solution="s", **published_from_sources()
        ),
        "field": make_field(),
        "network": Network.objects.create(name="A network"),
    }
    assert set(records) == set(NOUNS)
    for noun, record in records.items():
        assert Client().get(address(record, noun)).status_code == 200
        assert Client().get(send(record, noun).url).status_code == 200
    assert set(ErrorReport.objects.values_list("model", "record")) == {
        (record.address, record.uid) for record in records.values()
    }


def test_what_is_not_public_has_no_form(agreement, saraj):
    withdraw_silently(agreement)
    draft = make_agreement(public=False)
    for noun, uid in (
        ("agreement", agreement.uid), ("agreement", draft.uid), ("municipality", agreement.uid),
        ("agreement", saraj.uid), ("nonsense", saraj.uid), ("agreement", uuid.uuid4()),
    ):  # fmt: skip
        assert Client().get(f"/en/report/{noun}/{uid}/").status_code == 404
        assert Client().post(f"/en/report/{noun}/{uid}/", GOOD).status_code == 404


BAD = {
    "nothing said": ({"what": ""}, "Say what is wrong."),
    "blanks alone": ({"what": " \r\n "}, "Say what is wrong."),
    "too short": ({"what": "wrong"}, "Say in a few words what is wrong."),
    "too long": ({"what": "x" * 4001}, "Ensure this value has at most 4000 characters (it has 4001)."),
    "source too long": ({"source": "x" * 1001}, "Ensure this value has at most 1000 characters (it has 1001)."),
    "no address": ({"email": "reader"}, "Write an e-mail address such as name@example.org, or leave the box empty."),
    "address too long": (
        {"email": f"{'x' * 250}@example.org"}, "Ensure this value has at most 254 characters (it has 262).",
    ),
    "NUL": ({"what": "It was signed\0in 1994."}, "Null characters are not allowed."),
    "a program": (
        {"homepage": "https://spam.example"}, "Leave this box empty: it is there to tell people from programs.",
    ),
    "no token": ({"token": ""}, "The form was not complete. What you wrote is still here: send it again."),
    "forged": ({"token": "agreement/x:1:y"}, "The form was not complete. What you wrote is still here: send it again."),
    "NUL token": ({"token": "\0"}, "Null characters are not allowed."),
}  # fmt: skip


@pytest.mark.parametrize(("data", "words"), BAD.values(), ids=BAD)
def test_what_cannot_be_taken_is_told_and_kept(agreement, data, words):
    answer = send(agreement, **data)
    page = answer.content.decode()
    assert (answer.status_code, words in " ".join(told(answer))) == (400, True)
    assert ErrorReport.objects.count() == 0
    for name, value in {**GOOD, **data}.items():
        if name != "token" and "\0" not in value:
            assert unescape(page).count(value) >= 1
    fresh = re.search(r'name="token" value="([^"]+)"', page).group(1)
    assert (
        reporting.TimestampSigner(salt=reporting.SALT).unsign(unescape(fresh)).startswith(f"agreement/{agreement.uid}/")
    )


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (-60, "That was faster than people write. What you wrote is still here: wait a moment, then send it again."),
        (
            4 * 3600 + 5,
            "The form was opened more than 4 hours ago. What you wrote is still here: send it again.",
        ),
    ],
    ids=["too young", "too old"],
)
def test_a_form_has_its_time(agreement, age, words):
    answer = send(agreement, token=token(agreement, age=age))
    assert (answer.status_code, told(answer), ErrorReport.objects.count()) == (400, [words], 0)


def test_who_mends_a_letter_need_not_wait_again(agreement):
    opened = token(agreement, age=60)
    page = send(agreement, email="reader", token=opened).content.decode()
    kept = unescape(re.search(r'name="token" value="([^"]+)"', page).group(1))
    assert (kept, send(agreement, token=kept).status_code) == (opened, 302)


def test_errors_are_told_in_the_order_of_the_boxes(agreement):
    answer = send(agreement, what="", email="x", token=token(agreement, age=-60))
    assert told(answer) == [
        "Say what is wrong.", "Write an e-mail address such as name@example.org, or leave the box empty.",
    ]  # fmt: skip


@pytest.mark.parametrize("age", [5, 4 * 3600 - 120])
def test_within_its_time_a_form_is_taken(agreement, age):
    assert send(agreement, token=token(agreement, age=age)).status_code == 302


def test_a_token_is_good_for_its_record_alone(agreement, saraj):
    other = make_agreement()
    for foreign in (token(other), token(agreement, "municipality"), token(saraj, "municipality")):
        assert send(agreement, token=foreign).status_code == 400
    assert ErrorReport.objects.count() == 0


def test_the_same_form_sent_again_is_one_report(agreement):
    same = token(agreement)
    answers = [send(agreement, token=same).url for _ in range(3)]
    assert (len(set(answers)), ErrorReport.objects.count()) == (1, 1)


def test_a_browsers_line_breaks_count_once(agreement):
    assert send(agreement, what="x\r\n" * 1_999 + "xx").status_code == 302
    assert ErrorReport.objects.get().what == "x\n" * 1_999 + "xx"


def test_a_flood_of_bytes_is_refused_unread(agreement):
    assert send(agreement, what="x" * 70_000).status_code == 400
    assert ErrorReport.objects.count() == 0


def test_one_sender_is_bounded(agreement, monkeypatch):
    monkeypatch.setattr(reporting, "MOST_OF_SENDER", 2)
    here, there = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    assert [send(agreement, client=here).status_code for _ in range(3)] == [302, 302, 429]
    refused = send(agreement, client=here)
    assert "try again tomorrow" in told(refused)[0]
    assert GOOD["what"] in refused.content.decode()
    assert send(agreement, client=there).status_code == 302
    ErrorReport.objects.update(received_at=timezone.now() - dt.timedelta(days=1, minutes=1))
    assert send(agreement, client=here).status_code == 302


def test_reports_about_one_record_are_bounded(agreement, monkeypatch):
    monkeypatch.setattr(reporting, "MOST_OF_RECORD", 2)
    statuses = [send(agreement, client=Client(REMOTE_ADDR=f"192.0.2.{n}")).status_code for n in range(3)]
    assert (statuses, send(make_agreement()).status_code) == ([302, 302, 429], 302)


def test_all_reports_of_a_day_are_bounded(agreement, monkeypatch):
    monkeypatch.setattr(reporting, "MOST_OF_ALL", 2)
    assert [send(make_agreement()).status_code for _ in range(3)] == [302, 302, 429]


def mark(settings, behind_proxy=False, **meta) -> str:
    settings.BEHIND_PROXY = behind_proxy
    return reporting.sender_of(type("Request", (), {"META": meta}))


def test_the_mark_of_a_sender_holds_no_address(settings):
    one = mark(settings, REMOTE_ADDR="192.0.2.1")
    assert re.fullmatch("[0-9a-f]{64}", one)
    assert one != mark(settings, REMOTE_ADDR="192.0.2.2")
    # Of IPv6 a whole household's network is one sender.
    assert mark(settings, REMOTE_ADDR="2001:db8::1") == mark(settings, REMOTE_ADDR="2001:db8::ffff")
    assert mark(settings, REMOTE_ADDR="2001:db8::1") != mark(settings, REMOTE_ADDR="2001:db8:0:1::1")


def test_the_mark_of_a_sender_is_another_one_tomorrow(settings, monkeypatch):
    today = mark(settings, REMOTE_ADDR="192.0.2.1")
    monkeypatch.setattr(reporting.timezone, "localdate", lambda: dt.date(2001, 1, 1))
    assert mark(settings, REMOTE_ADDR="192.0.2.1") != today


def test_behind_a_proxy_its_own_word_counts_and_no_one_elses(settings):
    direct = mark(settings, REMOTE_ADDR="192.0.2.1")
    assert mark(settings, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.7") == direct
    proxied = mark(settings, True, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.7, 192.0.2.1")
    assert proxied == direct
    for nonsense in ("", "unknown", "::1%eth0", "1.2.3.4:80"):
        assert len(mark(settings, True, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=nonsense)) == 64


def test_nobody_gets_a_cookie(agreement):
    client = Client(enforce_csrf_checks=True)
    pages = [client.get(address(agreement)), send(agreement, client=client), send(agreement, client=client, what="")]
    pages.append(client.get(pages[1].url))
    assert [page.status_code for page in pages] == [200, 302, 400, 200]
    assert client.cookies == {}
    assert {page["Cache-Control"] for page in pages} == {"max-age=0, no-cache, no-store, must-revalidate, private"}
    assert all(b'name="robots" content="noindex"' in page.content for page in pages if page.status_code != 302)


def test_no_one_learns_of_reports_by_guessing(db):
    assert Client().get(f"/en/report/received/{uuid.uuid4()}/").status_code == 404


def test_the_page_after_sending_outlives_its_record(agreement):
    received = send(agreement).url
    withdraw_silently(agreement)
    assert Client().get(received).status_code == 200


def test_the_words_of_a_report_are_not_in_the_log(agreement):
    send(agreement)
    (change,) = Change.objects.filter(model="provenance.errorreport")
    assert (change.is_public, change.before, change.after, change.actor_name) == (False, None, None, "report form")
    assert set(change.private_after) == {"model", "record", "language", "received_at", "state"}
    ErrorReport.objects.get().delete()
    assert set(Change.objects.filter(model="provenance.errorreport").values_list("action", "is_public")) == {
        ("created", False), ("deleted", False),
    }  # fmt: skip


def test_reports_are_in_no_feed_and_no_list(agreement):
    send(agreement, what="canary in the report")
    page = Client().get(f"/en/agreements/{agreement.number}/").content.decode()
    changes = Client().get("/api/v1/changes").content.decode()
    record = Client().get(f"/api/v1/agreements/{agreement.uid}").content.decode()
    for text in (page, changes, record):
        assert ("canary" in text, "errorreport" in text, str(ErrorReport.objects.get().uid) in text) == (False,) * 3


def test_reports_sent_at_once_keep_the_bound(committed, connect, monkeypatch):
    monkeypatch.setattr(reporting, "MOST_OF_SENDER", 3)
    agreement = make_agreement()
    type(agreement).objects.filter(pk=agreement.pk).update(**published_from_sources())
    statuses = []

    def one():
        try:
            statuses.append(send(agreement).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302] * 3 + [429] * 5
    assert ErrorReport.objects.count() == 3

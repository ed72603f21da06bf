"""What is not public changes nothing of what a stranger gets, in whatever form, and is in no answer."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from accounts.models import User
from agreements.models import Adoption, Agreement, GoodPractice, Representative
from municipalities.models import Institution
from pages.formats import printing
from provenance.acting import acting
from provenance.models import ErrorReport
from tests import factories
from tests.pages.crawling import crawl, nothing_laid_out
from tests.register import cite, make_document

API = [f"/api/v1/{noun}" for noun in ("agreements", "municipalities", "mayors", "joint-projects", "fields", "changes")]
STARTS = ["/en/", "/robots.txt", "/sitemap.xml", "/api/v1/openapi.json", *API]
NOWHERE = {
    "uid": "00000000-0000-4000-8000-000000000000",
    "number": "IMCA-2024-999999",
    "name": "documents/00000000000000000000000000000000.pdf",
}
LISTS = ["agreements", "municipalities", "mayors", "joint-projects", "good-practices", "fields", "networks", "search"]
ORM = [
    "internal_notes", "internal_notes__contains", "publication", "publication__in", "parties__representatives__phone",
    "parties__representatives__email__startswith", "recorded_by__memberships__user__password__startswith",
    "submitted_by__email", "institutions__contact__contains", "owner__memberships__user__email", "search__document",
    "pk", "id", "id__in", "_connector", "_negated", "municipality__memberships__role",
]  # fmt: skip


class Secrets:
    """Words that nobody may read, each by the place where it was put."""

    def __init__(self):
        self.words = {}

    def __call__(self, place: str) -> str:
        return self.words.setdefault(place, f"canarybird{len(self.words):02}x")


@pytest.fixture(scope="module")
def shown():
    """What all PDFs and pictures show."""
    with nothing_laid_out() as shown:
        yield shown


@pytest.fixture(scope="module")
def hidden(register, shown):
    """Plants secrets in every private place.

    What strangers saw before and see after, the secrets, the hidden records, and the day on which it began.
    """
    secret, day = Secrets(), timezone.localdate()
    officer = factories.make_user(secret("user's name"), email=f"{secret('address')}@example.org")
    agreement = Agreement.objects.get(number=register["rich"])
    one, other = (party.municipality for party in agreement.parties.all()[:2])
    before = crawl(*STARTS, within=in_english)
    with acting(officer, secret("reason of a change")):
        Agreement.objects.filter(pk=agreement.pk).update(
            internal_notes=secret("notes"), submitted_by=officer, published_by=officer
        )
        Representative.objects.update(email=f"{secret('e-mail')}@example.org", phone=secret("telephone"))
        Institution.objects.update(contact=secret("contact"))
        ErrorReport.objects.update(**{name: secret(f"report's {name}") for name in ("what", "source", "answer")})
        ErrorReport.objects.update(email=f"{secret('reporter')}@example.org", sender=secret("sender"))
        factories.make_user(secret("editor"), edits=[one], confirms_for=[other])
        document = make_document(agreement, title=secret("hidden document"), is_public=False)
        cite(document, "title", value=secret("hidden document's citation"))
        drafts = [make_draft(secret, one, other, state) for state in ("draft", "submitted")]
        cite(drafts[0], "title", value=secret("value cited"), publisher=secret("publisher cited"),
             quote=secret("quote"), url=f"https://{secret('address cited')}.example/")  # fmt: skip
        for where, public in ((drafts[0], True), (agreement, False)):
            project = factories.make_joint_project(
                one, other, agreement=where, public=public and where.is_public, title=secret(f"project {public}"),
                summary=secret("project's summary"), funder=secret("funder"),
            )  # fmt: skip
        practice = GoodPractice.objects.create(
            owner=one, agreement=agreement, title=secret("practice"), problem=secret("problem"),
            solution=secret("solution"), evidence=secret("evidence"),
        )  # fmt: skip
        Adoption.objects.create(practice=practice, municipality=other)
    records = [document, *drafts, project, practice, officer]
    return before, crawl(*STARTS, "/sq/", "/mk/"), secret.words, records, day


def skip_if_over(day) -> None:
    """Status and dates of today's pages change at midnight, between two visits as well."""
    if timezone.localdate() != day:
        pytest.skip("midnight came between the visits that are compared")


def make_draft(secret, one, other, state) -> Agreement:
    """A draft in which every text is a secret, between municipalities that have public agreements."""
    texts = {name: secret(f"{state}'s {name}") for name in ("title", "title_sq", "title_mk", "summary", "preamble")}
    texts |= {name: secret(f"{state}'s {name}") for name in ("objectives", "legal_basis", "internal_notes")}
    draft = factories.make_agreement(one, other, public=False, recorded_by=one, **texts)
    side = draft.parties.first()
    side.signatory, side.signatory_name = one.mayors.first(), secret(f"{state}'s signatory")
    side.council_decision = secret(f"{state}'s decision")
    side.save()
    document = make_document(draft, title=secret(f"{state}'s document"))
    factories.make_act(draft, happened_on="1950", note=secret(f"{state}'s note"), document=document)
    promise = factories.make_commitment(draft, secret(f"{state}'s promise"))
    factories.make_activity(
        draft, promise, title=secret(f"{state}'s activity"), outcome=secret(f"{state}'s outcome"), starts_on="2026-01"
    )
    if state == "submitted":
        Agreement.objects.filter(pk=draft.pk).update(publication=state, submitted_at="2026-01-01T00:00Z")
    return draft


def in_english(path: str) -> bool:
    return not path.startswith(("/sq/", "/mk/"))


def without_tokens(content: bytes) -> bytes:
    return re.sub(rb'name="token" value="[^"]*"', b"", content)


def test_secrets_are_in_no_answer(hidden, shown):
    _, after, words, records, _ = hidden
    assert len(words) > 30
    assert len(after.answers) > 300
    wanted = [*words.values(), *(str(one.uid) for one in records), *(one.number for one in records[1:3])]
    wanted += [settings.SECRET_KEY, User.objects.exclude(password="").first().password]
    leaks = {
        (address, word)
        for address, answer in after.answers.items()
        for word in wanted
        if word.encode() in answer.content
    }
    assert leaks == set()
    assert len([one for one in shown if one.startswith("Subject(")]) > 3
    assert len([one for one in shown if "</html>" in one]) > 3 or not printing.AVAILABLE
    assert [word for one in shown for word in wanted if word in one] == []
    assert [address for address, answer in after.answers.items() if answer.status >= 500] == []


def test_what_is_hidden_changes_no_answer(hidden):
    """Neither a count nor an order, neither a facet nor a date: strangers get, byte for byte, what they got before."""
    before, after, *_, day = hidden
    compared = [address for address in before.answers if not address.startswith("/api/v1/changes")]
    assert len(compared) > 100
    changed = [
        address
        for address in compared
        if without_tokens(before.answers[address].content) != without_tokens(after.answers[address].content)
    ]
    skip_if_over(day)
    assert changed == []


def addresses_of(record) -> dict[str, str]:
    """What the addresses of a record are made of."""
    made = {"uid": str(record.uid)}
    if number := getattr(record, "number", ""):
        made["number"] = number
    if file := getattr(record, "file", None):
        made["name"] = file.name
    return made


def every_address(keys: dict[str, str]):
    """Every address of the map that takes one of these keys, in English."""
    for pattern in patterns(get_resolver()):
        route, taken = pattern
        if set(taken) <= {*keys, "noun", "code"} and set(taken) & set(keys):
            for noun in ("agreement", "joint-project", "good-practice") if "noun" in taken else ("",):
                yield route, {**keys, "noun": noun}


def patterns(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if not route.startswith("admin"):
                yield from patterns(pattern, route)
        else:
            yield route, pattern.pattern.converters | pattern.pattern.regex.groupindex


def test_hidden_record_answers_like_what_never_was(hidden):
    *_, records, _ = hidden
    client, tried, wrong = Client(), 0, []
    for record in records:
        for name, own in addresses_of(record).items():
            for route, keys in every_address({name: own}):
                address, nowhere = (filled(route, {**keys, name: value}) for value in (own, NOWHERE[name]))
                tried += 1
                answers = [client.get(path) for path in (address, nowhere)]
                bodies = [
                    answer.content.decode().replace(value, "…")
                    for answer, value in zip(answers, (own, NOWHERE[name]), strict=True)
                ]
                if [answer.status_code for answer in answers] != [404, 404] or bodies[0] != bodies[1]:
                    wrong.append(address)
    assert tried > 50
    assert wrong == []


def filled(route: str, keys: dict[str, str]) -> str:
    """An address of a route as Django writes it: `<uuid:uid>` and `(?P<number>...)` give way to the keys."""
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda found: keys[found[1]], route)
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: keys[found[1]], route)
    return "/" + re.sub(r"[\^$]", "", route).replace("\\.", ".")


def records_of(response) -> list[str]:
    return re.findall(r'href="(/en/[\w/.-]+/)[?"]', response.content.decode().partition("<main")[2])


@pytest.mark.parametrize("path", LISTS)
def test_columns_are_no_keys_of_a_query(hidden, path):
    client = Client()
    address = f"/en/{path}/?q=town" if path == "search" else f"/en/{path}/"
    plain = records_of(client.get(address))
    assert plain != []
    joint = "&" if "?" in address else "?"
    for key in ORM:
        for value in ("canary", "1", "OR"):
            response = client.get(f"{address}{joint}{key}={value}")
            assert (key, response.status_code, records_of(response)) == (key, 200, plain)


@pytest.mark.parametrize("path", API[:-1])
def test_columns_are_no_keys_of_the_api(hidden, path):
    assert {key: Client().get(f"{path}?{key}=1").status_code for key in ORM} == dict.fromkeys(ORM, 400)


def test_search_finds_no_secret(hidden):
    """By no word of it: what is asked for in vain gets the same answer."""
    words, client, wrong = hidden[2], Client(), []
    paths = [f"/en/{path}/" for path in LISTS] + ["/en/search/suggestions/", *API[:-1]]
    for path in paths:
        nothing = client.get(f"{path}?q=zzzzqqqqqx").content.replace(b"zzzzqqqqqx", b"")
        for place in ("notes", "draft's title", "submitted's title", "practice", "project False", "draft's promise",
                      "user's name", "contact"):  # fmt: skip
            if client.get(f"{path}?q={words[place]}").content.replace(words[place].encode(), b"") != nothing:
                wrong.append((path, place))
    assert wrong == []


@pytest.mark.parametrize("key", ["internal_notes", "-internal_notes", "publication", "submitted_at", "pk", "password"])
def test_hidden_columns_give_no_order(hidden, key):
    assert Client().get(f"/en/agreements/?sort={key}").status_code == 400


def test_options_and_refusals_name_no_secret(hidden):
    _, after, words, *_ = hidden
    client, leaks = Client(), []
    for address in [one for one in after.answers if in_english(one)][:400]:
        for answer in (client.options(address), client.put(address), client.delete(address)):
            content = b"" if answer.streaming else answer.content
            if answer.status_code >= 500 or any(word.encode() in content for word in words.values()):
                leaks.append((address, answer.status_code))
    assert leaks == []


def test_what_a_reader_with_an_account_gets_is_kept_for_nobody_else(hidden):
    """As a shared cache would see it: an answer that differs says that it is private, and strangers get their own."""
    _, after, _, records, day = hidden
    officer, strangers = records[-1], Client()
    officer.is_registrar = officer.is_staff = True
    officer.save()
    reader = Client()
    reader.force_login(officer)
    wrong = []
    for address in [one for one in after.answers if in_english(one)]:
        private, public = read(reader, address), read(strangers, address)
        kept = private[1] & {"no-store", "private"}
        if without_tokens(private[0]) != without_tokens(public[0]) and not kept:
            wrong.append(("not private", address))
        if without_tokens(public[0]) != without_tokens(after.answers[address].content):
            wrong.append(("not the stranger's own", address))
    hidden_file = f"/media/{records[0].file.name}"
    assert b"canary" in read(reader, hidden_file)[0]
    assert "no-store" in read(reader, hidden_file)[1]
    assert strangers.get(hidden_file).status_code == 404
    skip_if_over(day)
    assert wrong == []


def read(client, address) -> tuple[bytes, set[str]]:
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content, set(response.headers.get("Cache-Control", "").replace(" ", "").split(","))

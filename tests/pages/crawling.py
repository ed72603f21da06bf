"""Follows every link of the site, as a search engine would."""

import zlib
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from pages.drawings import pictures
from pages.formats import printing

SITE = "http://testserver"
LINKS = {("a", "href"), ("area", "href"), ("link", "href"), ("form", "action"), ("use", "href"), ("image", "href")}
RESOURCES = {("img", "src"), ("img", "srcset"), ("source", "srcset"), ("script", "src"), ("iframe", "src")}
# A list has as many addresses as its filters have combinations: of each combination of keys, so many are followed.
MOST_ALIKE = 2


class Links(HTMLParser):
    """The addresses that a page names: [(element, attributes, address)], and its ids."""

    def __init__(self, html: str):
        super().__init__()
        self.named, self.ids = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if attributes.get("id"):
            self.ids.add(attributes["id"])
        if tag == "form" and attributes.get("method", "get").lower() != "get":
            return
        for name, value in attrs:
            if value and (tag, name) in LINKS | RESOURCES:
                addresses = [part.split()[0] for part in value.split(",")] if name == "srcset" else [value]
                self.named += [(tag, attributes, address) for address in addresses]
        if tag == "meta" and attributes.get("property") in {"og:image", "og:url"}:
            self.named.append((tag, attributes, attributes["content"]))


@dataclass(repr=False)
class Answer:
    status: int
    content_type: str
    content: bytes
    page: str  # the name of the address in the map of addresses, empty for static files
    cookies: list[str]
    ids: set[str] = field(default_factory=set)
    named: list[tuple] = field(default_factory=list)


@dataclass(repr=False)
class Site:
    """What a crawl found: answers by address (without the host), and (on which page, element, attributes, address)."""

    answers: dict[str, Answer] = field(default_factory=dict)
    named: list[tuple] = field(default_factory=list)

    @property
    def external(self) -> list[tuple]:
        return [one for one in self.named if not one[3].startswith(SITE + "/")]

    @property
    def internal(self) -> list[tuple]:
        return [one for one in self.named if one[3].startswith(SITE + "/")]


@contextmanager
def nothing_laid_out() -> Iterator[set[str]]:
    """Files of PDF and pictures hold what they would show, without layout, which has tests of its own: it takes more
    than half of a crawl's time, and what it hides in compressed bytes is seen so. What was shown."""
    shown = set()

    def pdf(html, address):
        shown.add(html)
        return b"%PDF-" + html.encode()

    def draw(subject):
        shown.add(repr(subject))
        return Image.new("RGB", (1, 1), zlib.crc32(repr(subject).encode()) >> 8)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "pdf", pdf)
        patch.setattr(pictures, "draw", draw)
        yield shown


def crawl(*starts: str, within=lambda path: True) -> Site:
    """`within` tells the paths to follow."""
    client, site, alike = Client(raise_request_exception=False), Site(), Counter()
    waiting = deque(SITE + start for start in starts)
    while waiting:
        address = waiting.popleft().removeprefix(SITE)
        if address in site.answers or not within(address):
            continue
        parts = urlsplit(address)
        kind = (parts.path, tuple(sorted({key for key, _ in parse_qsl(parts.query)})))
        alike[kind] += 1
        if parts.query and alike[kind] > MOST_ALIKE:
            continue
        answer = site.answers[address] = ask(client, address)
        for tag, attributes, named in answer.named:
            whole = urljoin(SITE + address, named)
            site.named.append((address, tag, attributes, whole))
            if whole.startswith(SITE + "/"):
                waiting.append(urldefrag(whole).url)
    return site


def ask(client: Client, address: str) -> Answer:
    """What is answered there, and what the answer names."""
    response = client.get(address)
    view = response.wsgi_request.resolver_match
    answer = Answer(
        response.status_code,
        response.headers.get("Content-Type", "").split(";")[0],
        b"".join(response.streaming_content) if response.streaming else response.content,
        view.view_name if view else "",
        list(response.cookies),
    )
    if response.has_header("Location"):
        answer.named = [("redirect", {}, response.headers["Location"])]
    elif answer.content_type == "text/html":
        links = Links(answer.content.decode())
        answer.ids, answer.named = links.ids, links.named
    elif answer.content_type.endswith("/xml") or answer.content_type == "application/atom+xml":
        for element in ElementTree.fromstring(answer.content).iter():
            if element.get("href"):
                answer.named.append(("feed", dict(element.attrib), element.get("href")))
            elif element.tag.endswith("}loc"):
                answer.named.append(("sitemap", {}, element.text))
    elif answer.content_type == "text/plain":
        lines = answer.content.decode().splitlines()
        answer.named = [("text", {}, line.split(": ", 1)[1]) for line in lines if line.startswith("Sitemap: ")]
    return answer

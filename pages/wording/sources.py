"""The sources of a page, numbered: what each says, and which facts it bears."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pages.wording.translated import gettext as _
from provenance.compiled import Compiled, Given, OneOf
from provenance.facts import fact_name
from provenance.models import Citation, Record

GRADES = list(Citation.Grade)
LONGEST_NAME = 60
A_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
# Facts that say no more than the name of their row: “Regular meetings”, not “Regular meetings: promise”.
THE_ROW_ITSELF = {"", "text", "field", "network", "mandate", "kind", "title"}


class Row(NamedTuple):
    """A row of the register by what citations know of it, for pages that read documents instead of models."""

    address: str
    uid: str


class Cited(NamedTuple):
    """A citation as it is read for a page; dates are text."""

    model: str
    record: str
    field: str
    value: str
    grade: str
    publisher: str
    title: str
    url: str
    published_on: str | None
    quote: str
    quote_language: str
    licence: str
    source: str
    source_row: str
    pk: int

    def __str__(self):
        return self.title or self.publisher or self.url or self.source

    @property
    def named_by_publisher(self) -> bool:
        return str(self) == self.publisher

    @property
    def grade_in_words(self) -> str:
        return Citation.Grade(self.grade).label


_citations = Compiled(
    Citation.objects.filter(OneOf("record", Given("uids", ArrayField(models.UUIDField())))).values_list(*Cited._fields)
)


def citations_of(uids: Iterable) -> str:
    """All citations of the rows with these uids, as JSON; one query."""
    return _citations.text(uids=list(uids))


@dataclass
class Passage:
    """One thing that a source says: its words, if known, and the facts that rest on them."""

    number: int
    quote: str
    language: str
    row: str
    letter: str
    facts: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"passage-{self.number}"

    @property
    def bears(self) -> str:
        return "; ".join(self.facts)


@dataclass
class Source:
    """One publication or data set, with all that it says about the page's records."""

    number: int
    citation: Cited
    passages: list[Passage] = field(default_factory=list)

    @property
    def has_several(self) -> bool:
        """Whether its passages need letters to be told apart."""
        return len(self.passages) > 1


@dataclass(frozen=True, eq=False)
class Mark:
    """What stands behind a fact on the page: a source, and the passage of it that bears the fact."""

    source: Source
    passage: Passage

    @property
    def sign(self) -> str:
        """“2”, or “2b” where the source has several passages."""
        return f"{self.source.number}{self.passage.letter if self.source.has_several else ''}"


@dataclass(frozen=True)
class Disagreement:
    """A fact on which sources differ: what each value is, and the signs of the passages that say so."""

    fact: str
    values: list[tuple[str, list[str]]]


class Sources:
    """All sources of some records, nearest to the deed first.

    `named` are pairs of a record and what to call it before its facts (empty for the page's main record);
    `citations` what `citations_of` gave for them, which is asked unless it is at hand.
    """

    def __init__(self, named: Iterable[tuple[Record | Row, str]], citations: str | None = None):
        self._names = {_place(record): _short(str(name)) for record, name in named}
        citations = citations_of(uid for _address, uid in self._names) if citations is None else citations
        citations = sorted(
            (
                one
                for row in json.loads(citations)
                if (row["model"], row["record"]) in self._names and (one := Cited(**row))
            ),
            key=lambda c: (GRADES.index(c.grade), c.publisher, c.title, c.url, c.source, c.source_row, c.pk),
        )
        self.list: list[Source] = []
        self._marks: dict[tuple, list[Mark]] = {}
        self._said: dict[tuple, dict[str, list[Mark]]] = {}
        sources, passages = {}, {}
        for citation in citations:
            work = (citation.grade, citation.publisher, citation.title, citation.url, citation.source)
            if work not in sources:
                sources[work] = Source(len(sources) + 1, citation)
                self.list.append(sources[work])
            source = sources[work]
            words = (work, citation.quote, citation.source_row)
            if words not in passages:
                passages[words] = Passage(
                    len(passages) + 1,
                    citation.quote,
                    citation.quote_language,
                    citation.source_row,
                    _letter(len(source.passages)),
                )
                source.passages.append(passages[words])
            self._note(citation, source, passages[words])

    def __bool__(self):
        return bool(self.list)

    def marks(self, record: Record | Row, fact: str = "") -> list[Mark]:
        """The sources of a fact."""
        return self._marks.get((*_place(record), fact), [])

    def numbers(self, record: Record | Row, *facts: str) -> SafeString:
        """The numbers behind one or several facts, as links to what the sources say: “1 2b”."""
        found = {mark.passage.number: mark for fact in facts or [""] for mark in self.marks(record, fact)}
        if not found:
            return SafeString()
        ordered = sorted(found.values(), key=lambda mark: (mark.source.number, mark.passage.number))
        return _numbers(tuple((mark.passage.anchor, mark.sign) for mark in ordered), get_language())

    @property
    def disagreements(self) -> list[Disagreement]:
        """The facts on which two sources, or two passages of one, exclude each other."""
        return [
            Disagreement(
                self._fact(*place),
                [(value, list(dict.fromkeys(mark.sign for mark in values[value]))) for value in sorted(values)],
            )
            for place, values in self._said.items()
            if any(_exclude(a, b, values) for a, b in combinations(values, 2))
        ]

    def _note(self, citation: Cited, source: Source, passage: Passage) -> None:
        place = (citation.model, citation.record, citation.field)
        fact = self._fact(*place)
        if citation.value and not citation.quote:
            fact = f"{fact}: {citation.value}"
        if fact not in passage.facts:
            passage.facts.append(fact)
        marks = self._marks.setdefault(place, [])
        if passage.number not in [mark.passage.number for mark in marks]:
            marks.append(Mark(source, passage))
        if citation.value:
            self._said.setdefault(place, {}).setdefault(citation.value, []).append(Mark(source, passage))

    def _fact(self, model: str, uid, fact: str) -> str:
        name = self._names.get((model, uid), "")
        label = "" if name and fact in THE_ROW_ITSELF else str(fact_name(model, fact))
        return ": ".join(part for part in (name, label) if part)


def _place(record: Record | Row) -> tuple[str, str]:
    return record.address, str(record.uid)


@lru_cache(maxsize=2048)
def _numbers(marks: tuple[tuple[str, str], ...], language: str) -> SafeString:
    """Links to passages, of (anchor, sign) each."""
    source = _("Source")
    links = ((anchor, source, sign) for anchor, sign in marks)
    return format_html(
        '<sup class="cite">{}</sup>',
        format_html_join(" ", '<a href="#{}"><span class="hidden">{} </span>{}</a>', links),
    )


def _exclude(a: str, b: str, said: dict[str, list[Mark]]) -> bool:
    """1987 does not exclude 1987-06; one source may say several things of a fact, but of a date only one."""
    if a.startswith(b) or b.startswith(a):
        return False
    are_dates = A_DATE.fullmatch(a) and A_DATE.fullmatch(b)
    return bool(are_dates) or {mark.source.number for mark in said[a]}.isdisjoint(
        mark.source.number for mark in said[b]
    )


def _letter(position: int) -> str:
    """a, b … z, aa, ab …"""
    earlier, last = divmod(position, 26)
    return (_letter(earlier - 1) if earlier else "") + chr(ord("a") + last)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"

"""Agreements as lists show them: two queries for any number of rows, and little to do for each.

A list of fifty is the page most asked for. What many rows have in common (form, date, status, confirmation) is written
once for each combination and language, and addresses are built on one pattern.
"""

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import lru_cache

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from markupsafe import Markup

from agreements.facets import CONFIRMATION
from agreements.models import Agreement, Party, StatusPeriod
from pages.day import Day
from pages.parts import part
from pages.wording.badges import Mark, badge_mark, status_mark
from pages.wording.cldr import country_name
from pages.wording.dates import long_date
from pages.wording.names import untitled
from pages.wording.texts import Text, name_in, script_lang, text_in
from pages.wording.translated import gettext as _
from provenance.compiled import Compiled, Given, OneOf
from provenance.dates import PartialDate
from provenance.documents import JSONDocument, array, in_languages

MOST_NAMED = 6
NUMBER = "IMCA-0000-000000"

PARTY = JSONDocument(
    name=in_languages("municipality__name"), country="municipality__country", joined="joined_on", left="left_on"
)
ROW = JSONDocument(
    "number", "form", "original_language",
    title=in_languages("title"),
    since="search__since",
    status=Subquery(
        StatusPeriod.objects.filter(
            agreement=OuterRef("pk"), days__contains=Given("on", models.DateField())
        ).values("status")
    ),
    badge=CONFIRMATION,
    parties=array(Party.objects.filter(agreement=OuterRef("pk")), PARTY, "position", "pk"),
)  # fmt: skip
AMONG = OneOf("pk", Given("keys", ArrayField(models.BigIntegerField())))
# A plain queryset: that of translated models rewrites names to the language in which it is compiled.
ROWS = Compiled(QuerySet(Agreement).filter(AMONG).order_by().values_list("pk", Cast(ROW, models.TextField())))


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement of a list, in a language. `parties`: their names and countries in one line; `items`: see `item`."""

    key: int
    number: str
    address: str
    name: Text
    parties: Markup
    form: str
    since: str | None
    legal_status: str | None
    badge: str
    language: str
    items: dict[int, Markup] = field(default_factory=dict, compare=False, repr=False)

    def item(self, level: int) -> Markup:
        """The agreement as an item of a list, with a heading of this level."""
        if level not in self.items:
            self.items[level] = _item(self, level)
        return self.items[level]

    @property
    def status(self) -> Mark:
        return status_mark(self.legal_status)

    @property
    def confirmation(self) -> Mark:
        return badge_mark(self.badge)


def agreement_rows(agreements: QuerySet, day: Day) -> list[AgreementRow]:
    """The rows of a bounded query, in its order, with parties and legal status as of the day; two queries."""
    return rows_of(list(agreements.values_list("pk", flat=True)), day)


def rows_of(keys: list[int], day: Day) -> list[AgreementRow]:
    """The rows of the agreements with these keys, in the same order; one query, and the gate has been passed."""
    address, language = day.address("agreement", NUMBER), get_language()
    found = dict(ROWS.rows(keys=keys, on=day.on)) if keys else {}
    return [_row(key, found[key], address, day.on, language) for key in keys if key in found]


@lru_cache(maxsize=4096)
def _row(key: int, written: str, address: str, on: dt.date, language: str) -> AgreementRow:
    """Once for each row as it is written, on many pages; and again on none of them when another record changes."""
    row = json.loads(written)
    for party in row["parties"]:
        party["name"] = name_in(party["name"], language)
    places = [_place(party["name"], party["country"], language) for party in _on(row["parties"], on)]
    if len(places) > MOST_NAMED:
        places[MOST_NAMED:] = "…"
    # Named by all who ever were parties, as everywhere: a name is the same on each day.
    title = text_in(row["title"], row["original_language"]) or untitled(
        row["form"], [party["name"] for party in row["parties"]], row["number"]
    )
    return AgreementRow(
        key,
        row["number"],
        address.replace(NUMBER, row["number"]),
        title,
        Markup(" · ").join(places),
        row["form"],
        row["since"],
        row["status"],
        row["badge"],
        language,
    )


def _on(parties: list[dict], on: dt.date) -> list[dict]:
    """Those who were parties on the day; of an agreement that fewer than two were left in, all who ever were."""
    there = [
        party
        for party in parties
        if not (party["joined"] and PartialDate.parse(party["joined"]).first > on)
        and not (party["left"] and PartialDate.parse(party["left"]).last < on)
    ]
    return there if len(there) > 1 else parties


# Not a template: a list has fifty of them, and a template asks each for its values by every way there is.
ITEM = Markup("""<li>
<h%(level)s><a href="%(address)s" dir="auto"%(lang)s>%(name)s</a></h%(level)s>
<p>%(parties)s</p>
<p class="eyebrow"><span>%(form)s</span> <span>%(since)s</span> %(marks)s</p>
</li>
""")
# Isolated, so that a name from right to left does not carry off the commas beside it.
PLACE = Markup("<bdi%s>%s</bdi>, %s")


def _item(row: AgreementRow, level: int) -> Markup:
    return ITEM % {
        "level": level,
        "address": row.address,
        "lang": row.name.lang,
        "name": row.name.text,
        "parties": row.parties,
        "form": _form(row.form, row.language),
        "since": _since(row.since, row.language),
        "marks": _marks(row.legal_status, row.badge, row.language),
    }


# What many rows have in common
@lru_cache(maxsize=16_384)
def _place(name: str, country: str, language: str) -> Markup:
    return PLACE % (script_lang(name), name, country_name(country))


@lru_cache(maxsize=64)
def _form(form: str, language: str) -> str:
    return capfirst(str(Agreement.Form(form).label))


@lru_cache(maxsize=256)
def _marks(status: str | None, badge: str, language: str) -> SafeString:
    return part("includes/agreement_marks.html", status=status_mark(status), confirmation=badge_mark(badge))


@lru_cache(maxsize=4096)
def _since(date: str | None, language: str) -> SafeString:
    if date is None:
        return format_html('<span class="unknown">{}</span>', _("date not known"))
    return format_html("{} {}", _("since"), long_date(date))

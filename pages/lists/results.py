"""What a search shows of each record: its name, where it is, and what tells it from others of the same name.

One compiled query per kind for any number of records; the records pass the gates of their models here.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce
from django.urls import get_script_prefix
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext

from agreements.models import Agreement, Field, GoodPractice, JointProject, Network, Party, StatusPeriod
from municipalities.models import Alias, Mayor, Municipality
from pages.day import Day
from pages.lists.rows import AMONG
from pages.wording.badges import Mark, project_mark, status_mark
from pages.wording.cldr import country_name
from pages.wording.names import listed, untitled
from pages.wording.texts import Text, name_in, text_in
from pages.wording.translated import gettext as _
from provenance.compiled import Compiled, Given
from provenance.dates import PartialDate
from provenance.documents import JSONDocument, array, in_languages
from provenance.kept import kept_each

ON = Given("on", models.DateField())


@dataclass(frozen=True)
class Result:
    """One record found. `notes` say in a few words what it is; `mark` how it stands, for some kinds.

    `other_names`: those by which it may have been found as well.
    """

    name: Text
    address: str
    notes: list[str]
    mark: Mark | None = None
    other_names: tuple[str, ...] = ()


def _plain(model) -> models.QuerySet:
    """Without the rewriting of names to the reader's language: the queries are compiled once for all languages."""
    return model.objects.public().rewrite(False) if hasattr(model.objects.all(), "rewrite") else model.objects.public()


def _documents(records: models.QuerySet, document: JSONDocument) -> Compiled:
    return Compiled(records.filter(AMONG).order_by().values_list("pk", Cast(document, models.TextField())))


def number_of_agreements(as_of=None) -> Coalesce:
    """Of each municipality; of a day that is asked for, those that were there and of which it was a party then."""
    agreements = Agreement.objects.public().as_of(as_of)
    public = Party.objects.filter(municipality=OuterRef("pk"), agreement__in=agreements).as_of(as_of)
    return Coalesce(Subquery(public.order_by().values("municipality").annotate(n=Count("pk")).values("n")), 0)


def _named(known: dict) -> Text:
    """A name that is in its own right in each language."""
    return Text(name_in(known), get_language())


def _municipality(found: dict, day: Day) -> Result:
    name = _named(found["name"])
    notes = [country_name(found["country"])]
    if found["region"]:
        notes.append(found["region"])
    if number := found["agreements"]:
        notes.append(ngettext("%(number)s agreement", "%(number)s agreements", number) % {"number": number})
    others = [*found["name"].values(), found["local_name"], *found["aliases"]]
    others = tuple(dict.fromkeys(other for other in others if other and other != str(name)))
    return Result(name, day.address("municipality", found["uid"]), notes, other_names=others)


def _agreement(found: dict, day: Day) -> Result:
    parties = [name_in(party["name"]) for party in found["parties"]]
    name = text_in(found["title"], found["original_language"])
    notes = [] if name else [", ".join(dict.fromkeys(country_name(party["country"]) for party in found["parties"]))]
    if name:
        notes.append(listed(parties))
    else:
        name = untitled(found["form"], parties, found["number"])
        notes.append(capfirst(Agreement.Form(found["form"]).label))
    if found["since"]:
        notes.append(_year(found["since"]))
    return Result(name, day.address("agreement", found["number"]), notes, status_mark(found["status"]))


def _year(date: str | None) -> str:
    return str(PartialDate.parse(date).year) if date else ""


def _term(found: dict) -> str:
    """When a mayor was in office, by years; nothing where neither end is known."""
    start, end = _year(found["starts_on"]), _year(found["ends_on"])
    if found["ongoing"]:
        return _("since %(year)s") % {"year": start} if start else _("in office")
    if start and end:
        return f"{start}–{end}"
    if start:
        return _("from %(year)s") % {"year": start}
    return _("until %(year)s") % {"year": end} if end else ""


def _mayor(found: dict, day: Day) -> Result:
    municipality = name_in(found["municipality"])
    notes = [_("Mayor of %(municipality)s") % {"municipality": municipality}, country_name(found["country"])]
    if term := _term(found):
        notes.append(term)
    return Result(Text(found["name"], get_language()), day.address("mayor", found["uid"]), notes)


def _project(found: dict, day: Day) -> Result:
    title = text_in(found["title"], found["original_language"])
    notes = [found["programme"]] if found["programme"] else []
    return Result(title, day.address("project", found["uid"]), notes, project_mark(found["status"]))


def _practice(found: dict, day: Day) -> Result:
    title = text_in(found["title"], found["original_language"])
    return Result(title, day.address("good-practice", found["uid"]), [name_in(found["owner"])])


def _field(found: dict, day: Day) -> Result:
    return Result(_named(found["name"]), day.address("field", found["code"]), [])


def _network(found: dict, day: Day) -> Result:
    return Result(_named(found["name"]), day.address("network", found["uid"]), [])


def _municipalities(as_of: Given | None) -> Compiled:
    return _documents(
        _plain(Municipality),
        JSONDocument(
            "uid", "country", "local_name",
            name=in_languages("name"),
            region="region_name",
            agreements=number_of_agreements(as_of),
            aliases=ArraySubquery(Alias.objects.filter(municipality=OuterRef("pk")).order_by("pk").values("text")),
        ),
    )  # fmt: skip


# For another day than today, whose number is dearer to count.
MUNICIPALITIES_OF_A_DAY = _municipalities(ON)
KINDS: dict[str, tuple[Compiled, Callable[[dict, Day], Result]]] = {
    "municipality": (_municipalities(None), _municipality),
    "agreement": (
        _documents(
            _plain(Agreement),
            JSONDocument(
                "number", "form", "original_language",
                title=in_languages("title"),
                since="search__since",
                status=Subquery(
                    StatusPeriod.objects.filter(agreement=OuterRef("pk"), days__contains=ON).values("status")
                ),
                parties=array(
                    Party.objects.filter(agreement=OuterRef("pk")),
                    JSONDocument(name=in_languages("municipality__name"), country="municipality__country"),
                    "position", "pk",
                ),
            ),
        ),
        _agreement,
    ),
    "mayor": (
        _documents(
            _plain(Mayor),
            JSONDocument(
                "uid", "name", "starts_on", "ends_on", "ongoing",
                municipality=in_languages("municipality__name"), country="municipality__country",
            ),
        ),
        _mayor,
    ),
    "project": (
        _documents(
            _plain(JointProject),
            JSONDocument("uid", "status", "programme", "original_language", title=in_languages("title")),
        ),
        _project,
    ),
    "practice": (
        _documents(
            _plain(GoodPractice),
            JSONDocument("uid", "original_language", title=in_languages("title"), owner=in_languages("owner__name")),
        ),
        _practice,
    ),
    "field": (_documents(Field.objects.rewrite(False), JSONDocument("code", name=in_languages("name"))), _field),
    "network": (_documents(Network.objects.rewrite(False), JSONDocument("uid", name=in_languages("name"))), _network),
}  # fmt: skip


def results(kind: str, keys: list[int], day: Day) -> list[Result]:
    """The records of one kind with these keys, in their order, for the day; a query, if one was not found lately."""
    return list(results_by_key(kind, keys, day).values())


def results_by_key(kind: str, keys: Collection[int], day: Day) -> dict[int, Result]:
    """The same by their keys; without what is not there any more."""
    query = MUNICIPALITIES_OF_A_DAY if kind == "municipality" and day.as_of else KINDS[kind][0]
    documents = kept_each(("result", kind, day), keys, lambda missing: dict(query.rows(keys=missing, on=day.on)))
    language, root = get_language(), get_script_prefix()
    return {key: _result(kind, document, day, language, root) for key, document in documents.items()}


@lru_cache(maxsize=4096)
def _result(kind: str, document: str, day: Day, language: str, root: str) -> Result:
    """Once for each record as it is written, however often it is found."""
    return KINDS[kind][1](json.loads(document), day)

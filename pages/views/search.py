"""Search over everything, and suggestions while somebody types."""

import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from markupsafe import Markup

from agreements import everything
from agreements.filters import AgreementFilter, GoodPracticeFilter, JointProjectFilter
from agreements.models import Agreement, GoodPractice, JointProject
from municipalities.filters import TEXT, MayorFilter, MunicipalityFilter
from municipalities.models import Mayor, Municipality
from municipalities.search import alike, folded_words, spellings
from pages.day import Day, day_of
from pages.formats.tables import csv_file, json_file
from pages.lists.countries import Country, countries_among, countries_begun, countries_named
from pages.lists.listing import total
from pages.lists.results import Result, results
from pages.lists.suggesting import MOST_SUGGESTED, suggested
from pages.wording.translated import gettext_lazy as _

# Of each kind on the page of results; the lists hold the rest.
MOST_SHOWN = 5
# Of each of these all lists are counted.
MOST_COUNTRIES = 3
# Of the names that look like one of several words, when nothing holds them all.
MOST_MEANT = 5
HEADINGS = {
    "municipality": _("Municipalities"),
    "agreement": _("Agreements"),
    "mayor": _("Mayors"),
    "project": _("Joint projects"),
    "practice": _("Good practices"),
    "field": _("Fields of cooperation"),
    "network": _("Networks"),
}
KINDS = {
    "municipality": _("municipality"),
    "agreement": _("agreement"),
    "mayor": _("mayor"),
    "project": _("joint project"),
    "practice": _("good practice"),
    "field": _("field of cooperation"),
    "network": _("network"),
}
# The lists that know the same words, and their links.
LISTS = {
    "municipality": ("municipality-list", _("All municipalities found")),
    "agreement": ("agreement-list", _("All agreements found, with filters")),
    "mayor": ("mayor-list", _("All mayors found")),
    "project": ("project-list", _("All joint projects found")),
    "practice": ("good-practice-list", _("All good practices found")),
}


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search the register"), required=False, **TEXT)


class SuggestionForm(SearchForm):
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS], required=False)


# What can be narrowed by a country: its filter, and the records that anybody may see.
LISTS_OF_COUNTRIES = {
    "agreement": (AgreementFilter, Agreement.objects.public),
    "municipality": (MunicipalityFilter, Municipality.objects.public),
    "mayor": (MayorFilter, Mayor.objects.public),
    "project": (JointProjectFilter, JointProject.objects.public),
    "practice": (GoodPracticeFilter, GoodPractice.objects.public),
}


@dataclass(frozen=True)
class Section:
    """The best of one kind, and the way to all of it."""

    kind: str
    heading: str
    group: everything.Group
    rows: list[tuple[Result, str, str]]  # with the name, and another name, in which the words asked for are marked
    list_address: str
    list_name: str


@require_safe
def search(request: HttpRequest):
    day = day_of(request)
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    groups = everything.found(text, most=MOST_SHOWN, on=day.as_of) if text else {}
    # Where nothing holds the words, what is suggested is found here as well, and then what is named by one of them.
    is_held = any(group.likeness is None for group in groups.values())
    countries = countries_named(text) if is_held else countries_begun(text)
    beside = [] if is_held or countries else countries_among(text)
    context = {
        "form": form,
        "text": text,
        "countries": [(one.name, _lists_of(one, day)) for one in [*countries, *beside][:MOST_COUNTRIES]],
        "found": _sections(groups, text, day),
        "is_nothing": bool(text and not groups and not countries),
        "meant": _meant(text, day) if text and not groups else [],
        "most": everything.MOST_COUNTED,
        "forms": _forms(text, day),
    }
    return render(request, "pages/search.html", context, status=200 if form.is_valid() else 400)


def _forms(text: str, day: Day) -> list[tuple[str, str]]:
    """The same in other forms; of what comes new, agreements are told."""
    pages = (("CSV", "search-csv"), ("JSON", "search-json"), ("Atom", "agreement-feed"))
    return [(name, day.address(page, q=text)) for name, page in pages]


def _lists_of(country: Country, day: Day) -> list[tuple[str, int, str]]:
    """(heading, number, address) of each list that holds something when it is narrowed by the country."""
    asked = {"country": [country.code]} | ({"asOf": [day.as_of.isoformat()]} if day.as_of else {})
    numbers = {kind: total(filterset, records(), asked) for kind, (filterset, records) in LISTS_OF_COUNTRIES.items()}
    return [
        (HEADINGS[kind], number, day.address(LISTS[kind][0], country=country.code))
        for kind, number in numbers.items()
        if number
    ]


COLUMNS = ("kind", "name", "address", "about", "status")


@require_safe
def search_csv(request: HttpRequest):
    return csv_file("search", day_of(request).on, COLUMNS, _table(request))


@require_safe
def search_json(request: HttpRequest):
    return json_file("found", COLUMNS, _table(request))


def _table(request: HttpRequest) -> list[tuple]:
    """What the page tells of each record, of up to `MOST_COUNTED` of each kind, in the same order."""
    day = day_of(request)
    form = SearchForm(request.GET)
    if not form.is_valid():
        raise BadRequest(" ".join(form.errors["q"]))
    groups = everything.found(form.cleaned_data["q"], most=everything.MOST_COUNTED, on=day.as_of)
    found = [(kind, one) for kind, group in groups.items() for one in results(kind, group.keys, day)]
    # Put into words here: what is streamed is written in no language any more.
    return [
        (
            kind,
            str(one.name),
            request.build_absolute_uri(one.address),
            "; ".join(map(str, one.notes)),
            str(one.mark.word) if one.mark else "",
        )
        for kind, one in found
    ]


def _sections(groups: dict[str, everything.Group], text: str, day: Day) -> list[Section]:
    found = {kind: results(kind, group.keys, day) for kind, group in groups.items()}
    marked = Marked(
        text, [name for rows in found.values() for one in rows for name in (str(one.name), *one.other_names)]
    )
    return [
        Section(
            kind,
            HEADINGS[kind],
            groups[kind],
            [_row(result, marked) for result in rows],
            day.address(LISTS[kind][0], q=text) if kind in LISTS else "",
            LISTS[kind][1] if kind in LISTS else "",
        )
        for kind, rows in found.items()
    ]


def _row(result: Result, marked: "Marked") -> tuple:
    """The result, its name with marks, and the other name by which it was found, if it was."""
    name = marked(str(result.name))
    others = () if marked.holds(str(result.name)) else filter(marked.holds, result.other_names)
    return result, name, next(map(marked, others), "")


MARK = Markup("<mark>%s</mark>")


class Marked:
    """Names as HTML in which each word is marked that begins as a word of the text does; two queries for all names."""

    def __init__(self, text: str, names: list[str]):
        words = sorted({piece for name in names for piece in _pieces(name) if piece[0].isalnum()})
        begins = tuple(one for ways in spellings(text) for one in ways)
        self.words = {word for word, plain in zip(words, folded_words(words), strict=True) if plain.startswith(begins)}

    def holds(self, name: str) -> bool:
        return not self.words.isdisjoint(_pieces(name))

    def __call__(self, name: str) -> str:
        return Markup().join(MARK % one if one in self.words else one for one in _pieces(name))


def _pieces(name: str) -> list[str]:
    """Its words, and what is between them."""
    return re.findall(r"\w+|\W+", name)


def _meant(text: str, day: Day) -> list[Result]:
    """Municipalities whose names look like one of several words, of which nothing holds all."""
    keys = [key for word in text.split()[:3] for key in alike(word)[:2]] if len(text.split()) > 1 else []
    return results("municipality", list(dict.fromkeys(keys))[:MOST_MEANT], day) if keys else []


@require_safe
def suggestions(request: HttpRequest):
    """What `q` finds while it is typed, the likeliest of each kind, with names and addresses; `kind` asks for one."""
    form = SuggestionForm(request.GET)
    try:
        day = day_of(request)
    except BadRequest as wrong:
        return JsonResponse({"error": str(wrong)}, status=400)
    if not form.is_valid():
        return JsonResponse({"error": form.errors}, status=400)
    kinds = [form.cleaned_data["kind"]] if form.cleaned_data["kind"] else list(KINDS)
    text = form.cleaned_data["q"]
    found = [(kind, result) for kind, keys in suggested(text, kinds, day.as_of) for result in results(kind, keys, day)]
    # What is called exactly so comes first, of whatever kind.
    found.sort(key=lambda one: str(one[1].name).casefold() != text.casefold())
    offered = [_suggestion(kind, result) for kind, result in found]
    if not form.cleaned_data["kind"]:
        offered = _with_a_country(text, day, offered)
    number = len(offered)
    status = ngettext("%(number)s suggestion", "%(number)s suggestions", number) % {"number": number}
    return JsonResponse({"status": status, "suggestions": offered})


def _suggestion(kind: str, result: Result) -> dict[str, str]:
    return {
        "name": str(result.name),
        "language": result.name.language if result.name.is_fallback else "",
        "kind": capfirst(KINDS[kind]),
        "note": result.notes[0] if result.notes else "",
        "address": result.address,
    }


def _with_a_country(text: str, day: Day, offered: list[dict]) -> list[dict]:
    """And its agreements: first if the text is the name of the country, or else last; never more than have room."""
    if not (meant := countries_begun(text)[:1]):
        return offered
    (country,) = meant
    entry = {
        "name": country.name,
        "language": "",
        "kind": str(_("Country")),
        "note": str(HEADINGS["agreement"]),
        "address": day.address("agreement-list", country=country.code),
    }
    others = offered[: MOST_SUGGESTED - 1]
    return [entry, *others] if country.is_named else [*others, entry]

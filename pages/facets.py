"""The facets of a list as its page shows them: words and numbers beside boxes to tick, and what is chosen as tags."""

import uuid
from dataclasses import dataclass
from functools import lru_cache

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agreements import facets
from agreements.confirmation import Badge
from agreements.filters import AgreementFilter
from agreements.liveness import Liveness
from agreements.models import Agreement, Field, LegalStatus
from municipalities.models import Municipality
from pages.cldr import alphabetical, country_name
from pages.listing import Listing
from provenance.kept import kept
from provenance.models import Citation

# So many boxes of a facet are shown, beside those that are ticked; of countries, the others are in a list.
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: `key` in the address, its boxes, and as HTML the options of those for which there is no box."""

    key: str
    label: str
    choices: list[Choice]
    others: SafeString | None = None

    @property
    def is_chosen(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing that narrows the list; `query` is that of the list without it."""

    label: str
    word: str
    query: str


LABELS = {
    "country": gettext_lazy("Country"),
    "municipality": gettext_lazy("Municipality"),
    "form": gettext_lazy("Form"),
    "field": gettext_lazy("Field"),
    "status": gettext_lazy("Legal status"),
    "liveness": gettext_lazy("Liveness"),
    "confirmation": gettext_lazy("Confirmation"),
    "decade": gettext_lazy("Decade"),
    "grade": gettext_lazy("Best source"),
    "member": gettext_lazy("Member of the register"),
    "agreements": gettext_lazy("Agreements"),
    "q": gettext_lazy("Search"),
    "yearFrom": gettext_lazy("From year"),
    "yearTo": gettext_lazy("To year"),
}
# The facets whose values are few, in their natural order
WORDS = {
    "form": dict(Agreement.Form.choices),
    "status": dict(LegalStatus.choices),
    "liveness": dict(Liveness.choices),
    "confirmation": Badge.LABELS,
    "grade": dict(Citation.Grade.choices),
}


def decade_word(value: str) -> str:
    return _("not known") if value == facets.UNKNOWN else f"{value}–{int(value) + 9}"


def agreement_facets(found: Listing) -> tuple[SafeString, list[Tag]]:
    """The facets of a list of agreements as HTML, made once for each version of the register, and the list's tags.

    Gives the list its total, which the facets know. Empty where the address asks what cannot be.
    """
    if not found.is_valid:
        return SafeString(), []
    made = kept(("facets", "agreements", localdate(), get_language(), found.filters), lambda: _made(found))
    found.total = made["total"]
    return SafeString(made["facets"]), tags(found, {**WORDS, **made["names"]})


def _made(found: Listing) -> dict:
    counted = _counted(found, found.form.cleaned_data["asOf"])
    chosen = {key: found.form.cleaned_data[key] for key in counted["counts"] if key != "municipality"}
    chosen["municipality"] = found.filters.get("municipality", [])
    words = counted["names"]
    every = [
        country_facet(counted["counts"]["country"], chosen["country"]),
        _by_number("municipality", counted["counts"]["municipality"], chosen["municipality"], words["municipality"]),
        _in_order("form", counted["counts"]["form"], chosen["form"]),
        _by_number("field", counted["counts"]["field"], chosen["field"], words["field"]),
        *(_in_order(key, counted["counts"][key], chosen[key]) for key in ("status", "liveness", "confirmation")),
        _decades(counted["counts"]["decade"], chosen["decade"]),
        _in_order("grade", counted["counts"]["grade"], chosen["grade"]),
    ]
    html = render_to_string("includes/facets.html", {"facets": [facet for facet in every if facet.choices]})
    return {"total": counted["total"], "names": words, "facets": html}


def _counted(found: Listing, as_of) -> dict:
    """Counts by the values that the address takes, and the names of what has none in the code."""

    def narrowed(without):
        data = QueryDict(urlencode({key: one for key, one in found.filters.items() if key not in without}, doseq=True))
        return AgreementFilter(data, found.records).qs

    counted = facets.facets(narrowed, found.filters, as_of)
    fields = {field.pk: field for field in Field.objects.all()}
    municipalities = {one.pk: one for one in Municipality.objects.filter(pk__in=counted.counts["municipality"])}
    named = {str(one.uid): one.name for one in municipalities.values()}
    chosen = [uid for uid in found.filters.get("municipality", []) if is_uid(uid) and uid not in named]
    return {
        "total": counted.total,
        "counts": {
            **counted.counts,
            "field": _renamed(counted.counts["field"], {key: field.code for key, field in fields.items()}),
            "municipality": _renamed(
                counted.counts["municipality"], {key: str(one.uid) for key, one in municipalities.items()}
            ),
        },
        "names": {
            "municipality": named | {str(one.uid): one.name for one in Municipality.objects.filter(uid__in=chosen)},
            "field": {field.code: field.name for field in fields.values()},
        },
    }


def _renamed(counts: dict, names: dict) -> dict[str, int]:
    """Without what has gone since it was counted."""
    return {names[key]: number for key, number in counts.items() if key in names}


def is_uid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _in_order(key: str, counts: dict[str, int], chosen: list[str]) -> Facet:
    """A facet of few values, in their own order; none of which there is nothing, unless it is chosen."""
    return Facet(
        key,
        LABELS[key],
        [
            Choice(value, capfirst(str(word)), counts.get(value, 0), value in chosen)
            for value, word in WORDS[key].items()
            if counts.get(value) or value in chosen
        ],
    )


def _decades(counts: dict[str, int], chosen: list[str]) -> Facet:
    """From the latest on; what has no date comes last."""
    values = sorted({*counts, *chosen} - {facets.UNKNOWN}, reverse=True)
    if facets.UNKNOWN in counts or facets.UNKNOWN in chosen:
        values.append(facets.UNKNOWN)
    return Facet(
        "decade",
        LABELS["decade"],
        [Choice(value, capfirst(decade_word(value)), counts.get(value, 0), value in chosen) for value in values],
    )


def _by_number(key: str, counts: dict[str, int], chosen: list[str], names: dict[str, str]) -> Facet:
    """A facet of many values: what is chosen first, then the most frequent."""
    values = [value for value in chosen if value in names]
    values += [value for value in counts if value not in chosen and value in names][:MOST_SHOWN]
    return Facet(
        key, LABELS[key], [Choice(value, names[value], counts.get(value, 0), value in chosen) for value in values]
    )


def country_facet(counts: dict[str, int], chosen: list[str]) -> Facet:
    values = [*chosen, *[value for value in counts if value not in chosen][:MOST_SHOWN]]
    choices = [Choice(value, country_name(value), counts.get(value, 0), value in chosen) for value in values]
    others = tuple((value, number) for value, number in counts.items() if value not in values)
    return Facet("country", LABELS["country"], choices, country_options(others, get_language()) if others else None)


@lru_cache(maxsize=512)
def country_options(counts: tuple[tuple[str, int], ...], language: str) -> SafeString:
    """Countries and their numbers as the options of a list, in the order of their names in this language."""
    named = sorted(
        ((country_name(code), code, number) for code, number in counts), key=lambda one: alphabetical(one[0])
    )
    return format_html_join(
        "", '<option value="{}">{} ({})</option>', ((code, name, number) for name, code, number in named)
    )


def tags(found: Listing, words: dict[str, dict[str, str]]) -> list[Tag]:
    """What narrows the list, one by one; the day is told by the page's banner."""

    def word(key: str, value: str) -> str:
        if key == "country":
            return country_name(value.upper())
        if key == "decade":
            return decade_word(value)
        return str(words.get(key, {}).get(value, value))

    return [
        Tag(LABELS.get(key, key), word(key, value), found.without(key, value))
        for key, values in found.filters.items()
        if key != "asOf"
        for value in values
    ]

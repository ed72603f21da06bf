"""The facets of a list as its page shows them: words and numbers beside boxes to tick, and what is chosen as tags."""

import uuid
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

from agreements.confirmation import Badge
from agreements.facets import UNKNOWN
from agreements.liveness import Liveness
from agreements.models import Agreement, JointProject, LegalStatus
from pages.lists.listing import Listing
from pages.wording.cldr import alphabetical, country_name
from pages.wording.translated import gettext as _
from pages.wording.translated import gettext_lazy
from provenance.models import Citation

# So many boxes of a facet are shown, beside those that are ticked; of countries, the others are in a list.
MOST_SHOWN = 8
USUALLY_OPEN = ("country", "form", "status")
# Told even where all records are alike: whether promises live and are confirmed is what the register is asked.
ALWAYS_TOLD = ("liveness", "confirmation")


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: `key` in the address, its boxes, and as HTML the options of those for which there is no box.

    `told`: what is wrong with what was asked of it.
    """

    key: str
    choices: list[Choice]
    others: SafeString | None = None
    told: str = ""

    @property
    def is_chosen(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)

    @property
    def is_open(self) -> bool:
        return self.is_chosen or bool(self.told) or self.key in USUALLY_OPEN

    @property
    def is_of_use(self) -> bool:
        """Whether it can narrow the list, be taken away or mended, or tells what is always told."""
        fewest = 1 if self.key in ALWAYS_TOLD else 2
        return self.is_chosen or bool(self.told) or len(self.choices) >= fewest


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing that narrows the list; `query` is that of the list without it."""

    label: str
    word: str
    query: str


# The words of facets whose values are few, in their own order
WORDS = {
    "form": dict(Agreement.Form.choices),
    "status": dict(LegalStatus.choices),
    "liveness": dict(Liveness.choices),
    "confirmation": Badge.LABELS,
    "grade": dict(Citation.Grade.choices),
    "member": {"true": gettext_lazy("yes"), "false": gettext_lazy("no")},
}
OF_PROJECTS = {"status": dict(JointProject.Status.choices)}


def decade_word(value: str) -> str:
    return _("not known") if value == UNKNOWN else f"{value}–{int(value) + 9}"


def is_uid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def in_order(key: str, counts: dict[str, int], chosen: list[str], words: dict = WORDS) -> Facet:
    """A facet of few values, in their own order; none of which there is nothing, unless it is chosen."""
    return Facet(
        key,
        [
            Choice(value, capfirst(str(word)), counts.get(value, 0), value in chosen)
            for value, word in words[key].items()
            if counts.get(value) or value in chosen
        ],
    )


def of_decades(counts: dict[str, int], chosen: list[str]) -> Facet:
    """From the latest on; what has no date comes last."""
    values = sorted({*counts, *chosen} - {UNKNOWN}, reverse=True)
    if UNKNOWN in counts or UNKNOWN in chosen:
        values.append(UNKNOWN)
    return Facet(
        "decade",
        [Choice(value, capfirst(decade_word(value)), counts.get(value, 0), value in chosen) for value in values],
    )


def by_number(key: str, counts: dict[str, int], chosen: list[str], names: dict[str, str]) -> Facet:
    """A facet of many values: what is chosen first, then the most frequent."""
    values = [value for value in chosen if value in names]
    values += [value for value in counts if value not in chosen and value in names][:MOST_SHOWN]
    return Facet(key, [Choice(value, names[value], counts.get(value, 0), value in chosen) for value in values])


def of_countries(counts: dict[str, int], chosen: list[str]) -> Facet:
    values = [*chosen, *[value for value in counts if value not in chosen][:MOST_SHOWN]]
    choices = [Choice(value, country_name(value), counts.get(value, 0), value in chosen) for value in values]
    others = tuple((value, number) for value, number in counts.items() if value not in values)
    return Facet("country", choices, _options(others, get_language()) if others else None)


@lru_cache(maxsize=512)
def _options(counts: tuple[tuple[str, int], ...], language: str) -> SafeString:
    """Countries and their numbers as the options of a list, in the order of their names in this language."""
    named = sorted(
        ((country_name(code), code, number) for code, number in counts), key=lambda one: alphabetical(one[0])
    )
    return format_html_join(
        "", '<option value="{}">{} ({})</option>', ((code, name, number) for name, code, number in named)
    )


def tags(found: Listing, words: dict[str, dict[str, str]] = WORDS) -> list[Tag]:
    """What narrows the list, one by one; the day is told by the page's banner. `words`: key → value → its word."""

    def word(key: str, value: str) -> str:
        if key == "country":
            return country_name(value.upper())
        if key == "decade":
            return decade_word(value)
        return str(words.get(key, {}).get(value, value))

    return [
        Tag(str(found.form.fields[key].label), word(key, value), found.without(key, value))
        for key, values in found.filters.items()
        if key != "asOf"
        for value in values
    ]

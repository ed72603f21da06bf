"""A country that a search may mean: “Germany” is looked for as a town is, and the lists are narrowed by it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale
from django.conf import settings

from municipalities.models import Municipality
from municipalities.search import MOST_WORDS, folded_words, named_by
from pages.wording.cldr import country_name

# CLDR names these as well, and they are no countries.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
SHORTEST_BEGINNING, SHORTEST_WORD = 3, 5
# What those call it who live where the register's residents have gone, or come from.
ELSEWHERE = ("de", "fr", "it", "es", "tr", "sr", "sr_Latn", "hr", "bg", "el", "ro")
# Names in use that CLDR does not have.
IN_USE = {
    "CI": ("Ivory Coast",),
    "CZ": ("Czech Republic", "Republika Çeke", "Чешка Република"),
    "GB": ("UK", "Britain", "Great Britain", "Britania e Madhe", "Велика Британија"),
    "NL": ("Holland",),
    "PS": ("Palestine", "Palestina", "Палестина"),
    "TR": ("Turkey",),
    "US": ("USA", "United States of America", "America", "Amerika", "САД", "Америка"),
}
# How Albanian ends it in “of Germany”, “in Germany”: “Gjermanisë”, “Gjermaninë”.
ENDING = re.compile(r"(?<=[aeiou])[sn]e\b")


@dataclass(frozen=True)
class Country:
    """A country of which the register has municipalities; `is_named`: the text is its name, not the beginning of it."""

    code: str
    is_named: bool

    @property
    def name(self) -> str:
        return country_name(self.code)


def countries_named(text: str) -> list[Country]:
    """Those that are called so in one of the site's languages or in common use, in the order of their codes.

    Or, where none is: called so but for the ending (“Kosova”, “Shqipërisë”) or in a language of `ELSEWHERE`; or the one
    country of the register whose name has all these words (“Macedonia”). Two queries at most, and one to fold a text
    that was not asked for lately.
    """
    wanted = named_by(text)
    stem = _stem(wanted)
    by_stem, by_word = _stems()
    ways = (_codes().get(wanted), by_stem.get(stem), by_stem.get(_stem(ENDING.sub("", wanted))))
    if codes := next(filter(None, ways), None) or _codes_elsewhere().get(wanted):
        return _of_the_register(codes, is_named=True)
    if len(wanted) < SHORTEST_WORD:
        return []
    codes = set.intersection(*(by_word.get(word, set()) for word in stem.split()))
    known = _of_the_register(codes, is_named=True)
    return known if len(known) == 1 else []


def countries_begun(text: str) -> list[Country]:
    """The same, or else those of which a name, or a word of it, begins so, of three letters or more."""
    if named := countries_named(text):
        return named
    wanted = named_by(text)
    if len(wanted) < SHORTEST_BEGINNING:
        return []
    begun = (found for name, found in _codes().items() if f" {wanted}" in f" {name}")
    return _of_the_register(set().union(*begun), is_named=False)


def countries_among(text: str) -> list[Country]:
    """Those that one of the first words of a text names."""
    words = [named_by(word) for word in text.split()[:MOST_WORDS]]
    return _of_the_register(set().union(*(_codes().get(word, ()) for word in words)), is_named=True)


def _of_the_register(codes: set[str], *, is_named: bool) -> list[Country]:
    if not codes:
        return []
    known = Municipality.objects.public().filter(country__in=codes).order_by("country")
    return [Country(code, is_named) for code in known.values_list("country", flat=True).distinct()]


def _stem(name: str) -> str:
    """Without the vowels at the end of its words, by which Albanian tells “Kosovë” from “Kosova”."""
    return " ".join(word.rstrip("aeiou") or word for word in name.split())


def _in_cldr(languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(name, code) of each country in each of these languages."""
    for language in languages:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:
                yield name, code


def _by_name(named: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Name as the database folds it and without words that name nothing → codes of ISO 3166-1."""
    named = list(named)
    folded_words([name for name, _code in named])  # all at once
    codes: dict[str, set[str]] = {}
    for name, code in named:
        codes.setdefault(named_by(name), set()).add(code)
    return codes


@cache
def _codes() -> dict[str, set[str]]:
    in_use = ((name, code) for code, names in IN_USE.items() for name in names)
    return _by_name([*_in_cldr(language for language, _name in settings.LANGUAGES), *in_use])


@cache
def _codes_elsewhere() -> dict[str, set[str]]:
    return _by_name(_in_cldr(ELSEWHERE))


@cache
def _stems() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The same by stems: of whole names, and of each of their words."""
    by_stem: dict[str, set[str]] = {}
    by_word: dict[str, set[str]] = {}
    for name, codes in _codes().items():
        stem = _stem(name)
        by_stem.setdefault(stem, set()).update(codes)
        for word in stem.split():
            by_word.setdefault(word, set()).update(codes)
    return by_stem, by_word

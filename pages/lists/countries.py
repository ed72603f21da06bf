"""A country that a search may mean: “Germany” is looked for as a town is, and the lists are narrowed by it."""

from dataclasses import dataclass
from functools import cache

from babel import Locale
from django.conf import settings

from municipalities.models import Municipality
from municipalities.search import folded_words, named_by
from pages.wording.cldr import country_name

# CLDR names these as well, and they are no countries.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
SHORTEST_BEGINNING, SHORTEST_WORD = 3, 5


@dataclass(frozen=True)
class Country:
    """A country of which the register has municipalities; `is_named`: the text is its name, not the beginning of it."""

    code: str
    is_named: bool

    @property
    def name(self) -> str:
        return country_name(self.code)


def countries_named(text: str) -> list[Country]:
    """Those that are called so in one of the site's languages, in the order of their codes.

    Or, where none is: called so but for the ending (“Kosova”, “Shqipëria”); or the one country of the register whose
    name has all these words (“Macedonia”). Two queries at most, and one to fold a text that was not asked for lately.
    """
    wanted = named_by(text)
    stem = _stem(wanted)
    by_stem, by_word = _stems()
    if codes := _codes().get(wanted) or by_stem.get(stem):
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


def _of_the_register(codes: set[str], *, is_named: bool) -> list[Country]:
    if not codes:
        return []
    known = Municipality.objects.public().filter(country__in=codes).order_by("country")
    return [Country(code, is_named) for code in known.values_list("country", flat=True).distinct()]


def _stem(name: str) -> str:
    """Without the vowels at the end of its words, by which Albanian tells “Kosovë” from “Kosova”."""
    return " ".join(word.rstrip("aeiou") or word for word in name.split())


@cache
def _codes() -> dict[str, set[str]]:
    """Name in any language, as the database folds it and without words that name nothing → codes of ISO 3166-1."""
    named = [
        (name, code)
        for language, _name in settings.LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    ]
    folded_words([name for name, _code in named])  # all at once
    codes: dict[str, set[str]] = {}
    for name, code in named:
        codes.setdefault(named_by(name), set()).add(code)
    return codes


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

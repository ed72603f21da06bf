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
SHORTEST_BEGINNING = 3


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

    A query if there are any, and one to fold a text that was not asked for lately.
    """
    return _of_the_register(_codes().get(named_by(text), set()), is_named=True)


def countries_begun(text: str) -> list[Country]:
    """The same, or else those whose names begin so, of three letters or more."""
    wanted, codes = named_by(text), _codes()
    if wanted in codes or len(wanted) < SHORTEST_BEGINNING:
        return countries_named(text)
    begun = (found for name, found in codes.items() if name.startswith(wanted))
    return _of_the_register(set().union(*begun), is_named=False)


def _of_the_register(codes: set[str], *, is_named: bool) -> list[Country]:
    if not codes:
        return []
    known = Municipality.objects.public().filter(country__in=codes).order_by("country")
    return [Country(code, is_named) for code in known.values_list("country", flat=True).distinct()]


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

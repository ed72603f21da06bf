"""Names and lists as the reader's language has them, by the Unicode CLDR."""

import unicodedata
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from django.conf import settings
from django.utils.translation import get_language

from pages.wording.translated import gettext as _

UNKNOWN_COUNTRY = "ZZ"  # where a source names none


def locale() -> Locale:
    return _locale(get_language() or settings.LANGUAGE_CODE)


# Once for each language of the site: reading it takes longer than asking it.
_locale = cache(Locale.parse)


def country_name(code: str) -> str:
    """`MK` → North Macedonia, Maqedonia e Veriut, Северна Македонија; a code that CLDR does not know stays."""
    return _country_name(code, get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=2_000)
def _country_name(code: str, language: str) -> str:
    if code == UNKNOWN_COUNTRY:
        return _("country not known")
    return _locale(language).territories.get(code, code)


def alphabetical(word: str) -> tuple[str, str]:
    """The key by which words stand in an alphabet: by their letters first, marks and case after (Ç with C)."""
    letters = [letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter)]
    return "".join(letters).casefold(), word


def language_name(code: str) -> str:
    """`sq` → Albanian, shqip, албански; a tag that CLDR does not know stays."""
    return _language_name(code or "", get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=1_000)
def _language_name(code: str, language: str) -> str:
    if not code:
        return ""
    try:
        return Locale.parse(code, sep="-").get_display_name(_locale(language)) or code
    except (ValueError, UnknownLocaleError):
        return code


def enumeration(words: list[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    return _enumerated(len(words), get_language() or settings.LANGUAGE_CODE).format(*words)


@lru_cache(maxsize=1_000)
def _enumerated(number: int, language: str) -> str:
    """“{0} and {1}”: where so many words stand."""
    return format_list([f"{{{place}}}" for place in range(number)], locale=_locale(language))

"""Texts in several languages: which one a reader gets, and what they should know about it."""

import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Names of letters in Unicode begin with the name of their script; ISO 15924 has its code.
SCRIPTS = {
    "ARABIC": "Arab",
    "ARMENIAN": "Armn",
    "CYRILLIC": "Cyrl",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "LATIN": "Latn",
}
SCRIPT_OF_LANGUAGE = {"mk": "Cyrl"}
NOTHING = SafeString("")


@dataclass(frozen=True)
class Text:
    """A text as shown.

    `language` is the one it is in (BCP 47). `is_fallback`: it is missing in the reader's language.
    `translated_from`: the language that it was translated from, empty where it is the original or nobody said
    what the original is. `original`: the original's words, where the register has them and shows others.
    """

    text: str
    language: str
    is_fallback: bool = False
    translated_from: str = ""
    original: str = ""

    def __bool__(self):
        return bool(self.text)

    def __str__(self):
        return self.text

    @property
    def lang(self) -> str:
        """The attribute of the element that holds it, where it is in another language or script than the page."""
        return format_html(' lang="{}"', self.language) if self.is_fallback else script_lang(self.text)


def text_of(obj, field: str) -> Text:
    """The field of a record in the reader's language, or else in the first of the languages that has it."""
    known = {language: getattr(obj, f"{field}_{language}") for language in settings.MODELTRANSLATION_LANGUAGES}
    # What is no record of its own speaks the language of its agreement.
    record = obj if hasattr(obj, "original_language") else getattr(obj, "agreement", None)
    return text_in(known, getattr(record, "original_language", ""))


def in_each_language(obj, field: str) -> list[tuple[str, str]]:
    """(language, text) of the field in each language of the content that has it."""
    return [(code, text) for code in settings.MODELTRANSLATION_LANGUAGES if (text := getattr(obj, f"{field}_{code}"))]


def text_in(known: dict[str, str | None], original: str | None = "") -> Text:
    """The same of a text as documents hold it: `{"en": …, "sq": …, "mk": …}`, and the language of its original."""
    wanted = get_language() or settings.LANGUAGE_CODE
    original = original or ""
    order = (wanted, original, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
    language = next((code for code in order if known.get(code)), None)
    if language is None:
        return Text("", wanted)
    is_translation = bool(original) and language != original
    return Text(
        known[language],
        language,
        is_fallback=language != wanted,
        translated_from=original if is_translation else "",
        original=known.get(original) or "" if is_translation else "",
    )


def name_in(known: dict[str, str | None], language: str | None = None) -> str:
    """A name of a municipality, field or institution, which is in its own right in each language.

    In the reader's, unless another `language` is wanted.
    """
    wanted = language or get_language() or settings.LANGUAGE_CODE
    if name := known.get(wanted):
        return name
    return next((known[code] for code in settings.MODELTRANSLATION_FALLBACK_LANGUAGES if known.get(code)), "")


def script_lang(name: str) -> str:
    """The attribute of a name whose language nobody knows, where all of it is in another script than the page:
    `und-Cyrl`.

    Latin needs none: every voice and every face of letters that reads the page can read it.
    """
    if name.isascii():
        return NOTHING
    letters = (letter for letter in name if letter.isalpha())
    script = _script(next(letters, "A"))
    is_known = script in ("Latn", SCRIPT_OF_LANGUAGE.get(get_language(), "Latn"))
    if is_known or any(_script(letter) != script for letter in letters):
        return NOTHING
    return format_html(' lang="und-{}"', script)


def _script(letter: str) -> str:
    return SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "Latn")

"""The catalogues: complete, in step with the code, and with placeholders that fit."""

from gettext import c2py
from pathlib import Path

import pytest

from config.extract_messages import DJANGO, read_catalog, texts_of_others, texts_of_the_code, untranslated

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ["mk", "sq"]


@pytest.fixture(scope="module")
def texts():
    return texts_of_the_code()


@pytest.fixture(params=LANGUAGES)
def catalog(request):
    return read_catalog(LOCALE / request.param / "LC_MESSAGES" / "django.po")


def test_every_text_is_translated(catalog):
    assert untranslated(catalog) == []


def test_every_text_of_the_code_is_in_the_catalogue(catalog, texts):
    assert [message.id for message in texts if message.id and catalog.get(message.id, message.context) is None] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_others_leave_untranslated_is_in_the_catalogue(language):
    """With its plural: a translation of the singular alone serves nobody who counts."""
    catalog = read_catalog(LOCALE / language / "LC_MESSAGES" / "django.po")
    ours = {message.id for message in catalog}
    assert [message.id for message in texts_of_others(language) if message.id not in ours] == []


def test_placeholders_fit_their_texts(catalog):
    assert [(message.id, [str(error) for error in errors]) for message, errors in catalog.check()] == []


def test_markup_is_the_same_in_every_language(catalog):
    """A tag that is lost in translation breaks the page."""

    def tags(text):
        return sorted(part.split(">")[0] for part in text.split("<")[1:])

    wrong = [
        message.id
        for message in catalog
        if message.id and isinstance(message.id, str) and tags(message.id) != tags(message.string)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_choose_their_form_as_in_django_s_own_catalogue(language):
    ours, theirs = (
        c2py(read_catalog(folder / language / "LC_MESSAGES" / "django.po").plural_expr)
        for folder in (LOCALE, DJANGO / "conf" / "locale")
    )
    assert [ours(number) for number in range(200)] == [theirs(number) for number in range(200)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_macedonian_is_cyrillic_and_albanian_is_latin(language):
    catalog = read_catalog(LOCALE / language / "LC_MESSAGES" / "django.po")
    for message in catalog:
        text = message.string if isinstance(message.string, str) else "".join(message.string)
        cyrillic = any("Ѐ" <= letter <= "ӿ" for letter in text)
        if language == "sq" and isinstance(message.id, str) and not any("Ѐ" <= letter <= "ӿ" for letter in message.id):
            assert not cyrillic, message.id
        if language == "mk" and len(text) > 25 and "%" not in text and "{" not in text and "<" not in text:
            assert cyrillic, message.id

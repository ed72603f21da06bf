"""Brings locale/*/LC_MESSAGES/django.po in step with the code, without GNU gettext: `make messages`.

New texts come in untranslated, texts that are gone go. Nothing is guessed: no fuzzy entries. What Django and
django-filter have not translated into a language is translated here as well.
"""

import io
import sys
from pathlib import Path

import django
import django_filters
from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
# What says nothing here, or changes with every run.
IDLE_HEADERS = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Report-Msgid-Bugs-To",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
)
# Where babel and CLDR disagree, CLDR and Django's own catalogues are right: 21 договор, not 21 договори.
PLURAL_FORMS = {"mk": "nplurals=2; plural=(n % 10 == 1 && n % 100 != 11) ? 0 : 1;"}
ROOMS = ["provenance", "accounts", "municipalities", "agreements", "pages", "api", "config"]
DJANGO = Path(django.__file__).parent
# Where others keep their catalogs, and one of their languages that is complete.
OTHERS = [
    (DJANGO / "conf" / "locale", "en"),
    (DJANGO / "contrib" / "admin" / "locale", "en"),
    (DJANGO / "contrib" / "auth" / "locale", "en"),
    (DJANGO / "contrib" / "postgres" / "locale", "en"),
    (Path(django_filters.__file__).parent / "locale", "de"),
]
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extract_public_template(file, keywords, comment_tags, options):
    """A template of Jinja2, whose texts are trimmed as in `pages/templating/environment.py`."""
    return babel_extract(file, keywords, comment_tags, {"trimmed": "true", "silent": "false"})


def extract_admin_template(file, keywords, comment_tags, options):
    """A template of Django, as the Python that `templatize` makes of it."""
    source = templatize(file.read().decode())
    return extract_python(io.BytesIO(source.encode()), keywords, comment_tags, options)


def sources():
    """Each file that may hold texts, with the way to read it."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, extract_python
    for folder, method in (("public", extract_public_template), ("admin", extract_admin_template)):
        for path in sorted((ROOT / "templates" / folder).rglob("*.*")):
            yield path, method


def texts_of_the_code() -> Catalog:
    """Every text that the code asks to be translated."""
    catalog = Catalog(fuzzy=False)
    for path, method in sources():
        with path.open("rb") as file:
            for _, message, _, context in extract(method, file, keywords=KEYWORDS):
                catalog.add(message, context=context)
    return catalog


def read_catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def is_translated(message) -> bool:
    """Whether it has all its forms, and nobody doubts them."""
    forms = [message.string] if isinstance(message.string, str) else message.string
    return bool(forms) and all(forms) and not message.fuzzy


def untranslated(catalog: Catalog) -> list:
    return [message.id for message in catalog if message.id and not is_translated(message)]


def texts_of_others(language: str):
    """What the packages we build on say in no word of the language."""
    for folder, complete in OTHERS:
        path = folder / language / "LC_MESSAGES" / "django.po"
        theirs = read_catalog(path) if path.exists() else Catalog()
        for message in read_catalog(folder / complete / "LC_MESSAGES" / "django.po"):
            found = theirs.get(message.id, message.context)
            is_known = found is not None and is_translated(found) and found.pluralizable == message.pluralizable
            if message.id and not is_known:
                yield message


def update(path: Path) -> Catalog:
    """Write the .po file anew, in step with the code."""
    catalog = read_catalog(path) if path.exists() else Catalog(locale=path.parts[-3], fuzzy=False)
    wanted = texts_of_the_code()
    for message in texts_of_others(path.parts[-3]):
        wanted.add(message.id, context=message.context, flags=message.flags - {"fuzzy"})
    catalog.update(wanted, no_fuzzy_matching=True)
    if path.parts[-3] in PLURAL_FORMS:
        catalog.mime_headers = [("Plural-Forms", PLURAL_FORMS[path.parts[-3]])]
    catalog.project, catalog.version = "Besa", "1"
    catalog.header_comment = (
        "# The texts of Besa. Terms follow docs/glossary.md; `make messages` adds new texts and drops old ones."
    )
    written = io.BytesIO()
    write_po(written, catalog, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in IDLE_HEADERS))))
    return catalog


if __name__ == "__main__":
    for language in sys.argv[1:]:
        catalog = update(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")
        print(f"{language}: {len(catalog)} texts, {len(untranslated(catalog))} to be translated")

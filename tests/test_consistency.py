"""What no single test sees: that nothing is left lying about, and that names are written one way."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["provenance", "accounts", "municipalities", "agreements", "pages", "api"]
OWN_MODELS = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
# By the names that they are asked for: the public ones by Jinja2, the admin's by Django.
TEMPLATES = {
    path.relative_to(ROOT / "templates").as_posix().removeprefix("public/"): path
    for path in sorted((ROOT / "templates").rglob("*.*"))
}
# Django itself asks for these by name.
ASKED_BY_DJANGO = re.compile(r"^(4\d\d|500)\.html$|^admin/|^registration/|^django/|^modeltranslation/")


@pytest.mark.django_db
def test_the_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_written_without_error(name):
    if name.endswith((".html", ".txt", ".svg")):
        get_template(name)


def test_every_template_is_used():
    sources = [path.read_text() for room in [*ROOMS, "config"] for path in (ROOT / room).rglob("*.py")]
    sources += [path.read_text() for path in TEMPLATES.values()]
    text = "\n".join(sources)
    unused = [name for name in TEMPLATES if name not in text and not ASKED_BY_DJANGO.match(name)]
    assert unused == []


INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:")


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.endswith(".svg")])
def test_no_template_holds_inline_script_or_style(name):
    # What stands in braces is no HTML: `{{ page("compare", one=…) }}` is no handler of an event.
    assert INLINE.findall(re.sub(r"\{[%{].*?[%}]\}", "", TEMPLATES[name].read_text())) == []


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_names_of_models_and_fields_begin_small_or_are_proper(model):
    """Django capitalises where it must; names within a sentence stay small, except those that never are."""
    proper = ("Wikidata", "GeoNames", "OpenStreetMap", "ISO", "API", "SHA")
    names = [model._meta.verbose_name, model._meta.verbose_name_plural]
    names += [field.verbose_name for field in model._meta.concrete_fields if field.name not in {"id"}]
    assert [str(name) for name in names if str(name)[0].isupper() and not str(name).startswith(proper)] == []


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_every_model_says_what_it_is(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


def test_every_constraint_says_in_words_what_is_wrong():
    silent = [
        constraint.name
        for model in OWN_MODELS
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
        and model._meta.default_permissions  # what the database keeps itself has no reader of errors
    ]
    assert silent == []


@pytest.mark.django_db
def test_every_foreign_key_has_an_index():
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT c.conrelid::regclass || '.' || a.attname
            FROM pg_constraint AS c
            JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' AND c.conrelid::regclass::text ~ '^(provenance|municipalities|agreements)_'
            AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])
        """)
        assert cursor.fetchall() == []

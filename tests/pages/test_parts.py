"""Parts that read alike on many pages: written once for what they show, in each language."""

import datetime as dt

import pytest
from django.utils import translation

from pages import parts
from pages.day import Day
from pages.parts import part


@pytest.fixture
def written(monkeypatch):
    """The templates that were really rendered."""
    names = []
    real = parts.render_to_string
    monkeypatch.setattr(parts, "render_to_string", lambda name, shows: names.append(name) or real(name, shows))
    parts._written.cache_clear()
    yield names
    parts._written.cache_clear()


def box(label: str) -> str:
    return part("includes/box.html", name="q", box="id_q", label=label, type="text", value="", errors=())


def test_a_part_is_written_once_for_what_it_shows(written):
    assert box("Words") == box("Words")
    assert box("Names") != box("Words")
    assert len(written) == 2


def test_each_language_has_its_own(written):
    for language, word in (("en", "Search"), ("sq", "Kërko")):
        with translation.override(language):
            assert word in part("includes/site_search.html", day=Day(None, dt.date(2026, 1, 1)), here="")
    assert len(written) == 2


def test_in_development_templates_are_read_anew(written, settings):
    settings.DEBUG = True
    assert box("Words") == box("Words")
    assert len(written) == 2


def test_what_was_written_in_a_box_is_escaped(written):
    assert "<b>" not in part("includes/box.html", name="q", box="id_q", label="Words", value="<b>", errors=())

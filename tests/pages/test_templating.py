"""What every template of the public pages may rely on: pages/templating/environment.py."""

import datetime as dt

import jinja2
import pytest
from django.template import engines
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from pages.templating import filters


def written(source: str, **shows) -> str:
    return engines["jinja2"].env.from_string(source).render(shows)


def test_what_comes_from_outside_is_escaped():
    assert written("{{ name }}", name="<b>") == "&lt;b&gt;"
    assert written("{% trans %}Search: {{ text }}{% endtrans %}", text="<b>") == "Search: &lt;b&gt;"
    assert written("{{ text|linebreaks }}", text="a <b>\n\nc") == "<p>a &lt;b&gt;</p>\n\n<p>c</p>"


def test_what_code_has_made_safe_is_left_as_it_is():
    assert written("{{ drawing }}", drawing=SafeString("<svg/>")) == "<svg/>"


def test_one_template_speaks_all_languages():
    template = engines["jinja2"].env.from_string('{{ _("Search") }}, {% trans %}Search{% endtrans %}')
    said = []
    for language in ("en", "sq", "mk"):
        with translation.override(language):
            said.append(template.render())
    assert said == ["Search, Search", "Kërko, Kërko", "Пребарај, Пребарај"]


def test_texts_over_several_lines_are_one():
    with translation.override("sq"):
        assert written("{% trans %}\n  Search: {{ text }}\n{% endtrans %}", text="x") == "Kërkimi: x"


def test_what_is_missing_is_empty_but_has_no_attributes():
    assert written("[{{ missing }}]") == "[]"
    with pytest.raises(jinja2.UndefinedError):
        written("{{ missing.name }}")


def test_of_a_document_the_keys_are_read_never_the_methods():
    assert written("{{ record.values }} [{{ record.items }}]", record={"values": 3}) == "3 []"


def test_neighbours_with_the_same_attribute_are_one_run():
    rows = [{"width": 1, "path": "a"}, {"width": 1, "path": "b"}, {"width": 2, "path": "c"}, {"width": 1, "path": "d"}]
    source = '{% for width, run in rows|consecutive("width") %}{{ width }}:{{ run|length }} {% endfor %}'
    assert written(source, rows=rows) == "1:2 2:1 1:1 "


def test_day_of_a_moment_is_the_day_here():
    late = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
    assert filters.iso_day(late) == timezone.localtime(late).date().isoformat() == "2026-07-01"
    assert filters.iso_day(dt.date(2026, 6, 30)) == "2026-06-30"
    assert filters.iso_day(None) == ""


def test_query_of_a_page_with_one_value_changed(rf):
    request = rf.get("/en/partners/", {"q": "water", "municipality": "x"})
    assert written("{{ querystring(municipality=None) }}", request=request) == "?q=water"
    assert written("{{ querystring(q=None, municipality=None) }}", request=request) == ""

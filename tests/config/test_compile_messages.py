import gettext

import pytest

from config.compile_messages import compile_messages

HEADER = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: mk\n"
"Plural-Forms: nplurals=2; plural=(n % 10 == 1 && n % 100 != 11 ? 0 : 1);\n"
"""
MESSAGES = """
msgid "Town"
msgstr "Град"

#, fuzzy
msgid "Village"
msgstr "Град"

msgid "Region"
msgstr ""

#, python-format
msgid "%(n)s promise"
msgid_plural "%(n)s promises"
msgstr[0] "%(n)s ветување"
msgstr[1] "%(n)s ветувања"
"""


@pytest.fixture
def source(tmp_path):
    source = tmp_path / "django.po"
    source.write_text(HEADER + MESSAGES)
    return source


def test_compiled_messages_are_read_by_gettext_and_leave_out_what_is_fuzzy_or_missing(source):
    assert compile_messages(source) == []
    with source.with_suffix(".mo").open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert [translations.gettext(text) for text in ("Town", "Village", "Region")] == ["Град", "Village", "Region"]
    counted = [translations.ngettext("%(n)s promise", "%(n)s promises", n) % {"n": n} for n in (1, 5, 11, 21)]
    assert counted == ["1 ветување", "5 ветувања", "11 ветувања", "21 ветување"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [(("%(n)s ветувања", "%(number)s"), "unknown named placeholder"), (('msgid "Town"', "rubbish"), "django.po")],
)
def test_wrong_message_is_named_and_nothing_is_written(source, wrong, says):
    source.write_text(source.read_text().replace(*wrong))
    (error,) = compile_messages(source)
    assert says in error
    assert not source.with_suffix(".mo").exists()

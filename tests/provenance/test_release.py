"""A page made by another release is another page."""

import os

import pytest

from provenance import release as releases


@pytest.fixture
def project(tmp_path, settings, monkeypatch):
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("<p>one</p>")
    monkeypatch.setattr(releases, "_hashed", releases._hashed.__wrapped__)
    return tmp_path


def test_a_release_is_the_same_in_every_process(project):
    assert releases.release() == releases.release()


@pytest.mark.parametrize("name", ["page.html", "new.html"])
def test_another_text_or_another_file_is_another_release(project, name):
    before = releases.release()
    (project / "templates" / name).write_text("<p>two</p>")
    assert releases.release() != before


def test_another_setting_is_another_release(project, settings):
    before = releases.release()
    settings.CONTACT = {"name": "Somebody else", "url": "", "email": ""}
    assert releases.release() != before


def test_compiled_python_is_no_part_of_it(project):
    before = releases.release()
    (project / "templates" / "x.pyc").write_bytes(b"compiled")
    assert releases.release() == before


def test_with_debug_on_an_edited_template_is_seen_at_once(project, settings):
    settings.DEBUG = True
    before = releases.release()
    os.utime(project / "templates" / "page.html", (2**31, 2**31))
    assert releases.release() != before


def test_the_hash_covers_the_code_and_is_made_once():
    assert releases.release() == releases.release()
    assert any(path.name == "base.html" for path in releases._files())
    assert any(path.name == "version.py" for path in releases._files())

import subprocess

from config import browser


def test_browser_of_the_system_is_found(tmp_path, monkeypatch):
    (tmp_path / "chromium-browser").write_text("#!/bin/sh\n")
    (tmp_path / "chromium-browser").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.path() == str(tmp_path / "chromium-browser")


def test_missing_browser_is_said_in_one_line(tmp_path, monkeypatch, capsys):
    """Where neither Debian's packages nor Playwright's download can be had."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setattr(browser, "PROGRAMS", browser.PROGRAMS[:2])
    tried = []
    monkeypatch.setattr(subprocess, "run", lambda command, **more: tried.append(command[-2:]))
    assert browser.main() == 1
    assert capsys.readouterr() == ("", browser.MISSING + "\n")
    assert tried == [["install", "chromium"]]

import subprocess
import sys

from config import browser


def test_browser_of_the_system_is_found(tmp_path, monkeypatch):
    (tmp_path / "chromium-browser").write_text("#!/bin/sh\n")
    (tmp_path / "chromium-browser").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.path() == str(tmp_path / "chromium-browser")


def test_program_that_only_says_what_to_install_is_no_browser(tmp_path, monkeypatch):
    for name, code in (("chromium", "exit 1"), ("chromium-browser", "exit 0")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{code}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.path() == str(tmp_path / "chromium-browser")


def test_missing_browser_is_said_in_one_line(tmp_path, monkeypatch, capsys):
    """Where neither Debian's packages nor Playwright's download can be had."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setattr(browser, "PROGRAMS", browser.PROGRAMS[:2])
    tried = []
    monkeypatch.setattr(browser, "install", lambda: tried.append("install"))
    assert (browser.main(), tried) == (1, ["install"])
    assert capsys.readouterr() == ("", browser.NO_BROWSER + "\n")


def test_driver_that_does_not_start_is_said_in_one_line(tmp_path, monkeypatch, capsys):
    """A bare system lacks a library of the driver's: its own words are the reason."""
    (tmp_path / "python").write_text("#!/bin/sh\necho 'node: error while loading libatomic.so.1' >&2\nexit 127\n")
    (tmp_path / "python").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(browser, "install", lambda: None)
    assert browser.main() == 1
    reason = "node: error while loading libatomic.so.1"
    assert capsys.readouterr() == ("", browser.NO_DRIVER.format(reason=reason) + "\n")


def test_browser_is_installed_by_playwright_where_there_are_no_packages_of_debian(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "PROGRAMS", ())
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    real_run, commands = subprocess.run, []

    def run(command, **options):
        commands.append(command[1:])
        return None if "install" in command else real_run(command, **options)

    monkeypatch.setattr(subprocess, "run", run)
    browser.install()
    assert commands[-1] == ["-m", "playwright", "install", "chromium"]

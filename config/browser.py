"""The Chromium of the browser tests: the system's if there is one, or else one that is installed now.

python -m config.browser    prints its path, installs it first if need be
"""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PROGRAMS = (
    "chromium-headless-shell",  # without windows and all that is in them: a third of the work
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# Debian's: text needs a font to take any room, and Playwright's driver a library that a bare system lacks.
PACKAGES = ("chromium-headless-shell", "fonts-dejavu-core", "libatomic1")
# Somebody else may be installing something, and a mirror may be out of breath.
APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=5")
NO_BROWSER = "The browser tests need Chromium, and it could not be installed: install Chromium or Google Chrome."
NO_DRIVER = "The browser tests need Playwright, and its driver does not start: {reason}"


def path() -> str | None:
    """The path of the system's Chromium or Chrome, or of Playwright's own; None if there is neither."""
    for program in PROGRAMS:
        if (found := shutil.which(program)) and _is_browser(found):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def missing() -> str | None:
    """What keeps the browser tests from running, in one line; None if nothing does."""
    driver = _playwright("--version", capture_output=True, text=True)
    if driver.returncode:
        return NO_DRIVER.format(reason=driver.stderr.strip().splitlines()[-1])
    return None if path() else NO_BROWSER


def install() -> None:
    """As root from Debian's packages, or else by Playwright's own download; failures show on the terminal."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        asking_nothing = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
            subprocess.run([*APT, *command], check=False, env=asking_nothing)  # noqa: S603
    if missing() == NO_BROWSER:
        _playwright("install", "chromium")


def main() -> int:
    if missing():
        install()
    if problem := missing():
        print(problem, file=sys.stderr)
        return 1
    print(path())
    return 0


@functools.cache
def _is_browser(program: str) -> bool:
    """Not so Ubuntu's chromium-browser, which is there to say that one should install another."""
    return subprocess.run([program, "--version"], check=False, capture_output=True).returncode == 0  # noqa: S603


def _playwright(*arguments, **options) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "playwright", *arguments], check=False, **options)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())

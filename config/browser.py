"""The Chromium of the browser tests: the system's if there is one, or else one that is installed now.

python -m config.browser    prints its path, installs it first if need be
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
MISSING = "The browser tests need Chromium, and it could not be installed: install Chromium or Google Chrome."


def path() -> str | None:
    """The path of the system's Chromium or Chrome, or of Playwright's own; None if there is neither."""
    for program in PROGRAMS:
        if found := shutil.which(program):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> None:
    """As root from Debian's packages, or else by Playwright's own download; failures show on the terminal."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        asking_nothing = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["chromium", "fonts-dejavu-core"]  # without a font, text takes no room
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            subprocess.run(["apt-get", "-q", *command], check=False, env=asking_nothing)  # noqa: S603, S607
    if path() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    if path() is None:
        install()
    found = path()
    print(found or MISSING, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())

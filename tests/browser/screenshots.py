"""Pictures of a running register, for the README and for looking at.

python -m tests.browser.screenshots http://127.0.0.1:8000 DIRECTORY
    every kind of page, at 320 and 1280 pixels, light and dark, in three languages
python -m tests.browser.screenshots http://127.0.0.1:8000 --readme docs/agreement.png
    the picture of the README: the agreement of Saraj and Rochester Hills
"""

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

from config import browser as chromium
from tests.browser.conftest import ARGUMENTS

WIDTHS, SCHEMES, LANGUAGES = (320, 1280), ("light", "dark"), ("sq", "mk", "en")
PATHS = {
    "home": "",
    "about": "about/",
    "agreements": "agreements/",
    "agreements-wrong": "agreements/?yearFrom=abc",
    "municipalities": "municipalities/",
    "joint-projects": "joint-projects/",
    "missing": "nothing/",
}
# A page of which the address is not known before: the first link of this kind in this list.
FOUND = {
    "agreement": ("agreements/?q=Rochester+Hills+Saraj", ".results h2 a"),
    "municipality": ("municipalities/?q=Skopje", ".results h2 a"),
    "joint-project": ("joint-projects/", ".results h2 a"),
}


def addresses(page, site: str) -> dict[str, str]:
    """The paths of all kinds of page, behind the language."""
    found = dict(PATHS)
    for name, (path, link) in FOUND.items():
        page.goto(f"{site}/en/{path}")
        if page.locator(link).count():
            found[name] = page.locator(link).first.get_attribute("href").removeprefix("/en/")
    return found


def take_all(browser, site: str, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    paths = addresses(browser.new_page(), site)
    for width in WIDTHS:
        for scheme in SCHEMES:
            page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
            for language in LANGUAGES:
                for name, path in paths.items():
                    page.goto(f"{site}/{language}/{path}")
                    page.screenshot(path=directory / f"{name}-{language}-{width}-{scheme}.png", full_page=True)


def take_readme(browser, site: str, file: Path) -> None:
    """The upper part of the page, as large as a README shows it."""
    context = browser.new_context(viewport={"width": 1280, "height": 1400})
    page = context.new_page()
    page.goto(f"{site}/en/{addresses(page, site)['agreement']}")
    page.screenshot(path=file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", help="where the register runs, such as http://127.0.0.1:8000")
    parser.add_argument("directory", nargs="?", type=Path)
    parser.add_argument("--readme", type=Path)
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=ARGUMENTS)
        if asked.directory:
            take_all(browser, asked.site.rstrip("/"), asked.directory)
        if asked.readme:
            take_readme(browser, asked.site.rstrip("/"), asked.readme)
        browser.close()


if __name__ == "__main__":
    main()

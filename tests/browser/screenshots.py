"""Pictures of a running register, for looking at and for the README.

python -m tests.browser.screenshots http://127.0.0.1:8000 DIRECTORY
    every type of page, at 320 and 1280 pixels, light and dark, in three languages
python -m tests.browser.screenshots http://127.0.0.1:8000 DIRECTORY --only municipality --width 1280 --language en
    the types whose names begin so
python -m tests.browser.screenshots http://127.0.0.1:8000 --readme docs/agreement.png
    the picture of the README: the agreement of Saraj and Rochester Hills
"""

import argparse
import re
from pathlib import Path

from playwright.sync_api import sync_playwright

from config import browser as chromium
from tests.browser.conftest import ARGUMENTS
from tests.browser.visiting import Visitor
from tests.page_types import LANGUAGES, PAGE_TYPES

WIDTHS, SCHEMES = (320, 1280), ("light", "dark")
LONGEST = 12_000  # pixels of height; below, a list goes on as it began
# Where a running register has the keys of tests/page_types.py: the first link of this kind on this page.
KEYS = {
    "seed": ("agreements/?q=Rochester+Hills+Saraj", r"/agreements/(IMCA-[0-9-]+)/"),
    "rich": ("agreements/?q=Rochester+Hills+Saraj", r"/agreements/(IMCA-[0-9-]+)/"),
    "imported": ("agreements/?form=twinning&yearFrom=1985&yearTo=1989", r"/agreements/(IMCA-[0-9-]+)/"),
    "bare": ("agreements/?form=contact", r"/agreements/(IMCA-[0-9-]+)/"),
    "municipality": ("municipalities/?q=Skopje", r"/municipalities/([0-9a-f-]{36})/"),
    "partner": ("municipalities/?q=Nuremberg", r"/municipalities/([0-9a-f-]{36})/"),
    "bare_municipality": ("municipalities/?q=Saraj", r"/municipalities/([0-9a-f-]{36})/"),
    "mayor": ("mayors/", r"/mayors/([0-9a-f-]{36})/"),
    "project": ("joint-projects/", r"/joint-projects/([0-9a-f-]{36})/"),
    "practice": ("good-practices/", r"/good-practices/([0-9a-f-]{36})/"),
    "field": ("fields/", r"/fields/([a-z-]+)/"),
    "network": ("networks/", r"/networks/([0-9a-f-]{36})/"),
    "rich_uid": ("agreements/?q=Rochester+Hills+Saraj", r"/report/agreement/([0-9a-f-]{36})/"),
}


def keys_of(page, site: str) -> dict[str, str]:
    """The keys that this register has."""
    found = {}
    for key, (path, pattern) in KEYS.items():
        page.goto(f"{site}/en/{path}")
        if key == "rich_uid":
            page.goto(f"{site}/en/agreements/{found['seed']}/")
        if link := re.search(pattern, page.locator("main").inner_html()):
            found[key] = link[1]
    return found


def take_all(browser, site: str, directory: Path, only: str, widths, languages) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    with Visitor(browser) as visitor:
        keys = keys_of(visitor.page, site)
    types = [one for one in PAGE_TYPES if one.name.startswith(only)]
    for one in types:
        if not one.fits(keys):
            print(f"This register has no page of the type “{one.name}”.")
    for width in widths:
        with Visitor(browser, viewport={"width": width, "height": 900}, reduced_motion="reduce") as visitor:
            for language in languages:
                for one in types:
                    if one.fits(keys):
                        take(visitor, one, site + one.address(language, keys), directory, f"{language}-{width}")


def take(visitor: Visitor, one, address: str, directory: Path, setting: str) -> None:
    """One page, in both schemes."""
    page = visitor.visit(one, address)
    height = min(page.evaluate("document.documentElement.scrollHeight"), LONGEST)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        name = re.sub(r"\W+", "-", one.name)
        page.screenshot(
            path=directory / f"{name}-{setting}-{scheme}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height},
        )
    for complaint in visitor.take_complaints():
        print(address, complaint)


def take_readme(browser, site: str, file: Path) -> None:
    """The upper part of the page, as large as a README shows it."""
    with Visitor(browser, viewport={"width": 1280, "height": 1400}) as visitor:
        visitor.page.goto(f"{site}/en/agreements/{keys_of(visitor.page, site)['seed']}/")
        visitor.page.screenshot(path=file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", help="where the register runs, such as http://127.0.0.1:8000")
    parser.add_argument("directory", nargs="?", type=Path)
    parser.add_argument("--only", default="", metavar="NAME", help="types of page whose names begin so")
    parser.add_argument("--width", type=int, action="append", choices=WIDTHS)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--readme", type=Path)
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=ARGUMENTS)
        site = asked.site.rstrip("/")
        if asked.directory:
            take_all(browser, site, asked.directory, asked.only, asked.width or WIDTHS, asked.language or LANGUAGES)
        if asked.readme:
            take_readme(browser, site, asked.readme)
        browser.close()


if __name__ == "__main__":
    main()

"""The public pages as a browser renders them: no broken rule of the policy, of accessibility, of the small screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from agreements.models import Agreement
from agreements.seed import load_seed
from provenance.models import Citation
from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_commitment,
    make_joint_project,
    make_mayor,
    make_municipality,
)

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WATCH = "addEventListener('securitypolicyviolation', e => console.error('CSP: ' + e.violatedDirective))"


@pytest.fixture
def pages(site):
    """The address of every kind of page, with a record that has something of everything."""
    load_seed()
    towns = [make_municipality(f"Town {n}", country="AL", latitude=41 + n, longitude=20 + n) for n in range(4)]
    make_mayor(towns[0], "Present", starts_on="2021", ongoing=True)
    full = make_agreement(*towns, form="twinning")
    for n, kind in enumerate(("initiated", "signed", "entered_into_force")):
        make_act(full, kind, f"199{n}")
    promise = make_commitment(full, "Youth exchange", cadence="once", due_on="2020")
    make_commitment(full, "A joint office", cadence="once", due_on="2021")
    make_commitment(full, "Yearly meeting", cadence="periodic", every_months=12)
    make_activity(full, promise, title="Camp on the lake", starts_on="2019-07", outcome="Forty children met.")
    project = make_joint_project(*towns, agreement=full, title="A bridge", budget=5, currency="EUR")
    for value in ("1991", "1992"):
        Citation.objects.create(
            model=full.address, record=full.uid, field="since", value=value, publisher=f"Paper of {value}",
            grade=Citation.Grade.PRESS, url="https://example.org/" + "long" * 30, quote="Aus alten Akten",
            quote_language="de",
        )  # fmt: skip
    seed = Agreement.objects.get(origin="seed")
    return {
        "home": f"{site}/en/",
        "about": f"{site}/en/about/",
        "agreements": f"{site}/en/agreements/",
        "agreements, wrong": f"{site}/mk/agreements/?yearFrom=abc&status=x",
        "agreements, none": f"{site}/sq/agreements/?q=nowhere",
        "seed": f"{site}/en/agreements/{seed.number}/",
        "seed in Macedonian": f"{site}/mk/agreements/{seed.number}/",
        "agreement of four": f"{site}/sq/agreements/{full.number}/",
        "municipalities": f"{site}/en/municipalities/",
        "municipality": f"{site}/en/municipalities/{towns[0].uid}/",
        "joint projects": f"{site}/en/joint-projects/",
        "joint project": f"{site}/en/joint-projects/{project.uid}/",
        "missing": f"{site}/en/nothing/",
    }


def visit(browser, address, **options):
    """A page, and what the browser complained of."""
    page = browser.new_context(**options).new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"{request.url} failed"))
    page.add_init_script(WATCH)
    page.goto(address)
    # What the page itself answers is no complaint of the page.
    return page, [text for text in complaints if "the server responded with a status of 40" not in text]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_keep_to_policy_and_accessibility(browser, pages, scheme):
    wrong = {}
    for name, address in pages.items():
        page, complaints = visit(browser, address, color_scheme=scheme, viewport={"width": 1280, "height": 900})
        for violation in Axe().run(page, options=RULES).response["violations"]:
            complaints.append((violation["id"], [node["target"] for node in violation["nodes"]][:3]))
        if complaints:
            wrong[name] = complaints
        page.context.close()
    assert wrong == {}


@pytest.mark.parametrize("options", [{}, {"forced_colors": "active"}, {"reduced_motion": "reduce"}], ids=str)
def test_pages_fit_a_screen_of_320_pixels(browser, pages, options):
    wrong = {}
    for name, address in pages.items():
        page, complaints = visit(browser, address, viewport={"width": 320, "height": 640}, **options)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320 or complaints:
            wrong[name] = (width, complaints)
        page.context.close()
    assert wrong == {}


def test_targets_are_large_enough_on_a_small_screen(browser, pages):
    wrong = {}
    for name in ("home", "agreements", "seed", "municipality"):
        page, _ = visit(browser, pages[name], viewport={"width": 320, "height": 640})
        found = Axe().run(page, options={"runOnly": {"type": "rule", "values": ["target-size"]}}).response["violations"]
        if found:
            wrong[name] = [node["target"] for violation in found for node in violation["nodes"]]
        page.context.close()
    assert wrong == {}


def test_keyboard_reaches_everything_and_focus_is_seen(browser, pages):
    page, _ = visit(browser, pages["seed"], viewport={"width": 1280, "height": 900})
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the main content"
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page.reload()
    reached, unseen = [], []
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input, select, summary, [tabindex=\"0\"]')]"
        ".filter(e => e.checkVisibility()).length"
    )
    for _ in range(wanted * 3):  # a box for a date has several stops
        page.keyboard.press("Tab")
        place = page.evaluate(
            "() => { const e = document.activeElement; if (e === document.body) return null;"
            " const style = getComputedStyle(e); e.dataset.reached = 1;"
            " return [e.outerHTML.slice(0, 80), style.outlineStyle, parseFloat(style.outlineWidth)] }"
        )
        if place is None:
            break
        reached.append(place[0])
        if place[1] == "none" or place[2] < 2:
            unseen.append(place)
    assert page.evaluate("document.querySelectorAll('[data-reached]').length") == wanted
    assert unseen == []


def test_search_works_without_scripts(browser, pages):
    page, _ = visit(browser, pages["home"], java_script_enabled=False)
    page.get_by_label("Search the register").fill("Сарај")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=%D0%A1%D0%B0%D1%80%D0%B0%D1%98")
    page.get_by_role("link", name="Cooperation agreement between the Municipality of Saraj").click()
    assert page.locator("h1").inner_text().startswith("Cooperation agreement between the Municipality of Saraj")
    page.get_by_role("link", name="Shqip").click()
    assert page.locator("html").get_attribute("lang") == "sq"
    assert page.locator("h1").inner_text().startswith("Marrëveshje bashkëpunimi")


def test_print_leaves_out_what_paper_cannot_do_and_writes_addresses_out(browser, pages):
    page, _ = visit(browser, pages["agreement of four"], viewport={"width": 1280, "height": 900})
    page.emulate_media(media="print")
    for part in (".site-nav", ".languages", "form", ".contents"):
        assert page.locator(part).first.is_visible() is False
    assert page.locator(".parties").is_visible()
    written = page.evaluate("getComputedStyle(document.querySelector('.sources a[href^=http]'), '::after').content")
    assert "attr(href)" in written or "https://example.org/" in written
    assert len(page.pdf()) > 10_000

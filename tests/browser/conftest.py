"""A register that really serves, and a real browser that looks at it."""

import os
from contextlib import contextmanager

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import expect, sync_playwright

from config import browser as chromium
from tests.page_types import PAGE_TYPES

# No sandbox: tests may run as root in a container. Nothing of the browser's own may go out.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=60_000)  # milliseconds; a machine may have other things to do


@pytest.fixture(scope="module")
def browser(django_db_setup, django_db_blocker):
    """Chromium. While it runs its event loop is about, of which Django need not be afraid here."""
    path = chromium.path()
    if path is None:
        pytest.fail(chromium.NO_BROWSER)
    # Beside a running event loop Django opens other connections; one that stays open would keep `committed` out.
    with django_db_blocker.unblock():
        connections.close_all()
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def site(committed):
    """The address of a server of the test's own database; write to it before asking."""
    with serving() as address:
        yield address


@pytest.fixture(scope="module")
def pages(browser, register):
    """Every type of page in a register that has something of everything: `pages(language)` are (type, address)."""
    with serving() as site:
        yield lambda language: [(one, site + one.address(language, register)) for one in PAGE_TYPES]


@contextmanager
def serving():
    # Uploaded files are given by the site's own view, not by the test server's handler around it.
    thread = LiveServerThread("127.0.0.1", lambda around: StaticFilesHandler(around.application))
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    thread.join()

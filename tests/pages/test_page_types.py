"""The table of page types knows every page, and every page keeps what all pages keep."""

import re

import pytest
from django.test import Client
from django.urls import resolve

from pages import urls
from pages.formats import printing
from tests.page_types import LANGUAGES, OTHER_FORMS, PAGE_TYPES


@pytest.fixture(scope="module", params=LANGUAGES)
def answers(request, register):
    """(language, [(type, its address, what is answered)])."""
    client = Client(raise_request_exception=False)
    asked = [(one, one.address(request.param, register)) for one in PAGE_TYPES]
    return request.param, [(one, path, client.generic(one.method, path)) for one, path in asked]


def test_table_knows_every_page_and_every_other_form(register):
    paths = [one.address("en", register).split("?")[0] for one in PAGE_TYPES if one.status != 404]
    known = {resolve(path).url_name for path in paths} | set(OTHER_FORMS)
    assert {pattern.name for pattern in urls.in_each_language} - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_form_answers_with_its_media_type(register, language):
    client = Client(raise_request_exception=False)
    for name, (path, media_type) in OTHER_FORMS.items():
        if name == "agreement-pdf" and not printing.AVAILABLE:
            continue
        address = f"/{language}/{path.format(**register)}"
        response = client.get(address)
        assert resolve(address.split("?")[0]).url_name == name
        assert (name, response.status_code, response.headers["Content-Type"].split(";")[0]) == (name, 200, media_type)
        assert (name, "Set-Cookie" in response.headers) == (name, False)


def test_every_page_answers_in_every_language(answers):
    language, pages = answers
    wrong = {}
    for one, path, response in pages:
        html = response.content.decode()
        found = (
            response.status_code,
            response.headers["Content-Language"],
            html.count(f'<html lang="{language}">'),
            html.count("<h1"),
            html.count('id="main"'),
        )
        if found != (one.status, language, 1, 1, 1):
            wrong[path] = found
    assert wrong == {}


def test_no_page_sets_a_cookie_and_every_one_has_a_strict_policy(answers):
    for _, path, response in answers[1]:
        assert (path, "Set-Cookie" in response.headers, response.cookies) == (path, False, {})
        policy = response.headers["Content-Security-Policy"]
        assert (path, "default-src 'none'" in policy, "unsafe" in policy) == (path, True, False)


def test_every_page_has_unique_ids_and_anchors_that_lead_somewhere(answers):
    wrong = {}
    for _, path, response in answers[1]:
        html = response.content.decode()
        ids = re.findall(r'\sid="([^"]*)"', html)
        targets = set(re.findall(r'\b(?:href="#|aria-labelledby="|aria-describedby="|for=")([^"]*)"', html))
        dangling = {word for target in targets for word in target.split()} - set(ids)
        double = sorted(one for one in set(ids) if ids.count(one) > 1)
        if dangling or double or 'href=""' in html:
            wrong[path] = (dangling, double)
    assert wrong == {}


def test_every_page_names_its_translations(answers):
    wrong = {}
    for one, path, response in answers[1]:
        if one.status == 200 and "noindex" not in response.content.decode():
            behind = path.split("/", 2)[2].split("?")[0]
            alternates = dict(re.findall(r'rel="alternate" hreflang="(.*?)" href="(.*?)"', response.content.decode()))
            named = {language: f"http://testserver/{language}/{behind}" for language in LANGUAGES}
            if {language: alternates.get(language, "").split("?")[0] for language in LANGUAGES} != named:
                wrong[path] = alternates
    assert wrong == {}


def test_pages_refuse_to_be_written(register):
    """All but those that have a form to send."""
    client = Client(raise_request_exception=False)
    forms = {one.path for one in PAGE_TYPES if one.method == "POST"}
    for one in PAGE_TYPES:
        if one.status in (200, 410) and one.path not in forms:
            path = one.address("en", register)
            assert (path, client.post(path).status_code) == (path, 405)

"""The front page, and the page that says what this is."""

from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from pages.day import day_of
from pages.figures import coverage
from pages.figures.links import map_of
from pages.lists.rows import agreement_rows
from pages.wording.badges import keeping_mark
from provenance.models import Citation

LATEST = 6


@require_safe
def choose_language(request: HttpRequest):
    """`/`: to the front page in the language that the reader's browser prefers."""
    with override(get_language_from_request(request)):
        response = redirect("home")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
def home(request: HttpRequest):
    day = day_of(request)
    numbers = coverage.coverage(day)
    latest = Agreement.objects.public().as_of(day.as_of).order_by("-pk")[:LATEST]
    found = map_of(day, "world")
    return render(
        request,
        "pages/home.html",
        {
            "coverage": numbers,
            "promises": sum(number for _state, number in numbers.keeping),
            "keeping": [(keeping_mark(state), number) for state, number in numbers.keeping],
            "selection": coverage.selection(),
            "rows": agreement_rows(latest, day),
            "found": found,
            "map": found["drawing"],
        },
    )


@require_safe
def about(request: HttpRequest):
    return render(
        request,
        "pages/about.html",
        {
            "coverage": coverage.coverage(day_of(request)),
            "selection": coverage.selection(),
            "grades": Citation.Grade.labels,
        },
    )

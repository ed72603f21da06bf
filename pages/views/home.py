"""The front page, and the page that says what this is."""

from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from pages import bundles, coverage
from pages.links import links_between
from pages.rows import agreement_rows
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
    latest = Agreement.objects.public().order_by("-pk")[:LATEST]
    return render(
        request,
        "pages/home.html",
        {
            "coverage": coverage.coverage(),
            "selection": coverage.selection(),
            "rows": agreement_rows(latest, on=timezone.localdate()),
            "map": bundles.draw(links_between(Agreement.objects.public())),
        },
    )


@require_safe
def about(request: HttpRequest):
    return render(
        request,
        "pages/about.html",
        {"coverage": coverage.coverage(), "selection": coverage.selection(), "grades": Citation.Grade.labels},
    )

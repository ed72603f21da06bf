"""The list of mayors."""

from itertools import groupby

from django.http import HttpRequest
from django.views.decorators.http import require_safe

from municipalities.filters import MayorFilter
from municipalities.models import Mayor
from pages.figures import coverage
from pages.lists.listing import listing, other_forms, render_listing


@require_safe
def mayor_list(request: HttpRequest):
    """Terms of office by name; those of one person stand together."""
    found = listing(request, MayorFilter, Mayor.objects.public().select_related("municipality"))
    people = groupby(found.rows, lambda term: (term.folded, term.municipality_id))
    return render_listing(
        request,
        "pages/mayor_list.html",
        found,
        people=[list(terms) for _key, terms in people],
        countries=coverage.countries(),
        forms=other_forms(found, "mayor"),
    )

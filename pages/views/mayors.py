"""The list of mayors."""

from django.http import HttpRequest
from django.views.decorators.http import require_safe

from municipalities.filters import MayorFilter
from municipalities.models import Mayor
from pages.lists.listing import listing, other_forms, render_listing
from pages.lists.narrowing import facets_of, of_mayors


@require_safe
def mayor_list(request: HttpRequest):
    """Terms of office by name; those of one person stand together."""
    found = listing(request, MayorFilter, Mayor.objects.public().select_related("municipality"))
    facets, tags = facets_of(found, of_mayors)
    people = {}
    for term in found.rows:
        people.setdefault((term.folded, term.municipality_id), []).append(term)
    return render_listing(
        request,
        "pages/mayor_list.html",
        found,
        people=list(people.values()),
        facets=facets,
        tags=tags,
        forms=other_forms(found, "mayor"),
    )

"""The list of mayors."""

from itertools import groupby

from django import forms
from django.db.models import F
from django.http import HttpRequest
from django.views.decorators.http import require_safe

from municipalities.filters import MayorFilter
from municipalities.models import Mayor
from pages.figures import coverage
from pages.lists.listing import listing, render_listing
from provenance.keyset import Order

BY_NAME = {"name": Order(by=F("folded"), form_field=forms.CharField(strip=False, required=False))}


@require_safe
def mayor_list(request: HttpRequest):
    """Terms of office by name; those of one person stand together."""
    found = listing(request, MayorFilter, Mayor.objects.public().select_related("municipality"), orders=BY_NAME)
    people = groupby(found.rows, lambda term: (term.folded, term.municipality_id))
    return render_listing(
        request,
        "pages/mayor_list.html",
        found,
        people=[list(terms) for _key, terms in people],
        countries=coverage.countries(),
    )

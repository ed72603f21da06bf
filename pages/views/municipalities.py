"""The list of municipalities."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from municipalities.filters import MunicipalityFilter
from municipalities.folding import Fold
from municipalities.models import Municipality
from municipalities.models.municipality import name_in
from pages.day import day_of
from pages.lists.listing import listing, other_forms, render_listing
from pages.lists.narrowing import facets_of, of_municipalities
from pages.lists.results import number_of_agreements
from provenance.keyset import Order


@require_safe
def municipality_list(request: HttpRequest):
    day = day_of(request)
    by_name = Order(by=Fold(name_in(get_language())), form_field=forms.CharField(strip=False, required=False))
    found = listing(
        request,
        MunicipalityFilter,
        # Not rewritten: the order names the columns of the reader's language itself.
        Municipality.objects.public().rewrite(False).annotate(agreements=number_of_agreements(day.as_of)),
        orders=MunicipalityFilter.orders | {"name": by_name},
    )
    facets, tags = facets_of(found, of_municipalities)
    return render_listing(
        request,
        "pages/municipality_list.html",
        found,
        facets=facets,
        tags=tags,
        forms=other_forms(found, "municipality"),
    )

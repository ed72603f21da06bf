"""The list of municipalities."""

from django import forms
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.views.decorators.http import require_safe

from agreements.models import Agreement, Party
from municipalities.filters import MunicipalityFilter
from municipalities.folding import Fold
from municipalities.models import Municipality
from pages import coverage
from pages.listing import listing, render_listing
from provenance.keyset import Order

BY_NAME = {"name": Order(by=Fold("name"), form_field=forms.CharField(strip=False, required=False))}


def number_of_agreements():
    public = Party.objects.filter(municipality=OuterRef("pk"), agreement__in=Agreement.objects.public())
    return Coalesce(Subquery(public.order_by().values("municipality").annotate(n=Count("pk")).values("n")), 0)


@require_safe
def municipality_list(request: HttpRequest):
    found = listing(
        request,
        MunicipalityFilter,
        Municipality.objects.public().rewrite(False).annotate(agreements=number_of_agreements()),
        orders=BY_NAME,
    )
    return render_listing(request, "pages/municipality_list.html", found, countries=coverage.countries())

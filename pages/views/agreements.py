"""The list of agreements."""

from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.filters import AgreementFilter
from agreements.models import Agreement
from agreements.search import ranked
from municipalities.models import Municipality
from pages.day import Day
from pages.figures import coverage
from pages.lists.facets import is_uid
from pages.lists.listing import Listing, listing, other_forms, render_listing
from pages.lists.narrowing import facets_of, of_agreements
from pages.lists.rows import rows_of


@require_safe
def agreement_list(request: HttpRequest):
    found = listing(request, AgreementFilter, Agreement.objects.public(), best=ranked)
    as_of = found.form.cleaned_data.get("asOf") if found.is_valid else None
    facets, tags = facets_of(found, of_agreements)
    return render_listing(
        request,
        "pages/agreement_list.html",
        found,
        rows=rows_of(found.keys, Day(as_of, as_of or timezone.localdate())),
        facets=facets,
        tags=tags,
        forms=other_forms(found, "agreement"),
        municipality=_municipality_meant(found),
        named=next((text for text in found.asked.get("municipality", []) if not is_uid(text)), ""),
        selection=coverage.selection(),
    )


def _municipality_meant(found: Listing) -> Municipality | None:
    """The municipality that a link named by its identifier, so that the page can say its name."""
    named = found.filters.get("municipality", [])
    if not found.is_valid or len(named) != 1 or not is_uid(named[0]):
        return None
    return Municipality.objects.filter(uid=named[0]).first()

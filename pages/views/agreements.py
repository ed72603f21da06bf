"""The list of agreements."""

import uuid

from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.filters import AgreementFilter
from agreements.models import Agreement
from agreements.search import ranked
from municipalities.models import Municipality
from pages import coverage
from pages.listing import listing, render_listing
from pages.rows import agreement_rows


@require_safe
def agreement_list(request: HttpRequest):
    found = listing(request, AgreementFilter, Agreement.objects.public(), best=ranked)
    on = (found.is_valid and found.form.cleaned_data.get("asOf")) or timezone.localdate()
    by_key = {row.agreement.pk: row for row in agreement_rows(Agreement.objects.filter(pk__in=found.keys), on=on)}
    return render_listing(
        request,
        "pages/agreement_list.html",
        found,
        rows=[by_key[key] for key in found.keys],
        countries=coverage.countries(),
        municipality=_municipality_meant(found),
        selection=coverage.selection(),
    )


def _municipality_meant(found):
    """The municipality that a link named by its identifier, so that the page can say its name."""
    named = found.asked.get("municipality", [])
    if not found.is_valid or len(named) != 1:
        return None
    try:
        return Municipality.objects.filter(uid=uuid.UUID(named[0])).first()
    except ValueError:
        return None

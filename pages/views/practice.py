"""One good practice."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.models import GoodPractice
from pages.day import day_of
from pages.drawings import maps
from pages.records.partnerships import has_begun
from pages.views.errors import gone
from pages.wording.history import history_of
from pages.wording.names import agreement_name
from pages.wording.sources import Sources
from pages.wording.texts import text_of

PARTS = ("title", "problem", "solution", "evidence")


@require_safe
def practice(request: HttpRequest, uid):
    day = day_of(request)
    found = GoodPractice.objects.public().filter(uid=uid).select_related("owner", "agreement").first()
    if found is None:
        return gone(request, get_object_or_404(GoodPractice.objects.withdrawn(), uid=uid), "good-practice")
    adoptions = [
        one
        for one in found.adoptions.select_related("municipality").order_by("adopted_on", "pk")
        if has_begun(one.adopted_on, day)
    ]
    texts = {part: text_of(found, part) for part in PARTS}
    agreement = found.agreement if found.agreement and found.agreement.is_public else None
    address = reverse("permanent", args=["good-practice", found.uid])
    return render(
        request,
        "pages/good_practice.html",
        {
            "practice": found,
            **texts,
            "is_fallback": any(text.is_fallback for text in texts.values()),
            "adoptions": adoptions,
            "agreement": agreement,
            "agreement_name": agreement_name(agreement) if agreement else None,
            "fields": [link.field for link in found.field_links.select_related("field").order_by("field__name")],
            "map": _map(found, adoptions, day),
            "sources": Sources([(found, ""), *((one, one.municipality.name) for one in adoptions)]),
            "history": history_of(found),
            "address": request.build_absolute_uri(address),
        },
    )


def _map(practice: GoodPractice, adoptions, day):
    """From its owner to those who took it up; None where it has not spread, or its owner's place is not known."""
    if practice.owner.latitude is None:
        return None
    places = [
        maps.Place(one.name, one.latitude, one.longitude, day.address("municipality", one.uid))
        for one in [practice.owner, *(adoption.municipality for adoption in adoptions)]
        if one.latitude is not None
    ]
    return maps.region(places, [(0, index) for index in range(1, len(places))]) if len(places) > 1 else None

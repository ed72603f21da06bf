"""The list of good practices."""

from django.http import HttpRequest
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.filters import GoodPracticeFilter
from agreements.models import GoodPractice
from pages.lists.listing import listing, render_listing
from pages.lists.narrowing import facets_of, of_practices

FORMS = [("CSV", "csv"), ("JSON", "json"), ("Atom", "feed")]


@require_safe
def practice_list(request: HttpRequest):
    found = listing(
        request,
        GoodPracticeFilter,
        GoodPractice.objects.public().select_related("owner").prefetch_related("field_links__field"),
    )
    facets, tags = facets_of(found, of_practices)
    query = found.query(limit=None).removesuffix("?")
    return render_listing(
        request,
        "pages/good_practice_list.html",
        found,
        facets=facets,
        tags=tags,
        # The API has no address for good practices.
        forms=[(form, reverse(f"good-practice-{name}") + query) for form, name in FORMS],
    )

"""The list of good practices."""

from django.http import HttpRequest
from django.views.decorators.http import require_safe

from agreements.filters import GoodPracticeFilter
from agreements.models import GoodPractice
from pages.lists.listing import listing, other_forms, render_listing
from pages.lists.narrowing import facets_of, of_practices


@require_safe
def practice_list(request: HttpRequest):
    found = listing(
        request,
        GoodPracticeFilter,
        GoodPractice.objects.public().select_related("owner").prefetch_related("field_links__field"),
    )
    facets, tags = facets_of(found, of_practices)
    return render_listing(
        request,
        "pages/good_practice_list.html",
        found,
        facets=facets,
        tags=tags,
        # The API has no address for good practices.
        forms=other_forms(found, "good-practice", program="good-practice-json"),
    )

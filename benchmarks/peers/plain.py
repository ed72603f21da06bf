"""The page that one writes first: join, `distinct`, prefetch and `count`, on the register's own tables.

A small site of its own, served like the register: `DJANGO_SETTINGS_MODULE=benchmarks.peers.plain_settings`.
"""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path
from django.utils import timezone

from agreements.models import Agreement

PAGE = Engine().from_string("""<!doctype html><html lang="en"><title>Agreements</title>
<h1>{{ page.paginator.count }} agreements</h1><table>
{% for agreement in page %}<tr><td>{{ agreement.number }}<td>{{ agreement.title }}<td>{{ agreement.get_form_display }}
<td>{{ agreement.search.since }}<td>{% for party in agreement.parties.all %}{{ party.municipality.name }}
({{ party.municipality.country }}){% if not forloop.last %}, {% endif %}{% endfor %}
<td>{% for link in agreement.field_links.all %}{{ link.field.name }} {% endfor %}{% endfor %}</table>""")


def page_of(agreements) -> HttpResponse:
    related = agreements.select_related("search").prefetch_related("parties__municipality", "field_links__field")
    page = Paginator(related.order_by("-search__since", "-pk"), 50).page(1)
    return HttpResponse(PAGE.render(Context({"page": page})))


def agreements(request):
    return page_of(
        Agreement.objects.filter(
            publication="published",
            parties__municipality__country=request.GET["country"],
            status_periods__status=request.GET["status"],
            status_periods__days__contains=timezone.localdate(),
        ).distinct()
    )


def search(request):
    words = request.GET["q"]
    return page_of(
        Agreement.objects.filter(
            Q(title__icontains=words) | Q(parties__municipality__name__icontains=words), publication="published"
        ).distinct()
    )


urlpatterns = [path("agreements/", agreements), path("search/", search)]

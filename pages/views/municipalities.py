"""The list of municipalities, and one municipality with its partners."""

from itertools import groupby

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.models import Agreement, JointProject, Party
from municipalities.filters import MunicipalityFilter
from municipalities.folding import Fold
from municipalities.models import Municipality
from pages import coverage, maps
from pages.badges import project_mark, status_mark
from pages.cldr import alphabetical, country_name
from pages.history import history_of
from pages.listing import listing, render_listing
from pages.sources import Sources

MOST_PARTNERS = 500
MOST_PROJECTS = 50


def number_of_agreements():
    public = Party.objects.filter(municipality=OuterRef("pk"), agreement__in=Agreement.objects.public())
    return Coalesce(Subquery(public.order_by().values("municipality").annotate(n=Count("pk")).values("n")), 0)


@require_safe
def municipality_list(request: HttpRequest):
    found = listing(
        request,
        MunicipalityFilter,
        Municipality.objects.public(),
        order=lambda municipalities, asked: municipalities.by_name().annotate(agreements=number_of_agreements()),
    )
    return render_listing(request, "pages/municipality_list.html", found, countries=coverage.countries())


@require_safe
def municipality(request: HttpRequest, uid):
    found = get_object_or_404(Municipality.objects.public().select_related("successor"), uid=uid)
    today = timezone.localdate()
    partnerships = list(
        Party.objects.filter(agreement__in=Agreement.objects.public().of_municipality(found))
        .exclude(municipality=found)
        .select_related("municipality", "agreement")
        .annotate(since=F("agreement__search__since"))
        .order_by("municipality__country", Fold("municipality__name"), "agreement__pk")[: MOST_PARTNERS + 1]
    )
    has_more, partnerships = len(partnerships) > MOST_PARTNERS, partnerships[:MOST_PARTNERS]
    statuses = dict(
        Agreement.objects.filter(pk__in={party.agreement_id for party in partnerships})
        .with_status(today)
        .values_list("pk", "legal_status")
    )
    rows = [(party, status_mark(statuses[party.agreement_id])) for party in partnerships]
    mayors = list(found.mayors.public().in_time())
    return render(
        request,
        "pages/municipality.html",
        {
            "municipality": found,
            "aliases": found.aliases.order_by("text"),
            "predecessors": found.predecessors.order_by("pk"),
            "mayors": mayors,
            "partners": _by_country(rows),
            "has_more": has_more,
            "number_of_partners": len({party.municipality_id for party in partnerships}),
            "map": _map(found, partnerships),
            "projects": [
                (project, project_mark(project.status))
                for project in JointProject.objects.public()
                .filter(partners__municipality=found)
                .order_by("-pk")[:MOST_PROJECTS]
            ],
            "sources": Sources([(found, ""), *((mayor, mayor.name) for mayor in mayors)]),
            "history": history_of(found),
            "address": request.build_absolute_uri(reverse("permanent", args=["municipality", found.uid])),
            "json": reverse("permanent", args=["municipality", found.uid]) + "?format=json",
        },
    )


def _by_country(rows: list[tuple]) -> list[tuple]:
    """(name of the country, its rows), in the order of the names; the rows come sorted by country."""
    groups = groupby(rows, lambda row: row[0].municipality.country)
    return sorted(((country_name(code), list(group)) for code, group in groups), key=lambda pair: alphabetical(pair[0]))


def _map(municipality: Municipality, partnerships: list[Party]):
    """The municipality joined with each of its partners; None where its own place is not known."""
    if municipality.latitude is None:
        return None
    partners = {party.municipality_id: party.municipality for party in partnerships}.values()
    places = [
        maps.Place(one.name, one.latitude, one.longitude)
        for one in [municipality, *partners]
        if one.latitude is not None
    ]
    return maps.region(places, [(0, index) for index in range(1, len(places))])

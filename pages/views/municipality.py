"""One municipality: who it is, its mayors, its partners, and what they do together."""

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.models import (
    Adoption,
    Agreement,
    Field,
    GoodPractice,
    JointProject,
    Link,
    Network,
    ProjectPartner,
    Publication,
)
from municipalities.models import Mayor, Municipality
from pages.day import Day, day_of
from pages.drawings import maps
from pages.records.partnerships import (
    MOST_AGREEMENTS,
    Partnership,
    agreements_of,
    by_country,
    has_begun,
    lives,
    not_left,
    partnerships,
    signatures_of,
)
from pages.wording.badges import PLAIN, project_mark
from pages.wording.history import history_of
from pages.wording.sources import Sources
from pages.wording.texts import in_each_language
from provenance.dates import PartialDate, within

IDENTIFIERS = ("region", "wikidata_qid", "geonames_id", "osm_relation", "national_code")
MOST_SIGNATURES = 5  # of one mayor: the mayor's own page has all
MOST_CARDS = 50  # projects, practices, institutions


@require_safe
def municipality(request: HttpRequest, uid):
    day = day_of(request)
    found = get_object_or_404(Municipality.objects.public().select_related("successor"), uid=uid)
    joined = agreements_of(found, day)
    has_more, joined = len(joined) > MOST_AGREEMENTS, joined[:MOST_AGREEMENTS]
    agreements = not_left(joined, day)
    rows = partnerships(agreements, day)
    mayors = [term for term in found.mayors.public().in_time() if has_begun(term.starts_on, day)]
    return render(
        request,
        "pages/municipality.html",
        {
            "municipality": found,
            "names": in_each_language(found, "name"),
            "aliases": found.aliases.order_by("text"),
            "predecessors": found.predecessors.order_by("pk"),
            "has_identifiers": any(getattr(found, name) for name in IDENTIFIERS),
            "did_not_exist": not within(found.existed_from, found.existed_to, day.on),
            "mayors": _with_signatures(found, mayors, joined),
            "in_office": _in_office(mayors, day),
            "partners": by_country(rows, lambda row: row.partner.municipality),
            "has_more": has_more,
            "all_unconfirmed": all(row.confirmation.kind == PLAIN for row in rows),
            "number_of_partners": len({row.partner.municipality_id for row in rows}),
            "lives": lives(found, agreements, day),
            "number_of_agreements": len(agreements),
            "map": _map(found, rows, day),
            "projects": [(project, project_mark(project.status)) for project in _projects(found)],
            "practices": GoodPractice.objects.public().filter(owner=found).order_by("-pk")[:MOST_CARDS],
            "adoptions": _adoptions(found, day),
            "institutions": _institutions(found, day),
            "fields": _counted(Field, agreements),
            "networks": _counted(Network, agreements),
            # Those of each term stand on the mayor's own page: they may be very many.
            "sources": Sources([(found, "")]),
            "history": history_of(found),
            "address": request.build_absolute_uri(reverse("permanent", args=["municipality", found.uid])),
            "json": reverse("permanent", args=["municipality", found.uid]) + "?format=json",
        },
    )


def _with_signatures(municipality: Municipality, terms: list[Mayor], agreements: list[Agreement]) -> list[tuple]:
    """(term, the latest agreements tied to it, how many more there are)."""
    signed = signatures_of(municipality, terms, agreements)
    return [(term, signed[term.pk][:MOST_SIGNATURES], max(0, len(signed[term.pk]) - MOST_SIGNATURES)) for term in terms]


def _in_office(terms: list[Mayor], day: Day) -> list[tuple]:
    """(term, whether that is certain) of those who were mayor on the day; the uncertain only where none is certain."""
    covering = [(term, term.was_in_office(PartialDate.of(day.on), terms)) for term in terms]
    certain = [(term, True) for term, covers in covering if covers]
    return certain or [(term, False) for term, covers in covering if covers is None and term.starts_on][:1]


def _projects(municipality: Municipality):
    partner = ProjectPartner.objects.filter(project=OuterRef("pk"), municipality=municipality)
    return JointProject.objects.public().filter(Exists(partner)).order_by("-pk")[:MOST_CARDS]


def _adoptions(municipality: Municipality, day: Day) -> list[Adoption]:
    """What it took up of others by the day."""
    adoptions = (
        Adoption.objects.filter(municipality=municipality, practice__in=GoodPractice.objects.public())
        .select_related("practice__owner")
        .order_by("-pk")[:MOST_CARDS]
    )
    return [adoption for adoption in adoptions if has_begun(adoption.adopted_on, day)]


def _institutions(municipality: Municipality, day: Day) -> list[tuple]:
    """(institution, its links as (link, the institution at the other end)); two queries."""
    institutions = list(municipality.institutions.order_by("name", "pk")[:MOST_CARDS])
    links = (
        Link.objects.filter(Q(one__in=institutions) | Q(other__in=institutions))
        .filter(Q(agreement=None) | Q(agreement__publication=Publication.PUBLISHED))
        .select_related("one__municipality", "other__municipality", "field", "agreement")
        .order_by("pk")
    )
    ends = {institution.pk: [] for institution in institutions}
    for link in links:
        if has_begun(link.since, day):
            for near, far in ((link.one, link.other), (link.other, link.one)):
                if near.pk in ends:
                    ends[near.pk].append((link, far))
    return [(institution, ends[institution.pk]) for institution in institutions]


def _counted(kind, agreements: list[Agreement]):
    """The fields or networks of these agreements, with their `number`; what is commonest first."""
    return (
        kind.objects.filter(agreement_links__agreement__in=agreements)
        .annotate(number=Count("agreement_links"))
        .order_by("-number", "name", "pk")
    )


def _map(municipality: Municipality, rows: list[Partnership], day: Day):
    """The municipality joined with each of its partners; None where its own place is not known."""
    if municipality.latitude is None:
        return None
    partners = {row.partner.municipality_id: row.partner.municipality for row in rows}.values()
    places = [
        maps.Place(one.name, one.latitude, one.longitude, day.address("municipality", one.uid))
        for one in [municipality, *partners]
        if one.latitude is not None
    ]
    return maps.region(places, [(0, index) for index in range(1, len(places))])

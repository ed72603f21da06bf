"""One agreement."""

import datetime as dt
from itertools import combinations

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import ledger
from agreements.confirmation import sides_of
from agreements.liveness import liveness
from agreements.models import (
    Act,
    Agreement,
    GoodPractice,
    JointProject,
    Link,
    Party,
    Publication,
    Representative,
)
from agreements.status import day_of as day_of_act
from agreements.status import status_on
from municipalities.models import Municipality
from pages import maps
from pages.badges import (
    confirmation_mark,
    confirmation_sentence,
    keeping_mark,
    liveness_mark,
    project_mark,
    status_mark,
)
from pages.day import day_of
from pages.globe import distance
from pages.history import history_of
from pages.names import agreement_name
from pages.sources import Sources

MOST_ACTIVITIES = 50
MOST_JOINED = 12


@require_safe
def agreement(request: HttpRequest, number: str):
    day = day_of(request)
    found = (
        Agreement.objects.filter(number=number, publication__in=(Publication.PUBLISHED, Publication.WITHDRAWN))
        .with_parties()
        .with_last_activity(day.on)
        .select_related("search", "predecessor", "recorded_by")
        .defer("search__document")
        .first()
    )
    if found is None:
        raise Http404
    if not found.is_public:
        return render(request, "pages/withdrawn.html", {"record": found, "name": found.number}, status=410)
    return render(request, "pages/agreement.html", _context(request, found, day.as_of))


def _context(request, agreement: Agreement, as_of: dt.date | None) -> dict:
    """All that the page shows, in a fixed number of queries."""
    day = as_of or timezone.localdate()
    parties = list(agreement.parties.all())
    acts = sorted(agreement.acts.select_related("document"), key=lambda act: (day_of_act(act), act.pk))
    binding = [act for act in acts if not act.struck_out]
    commitments = list(
        agreement.commitments.select_related("bound_party__municipality", "responsible").prefetch_related("activities")
    )
    representatives = list(Representative.objects.filter(party__agreement=agreement).select_related("party"))
    activities = list(
        agreement.activities.select_related("minutes")
        .prefetch_related("commitments")
        .order_by("-starts_on", "-pk")[:MOST_ACTIVITIES]
    )
    field_links = list(agreement.field_links.select_related("field").order_by("field__name"))
    network_links = list(agreement.network_links.select_related("network"))
    since = next(
        (
            act.happened_on.first
            for act in binding
            if act.happened_on and act.kind in (Act.Kind.SIGNED, Act.Kind.ENTERED_INTO_FORCE)
        ),
        None,
    )
    entries = [ledger.entry(commitment, commitment.activities.all(), since=since, on=day) for commitment in commitments]
    sides = sides_of([agreement])[agreement.pk]
    sources = Sources(
        [
            (agreement, ""),
            *((party, party.municipality.name) for party in parties),
            *((act, act.get_kind_display()) for act in acts),
            *((commitment, commitment.text) for commitment in commitments),
            *((link, link.field.name) for link in field_links),
            *((link, link.network.name) for link in network_links),
            *((one, one.post or one.get_mandate_display()) for one in representatives),
            *((activity, activity.title) for activity in activities),
        ]
    )
    address = request.build_absolute_uri(reverse("permanent", args=["agreement", agreement.uid]))
    return {
        "agreement": agreement,
        "name": agreement_name(agreement),
        "as_of": as_of,
        "parties": _parties_with_their_word(parties, sides),
        "confirmation": confirmation_mark(sides),
        "confirmation_sentence": confirmation_sentence(agreement, sides),
        "status": status_mark(status_on(agreement, acts, day)),
        "liveness": liveness_mark(liveness(agreement.last_activity_on, day)),
        "acts": acts,
        "signed": [act for act in binding if act.kind == Act.Kind.SIGNED],
        "ledger": [(entry, keeping_mark(entry.keeping)) for entry in entries],
        "tally": _tally(entries),
        "representatives": representatives,
        "activities": activities,
        "projects": [
            (project, project_mark(project.status))
            for project in JointProject.objects.public().filter(agreement=agreement).with_partners().order_by("pk")
        ],
        "practices": GoodPractice.objects.public().filter(agreement=agreement).select_related("owner").order_by("pk"),
        "links": Link.objects.filter(agreement=agreement).select_related(
            "one__municipality", "other__municipality", "field"
        ),
        "documents": agreement.documents.filter(is_public=True).order_by("pk"),
        "field_links": field_links,
        "network_links": network_links,
        "predecessor": agreement.predecessor if agreement.predecessor and agreement.predecessor.is_public else None,
        "successors": Agreement.objects.public().filter(predecessor=agreement).order_by("pk"),
        "map": _map(parties),
        "distance": _distance(parties),
        "sources": sources,
        "history": history_of(agreement),
        "address": address,
        "json": reverse("permanent", args=["agreement", agreement.uid]) + "?format=json",
    }


def _parties_with_their_word(parties: list[Party], sides) -> list[tuple]:
    """(party, what it said of this record or None)."""
    word = {side.party.pk: side for side in sides if side.confirmation is not None}
    return [(party, word.get(party.pk)) for party in parties]


def _tally(entries) -> list[tuple]:
    """(mark, number) for each state of a promise that occurs."""
    numbers = {keeping: sum(entry.keeping == keeping for entry in entries) for keeping in ledger.Keeping}
    return [(keeping_mark(keeping), number) for keeping, number in numbers.items() if number]


def _placed(parties) -> list[Municipality]:
    return [party.municipality for party in parties if party.municipality.latitude is not None]


def _map(parties):
    """Each party joined with each; of very many parties, the places alone."""
    placed = [maps.Place(one.name, one.latitude, one.longitude) for one in _placed(parties)]
    links = list(combinations(range(len(placed)), 2)) if len(placed) <= MOST_JOINED else []
    return maps.region(placed, links)


def _distance(parties) -> int | None:
    """Kilometres between two parties, as the arc goes; to the nearest 10."""
    placed = _placed(parties)
    if len(parties) != 2 or len(placed) != 2:
        return None
    one, other = ((place.longitude, place.latitude) for place in placed)
    return round(distance(one, other), -1)

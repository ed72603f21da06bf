"""The networks under which agreements came about, and one network with its members."""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.models import Agreement, AgreementNetwork, Network, Party
from municipalities.folding import Fold
from municipalities.models import Municipality
from pages.day import day_of
from pages.formats.tables import csv_file, json_file, with_permalink
from pages.lists.rows import agreement_rows
from pages.records.partnerships import by_country
from pages.wording.history import history_of
from pages.wording.sources import Sources
from pages.wording.texts import text_of
from provenance.spreadsheet import rows, text_columns

MOST_NETWORKS = 500
LATEST = 10
MOST_MEMBERS = 500


@require_safe
def network_list(request: HttpRequest):
    day = day_of(request)
    links = AgreementNetwork.objects.filter(agreement__in=Agreement.objects.public().as_of(day.as_of))
    number = dict(links.order_by().values_list("network").annotate(Count("pk")))
    networks = Network.objects.order_by("name", "pk")[:MOST_NETWORKS]
    return render(
        request,
        "pages/network_list.html",
        {
            "networks": [(network, text_of(network, "name"), number.get(network.pk, 0)) for network in networks],
            "forms": [
                ("CSV", day.address("network-csv")),
                ("JSON", day.address("network-json")),
                ("Atom", reverse("network-feed")),
            ],
        },
    )


@require_safe
def network_csv(request: HttpRequest):
    columns, table = _table(request)
    return csv_file("networks", day_of(request).on, columns, table)


@require_safe
def network_json(request: HttpRequest):
    return json_file("networks", *_table(request))


def _table(request: HttpRequest) -> tuple[list[str], Iterable[tuple]]:
    """Columns and rows; the numbers of agreements are those of the page, for its day."""
    public = Agreement.objects.public().as_of(day_of(request).as_of)
    links = AgreementNetwork.objects.filter(network=OuterRef("pk"), agreement__in=public).order_by().values("network")
    columns = {
        **text_columns("name"),
        "is_named": "is_named",
        "website": "website",
        "agreements": Coalesce(Subquery(links.annotate(number=Count("pk")).values("number")), 0),
    }
    table = with_permalink(request, "network", columns)
    return list(table), rows(Network.objects.rewrite(False).order_by("name", "pk"), table)


@require_safe
def network(request: HttpRequest, uid):
    day = day_of(request)
    found = get_object_or_404(Network, uid=uid)
    agreements = (
        Agreement.objects.public()
        .as_of(day.as_of)
        .filter(Exists(AgreementNetwork.objects.filter(network=found, agreement=OuterRef("pk"))))
    )
    parties = Party.objects.filter(municipality=OuterRef("pk"), agreement__in=agreements).as_of(day.as_of)
    members = Municipality.objects.filter(Exists(parties)).order_by("country", Fold("name"), "pk")
    shown = list(members[: MOST_MEMBERS + 1])
    has_more, shown = len(shown) > MOST_MEMBERS, shown[:MOST_MEMBERS]
    return render(
        request,
        "pages/network.html",
        {
            "network": found,
            "name": text_of(found, "name"),
            "rows": agreement_rows(agreements.order_by("-pk")[:LATEST], day),
            "number": agreements.count(),
            "members": by_country(shown, lambda member: member),
            "number_of_members": members.count() if has_more else len(shown),
            "has_more_members": has_more,
            "sources": Sources([(found, "")]),
            "history": history_of(found),
            "address": request.build_absolute_uri(reverse("permanent", args=["network", found.uid])),
        },
    )

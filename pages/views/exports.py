"""Lists as CSV: the same filters and order as the page, and all of the list."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.exports import agreement_columns, project_columns
from agreements.filters import AgreementFilter, JointProjectFilter
from agreements.models import Agreement, JointProject
from municipalities.exports import MUNICIPALITY
from municipalities.filters import MunicipalityFilter
from municipalities.models import Municipality
from pages.formats.tables import csv_file
from pages.lists.asking import understood
from pages.lists.listing import LATEST_FIRST
from provenance.spreadsheet import rows


def _csv(
    request: HttpRequest, name: str, filterset_class, records: QuerySet, columns: Callable
) -> StreamingHttpResponse:
    """The file. `columns(filters)`: header → expression."""
    filterset = understood(request, filterset_class, records)
    orders = getattr(filterset_class, "orders", LATEST_FIRST)
    table = columns(filterset)
    ordered = orders[filterset.form.cleaned_data.get("sort") or next(iter(orders))].all(filterset.qs)
    return csv_file(name, timezone.localdate(), list(table), rows(ordered, table))


@require_safe
def agreement_csv(request: HttpRequest):
    return _csv(
        request,
        "agreements",
        AgreementFilter,
        Agreement.objects.public().rewrite(False),
        lambda filters: agreement_columns(filters.day, filters.as_of),
    )


@require_safe
def municipality_csv(request: HttpRequest):
    municipalities = Municipality.objects.public().rewrite(False)
    return _csv(request, "municipalities", MunicipalityFilter, municipalities, lambda filters: MUNICIPALITY)


@require_safe
def project_csv(request: HttpRequest):
    projects = JointProject.objects.public().rewrite(False)
    return _csv(request, "joint-projects", JointProjectFilter, projects, lambda filters: project_columns())

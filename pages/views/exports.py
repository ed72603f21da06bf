"""Lists as CSV: the same filters and order as the page, and all of the list."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
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
from pages.lists.listing import LATEST_FIRST
from provenance.spreadsheet import lines, rows


def _csv(
    request: HttpRequest, name: str, filterset_class, records: QuerySet, columns: Callable
) -> StreamingHttpResponse:
    """The file; BadRequest where the address asks what cannot be. `columns(filters)`: header → expression."""
    filterset = filterset_class(request.GET, queryset=records, request=request)
    form = filterset.form
    if not filterset.is_valid():
        raise BadRequest(" ".join(f"{form[key].label}: {' '.join(told)}" for key, told in form.errors.items()))
    orders = getattr(filterset_class, "orders", LATEST_FIRST)
    table = columns(filterset)
    ordered = orders[form.cleaned_data.get("sort") or next(iter(orders))].all(filterset.qs)
    response = StreamingHttpResponse(
        lines(list(table), rows(ordered, table)), content_type="text/csv; charset=utf-8; header=present"
    )
    response["Content-Disposition"] = f'attachment; filename="besa-{name}-{timezone.localdate()}.csv"'
    return response


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

"""Lists as CSV, and as JSON where the API has none: all that the page finds with the same filters.

In the order that is asked for, or else in the usual one of the filter: whatever the language, and whatever is searched.
"""

import datetime as dt
from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.exports import agreement_columns, practice_columns, project_columns
from agreements.filters import AgreementFilter, GoodPracticeFilter, JointProjectFilter
from agreements.models import Agreement, GoodPractice, JointProject
from municipalities.exports import MAYOR, MUNICIPALITY
from municipalities.filters import MayorFilter, MunicipalityFilter
from municipalities.models import Mayor, Municipality
from pages.formats.tables import csv_file, json_file, with_permalink
from pages.lists.asking import understood
from provenance.spreadsheet import rows


def _csv(request: HttpRequest, name: str, *asked) -> StreamingHttpResponse:
    """The file, named after the day that it tells of; `asked` as by `_table`."""
    day, header, found = _table(request, *asked)
    return csv_file(name, day, header, found)


def _table(
    request: HttpRequest, noun: str, filterset_class, records: QuerySet, columns: Callable
) -> tuple[dt.date, list[str], Iterable]:
    """The day, the columns and the rows. `columns(filters)`: header → expression.

    `noun` is that of the records' permanent addresses.
    """
    filterset = understood(request, filterset_class, records)
    table = with_permalink(request, noun, columns(filterset))
    orders = filterset_class.orders
    ordered = orders[filterset.form.cleaned_data["sort"] or next(iter(orders))].all(filterset.qs)
    return getattr(filterset, "day", timezone.localdate()), list(table), rows(ordered, table)


@require_safe
def agreement_csv(request: HttpRequest):
    return _csv(
        request,
        "agreements",
        "agreement",
        AgreementFilter,
        Agreement.objects.public().rewrite(False),
        lambda filters: agreement_columns(filters.day, filters.as_of),
    )


@require_safe
def municipality_csv(request: HttpRequest):
    municipalities = Municipality.objects.public().rewrite(False)
    return _csv(
        request, "municipalities", "municipality", MunicipalityFilter, municipalities, lambda filters: MUNICIPALITY
    )


@require_safe
def mayor_csv(request: HttpRequest):
    mayors = Mayor.objects.public()
    return _csv(request, "mayors", "mayor", MayorFilter, mayors, lambda filters: MAYOR)


@require_safe
def project_csv(request: HttpRequest):
    projects = JointProject.objects.public().rewrite(False)
    return _csv(
        request, "joint-projects", "joint-project", JointProjectFilter, projects, lambda filters: project_columns()
    )


@require_safe
def practice_csv(request: HttpRequest):
    return _csv(request, "good-practices", *_practices())


@require_safe
def practice_json(request: HttpRequest):
    _day, header, found = _table(request, *_practices())
    return json_file("good-practices", header, found)


def _practices() -> tuple:
    practices = GoodPractice.objects.public().rewrite(False)
    return "good-practice", GoodPracticeFilter, practices, lambda filters: practice_columns()

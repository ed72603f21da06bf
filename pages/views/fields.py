"""The fields of cooperation, and one field with what happens in it."""

from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.models import (
    Agreement,
    AgreementField,
    Field,
    GoodPractice,
    JointProject,
    Party,
    PracticeField,
    ProjectField,
)
from agreements.sdgs import goals
from municipalities.models import Municipality
from pages.day import Day, day_of
from pages.formats.tables import csv_file, with_permalink
from pages.lists.rows import agreement_rows
from pages.wording.badges import project_mark
from pages.wording.cldr import alphabetical
from pages.wording.history import history_of
from pages.wording.sources import Sources
from pages.wording.texts import in_each_language, text_of
from provenance.spreadsheet import rows, text_columns

LATEST = 10
MOST_ACTIVE = 10


@require_safe
def field_list(request: HttpRequest):
    day = day_of(request)
    fields = _with_numbers(Field.objects.all(), day)
    fields = sorted(fields, key=lambda field: alphabetical(str(text_of(field, "name"))))
    forms = [("CSV", day.address("field-csv")), ("JSON", reverse("api:field-list")), ("Atom", reverse("field-feed"))]
    return render(
        request, "pages/field_list.html", {"fields": [(field, goals(field.sdgs)) for field in fields], "forms": forms}
    )


@require_safe
def field_csv(request: HttpRequest):
    """The numbers are those of the page, for its day."""
    day = day_of(request)
    columns = {
        "code": "code",
        **text_columns("name"),
        "sdgs": models.Func("sdgs", models.Value("; "), function="array_to_string", output_field=models.TextField()),
        "agreements": "agreements_in_it",
        "projects": "projects_in_it",
        "practices": "practices_in_it",
    }
    fields = _with_numbers(Field.objects.rewrite(False).order_by("code"), day)
    table = with_permalink(request, "field", columns)
    return csv_file("fields", day.on, list(table), rows(fields, table))


@require_safe
def field(request: HttpRequest, code: str):
    day = day_of(request)
    found = get_object_or_404(_with_numbers(Field.objects.all(), day), code=code)
    in_field = {"field": found}
    agreements = (
        Agreement.objects.public()
        .as_of(day.as_of)
        .filter(Exists(AgreementField.objects.filter(**in_field, agreement=OuterRef("pk"))))
    )
    projects = JointProject.objects.public().filter(
        Exists(ProjectField.objects.filter(**in_field, project=OuterRef("pk")))
    )
    practices = GoodPractice.objects.public().filter(
        Exists(PracticeField.objects.filter(**in_field, practice=OuterRef("pk")))
    )
    address = reverse("permanent", args=["field", found.uid])
    return render(
        request,
        "pages/field.html",
        {
            "field": found,
            "name": text_of(found, "name"),
            "names": in_each_language(found, "name"),
            "goals": goals(found.sdgs),
            "rows": agreement_rows(agreements.order_by("-pk")[:LATEST], day),
            "projects": [(one, project_mark(one.status)) for one in projects.order_by("-pk")[:LATEST]],
            "practices": practices.select_related("owner").order_by("-pk")[:LATEST],
            "active": _most_active(Party.objects.filter(agreement__in=agreements.order_by()).as_of(day.as_of)),
            "sources": Sources([(found, "")]),
            "history": history_of(found),
            "address": request.build_absolute_uri(address),
            "json": address + "?format=json",
        },
    )


def _with_numbers(fields, day: Day):
    """Adds how many public records are in each field: `agreements_in_it`, `projects_in_it`, `practices_in_it`."""

    def number(links, **public):
        counted = links.objects.filter(field=OuterRef("pk"), **public).order_by().values("field")
        return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0, output_field=IntegerField())

    return fields.annotate(
        agreements_in_it=number(AgreementField, agreement__in=Agreement.objects.public().as_of(day.as_of)),
        projects_in_it=number(ProjectField, project__in=JointProject.objects.public()),
        practices_in_it=number(PracticeField, practice__in=GoodPractice.objects.public()),
    )


def _most_active(parties) -> list[Municipality]:
    """The municipalities that are most often one of these parties, with their `number`."""
    numbers = (
        parties.order_by()
        .values("municipality")
        .annotate(number=Count("pk"))
        .order_by("-number", "municipality")[:MOST_ACTIVE]
    )
    number = {row["municipality"]: row["number"] for row in numbers}
    found = list(Municipality.objects.filter(pk__in=number).by_name())
    for municipality in found:
        municipality.number = number[municipality.pk]
    return sorted(found, key=lambda municipality: -municipality.number)

"""Agreements and joint projects as tables: a line each, with the names of the API in its header.

What a record has several of stands in one cell, with `; ` between; parties are told by name, country and uid.
"""

import datetime as dt

from django.conf import settings
from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from agreements.confirmation import CONFIRMATION
from agreements.models import AgreementField, Party, ProjectField, ProjectPartner, StatusPeriod
from provenance.spreadsheet import Joined

# As the register keeps it: the same in every language of the reader
NAMED = Concat("municipality__name", Value(" ("), "municipality__country", Value(")"))
UID = Cast("municipality__uid", CharField())


def in_languages(field: str) -> dict[str, str]:
    return {f"{field}.{language}": f"{field}_{language}" for language in settings.MODELTRANSLATION_LANGUAGES}


def agreement_columns(on: dt.date, as_of: dt.date | None) -> dict[str, object]:
    """The columns of agreements (header → expression), for a day: today, or the day that was asked for."""
    parties = Party.objects.rewrite(False).filter(agreement=OuterRef("pk")).as_of(as_of).order_by("position", "pk")
    fields = AgreementField.objects.filter(agreement=OuterRef("pk")).order_by("field__code")
    status = StatusPeriod.objects.filter(agreement=OuterRef("pk"), days__contains=on)
    return {
        "uid": "uid",
        "number": "number",
        "form": "form",
        **in_languages("title"),
        "original_language": "original_language",
        "parties": Joined(parties.values_list(NAMED)),
        "parties.uid": Joined(parties.values_list(UID)),
        "since": "search__since",
        "legal_status.on": Value(on.isoformat()),
        "legal_status.status": Subquery(status.values("status")),
        "badge": CONFIRMATION,
        "fields": Joined(fields.values_list("field__code")),
        "term": "term",
        "term_ends_on": "term_ends_on",
        "origin": "origin",
        "registered_on": "registered_on",
    }


def project_columns() -> dict[str, object]:
    """The columns of joint projects (header → expression); `status` is a code of IATI."""
    partners = ProjectPartner.objects.filter(project=OuterRef("pk")).order_by("role", "pk")
    fields = ProjectField.objects.filter(project=OuterRef("pk")).order_by("field__code")
    return {
        "uid": "uid",
        **in_languages("title"),
        "original_language": "original_language",
        "agreement": F("agreement__uid"),
        "programme": "programme",
        "status": "status",
        "planned_start": "planned_start",
        "planned_end": "planned_end",
        "actual_start": "actual_start",
        "actual_end": "actual_end",
        "budget": "budget",
        "currency": "currency",
        "funder": "funder",
        "partners": Joined(partners.values_list(NAMED)),
        "partners.uid": Joined(partners.values_list(UID)),
        "fields": Joined(fields.values_list("field__code")),
    }

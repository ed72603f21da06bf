"""Agreements, joint projects and good practices as tables: a line each, with the names of the API in its header.

What a record has several of stands in one cell, with `; ` between; parties are told by name, country and uid.
"""

import datetime as dt

from django.db.models import CharField, F, Func, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from agreements.confirmation import CONFIRMATION
from agreements.models import (
    Adoption,
    Agreement,
    AgreementField,
    Party,
    PracticeField,
    ProjectField,
    ProjectPartner,
    StatusPeriod,
)
from provenance.models import Citation
from provenance.spreadsheet import Joined, text_columns


class ConcatWS(Func):
    """Texts with the first between them, past those that are NULL."""

    function = "concat_ws"
    output_field = CharField()


# As the register keeps it: the same in every language of the reader
NAMED = Concat("municipality__name", Value(" ("), "municipality__country", Value(")"))
UID = Cast("municipality__uid", CharField())
# Where it is, or else who published it and what it is called, or the row of the public data that it is
SOURCE = Coalesce(
    NullIf("url", Value("")),
    NullIf(ConcatWS(Value(", "), NullIf("publisher", Value("")), NullIf("title", Value(""))), Value("")),
    "source_row",
)


def agreement_columns(on: dt.date, as_of: dt.date | None) -> dict[str, object]:
    """The columns of agreements (header → expression), for a day: today, or the day that was asked for."""
    parties = Party.objects.rewrite(False).filter(agreement=OuterRef("pk")).as_of(as_of).order_by("position", "pk")
    fields = AgreementField.objects.filter(agreement=OuterRef("pk")).order_by("field__code")
    status = StatusPeriod.objects.filter(agreement=OuterRef("pk"), days__contains=on)
    cited = Citation.objects.filter(model=Agreement._meta.label_lower, record=OuterRef("uid"))
    sources = cited.annotate(named=SOURCE).order_by("named").values_list("named").distinct()
    return {
        "uid": "uid",
        "number": "number",
        "form": "form",
        **text_columns("title"),
        "original_language": "original_language",
        "parties": Joined(parties.values_list(NAMED)),
        "parties.uid": Joined(parties.values_list(UID)),
        "parties.country": Joined(parties.values_list("municipality__country")),
        "since": "search__since",
        "legal_status.on": Value(on.isoformat()),
        "legal_status.status": Subquery(status.values("status")),
        "badge": CONFIRMATION,
        "fields": Joined(fields.values_list("field__code")),
        "term": "term",
        "term_ends_on": "term_ends_on",
        "origin": "origin",
        "registered_on": "registered_on",
        "grade": "facets__grade",
        "sources": Joined(sources),
    }


def project_columns() -> dict[str, object]:
    """The columns of joint projects (header → expression); `status` is a code of IATI."""
    partners = ProjectPartner.objects.filter(project=OuterRef("pk")).order_by("role", "pk")
    fields = ProjectField.objects.filter(project=OuterRef("pk")).order_by("field__code")
    return {
        "uid": "uid",
        **text_columns("title"),
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


def practice_columns() -> dict[str, object]:
    """The columns of good practices (header → expression)."""
    adoptions = Adoption.objects.filter(practice=OuterRef("pk")).order_by("pk")
    fields = PracticeField.objects.filter(practice=OuterRef("pk")).order_by("field__code")
    return {
        "uid": "uid",
        **text_columns("title"),
        **text_columns("problem"),
        **text_columns("solution"),
        **text_columns("evidence"),
        "original_language": "original_language",
        "owner": Concat("owner__name", Value(" ("), "owner__country", Value(")")),
        "owner.uid": F("owner__uid"),
        # A practice is public by itself, whatever becomes of the agreement.
        "agreement": Subquery(Agreement.objects.public().filter(pk=OuterRef("agreement")).values("uid")),
        "adopters": Joined(adoptions.values_list(NAMED)),
        "adopters.uid": Joined(adoptions.values_list(UID)),
        "fields": Joined(fields.values_list("field__code")),
    }

"""Agreements as lists show them: a fixed number of queries for any number of rows."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from agreements.confirmation import sides_of
from agreements.models import Agreement, Party
from pages.badges import Mark, confirmation_mark, status_mark
from pages.names import agreement_name
from pages.texts import Text
from provenance.dates import PartialDate


@dataclass(frozen=True)
class AgreementRow:
    agreement: Agreement
    name: Text
    parties: list[Party]
    since: PartialDate | None
    status: Mark
    confirmation: Mark


def agreement_rows(agreements: QuerySet, *, on: dt.date) -> list[AgreementRow]:
    """The rows of a bounded query, with their legal status on the day; six queries."""
    agreements = list(agreements.with_parties().with_status(on).select_related("search").defer("search__document"))
    sides = sides_of(agreements)
    return [
        AgreementRow(
            agreement,
            agreement_name(agreement),
            list(agreement.parties.all()),
            agreement.search.since if hasattr(agreement, "search") else None,
            status_mark(agreement.legal_status),
            confirmation_mark(sides[agreement.pk]),
        )
        for agreement in agreements
    ]

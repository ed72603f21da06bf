"""One mayor: a term of office, with the other terms of the same person in the same municipality."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.signing import Signature, Tie
from municipalities.models import Mayor
from pages.day import Day, day_of
from pages.records.partnerships import MOST_AGREEMENTS, agreements_of, signatures_of
from pages.wording.history import history_of_row
from pages.wording.sources import Sources
from provenance.dates import PartialDate


@require_safe
def mayor(request: HttpRequest, uid):
    day = day_of(request)
    found = get_object_or_404(Mayor.objects.public().select_related("municipality"), uid=uid)
    everyone = list(found.municipality.mayors.public().in_time())
    terms = [term for term in everyone if term.folded == found.folded]
    agreements = agreements_of(found.municipality, day)
    signed = signatures_of(found.municipality, everyone, agreements[:MOST_AGREEMENTS])
    address = reverse("permanent", args=["mayor", found.uid])
    return render(
        request,
        "pages/mayor.html",
        {
            "mayor": found,
            "terms": terms,
            "in_office": _in_office(terms, everyone, day),
            "signatures": _once([one for term in terms for one in signed[term.pk]]),
            "has_more": len(agreements) > MOST_AGREEMENTS,
            "sources": Sources([(found, ""), *((term, _years(term)) for term in terms if term.pk != found.pk)]),
            "history": history_of_row(found),
            "address": request.build_absolute_uri(address),
            "json": address + "?format=json",
        },
    )


def _in_office(terms: list[Mayor], everyone: list[Mayor], day: Day) -> bool | None:
    """Whether one of the terms, among those of everyone, covers the day; None where the dates do not tell."""
    covered = {term.was_in_office(PartialDate.of(day.on), everyone) for term in terms}
    return True if True in covered else None if None in covered else False


def _once(signatures: list[Signature]) -> list[Signature]:
    """Each agreement once: by inexact dates two terms may be tied to it, and then the stronger tie counts."""
    strength = list(Tie)
    best = {}
    for one in signatures:
        known = best.get(one.party.pk)
        if known is None or strength.index(one.tie) < strength.index(known.tie):
            best[one.party.pk] = one
    return list(best.values())


def _years(term: Mayor) -> str:
    """“1994 – 1998”, to tell one term from another."""
    ends = "" if term.ongoing else term.ends_on.year if term.ends_on else "?"
    return f"{term.starts_on.year if term.starts_on else '?'} – {ends}"

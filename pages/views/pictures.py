"""The pictures that others show when they link to a page, drawn when they are asked for."""

import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.models import Agreement, Party
from municipalities.models import Municipality
from pages.day import Day
from pages.drawings import pictures
from pages.drawings.pictures import Subject
from pages.lists.rows import agreement_rows
from pages.wording.cldr import country_name
from pages.wording.names import PATTERNS, listed

MOST_PARTNERS = 200


def _png(subject: Subject) -> HttpResponse:
    file = io.BytesIO()
    # Few colours: a third of the bytes, and the eye sees no difference
    pictures.draw(subject).quantize(64).save(file, "PNG", optimize=False)
    return HttpResponse(file.getvalue(), content_type="image/png")


@require_safe
def general(request: HttpRequest):
    return _png(pictures.general())


@require_safe
def agreement(request: HttpRequest, number: str):
    found = get_object_or_404(Agreement.objects.public().with_parties(), number=number)
    (row,) = agreement_rows(Agreement.objects.filter(pk=found.pk), Day(None, timezone.localdate()))
    parties = [party.municipality for party in found.parties.all()]
    title = PATTERNS[found.form] % {"parties": listed([pictures.name_of(party) for party in parties])}
    if row.name.text and pictures.writable(row.name.text) and found.title:
        title = row.name.text
    words = [(row.status.word, row.status.kind), (row.confirmation.word, row.confirmation.kind)]
    if row.since:
        words.insert(0, (row.since[:4], "plain"))
    return _png(Subject(found.number, title, words, **pictures.placed(parties)))


@require_safe
def municipality(request: HttpRequest, uid):
    found = get_object_or_404(Municipality.objects.public(), uid=uid)
    agreements = Agreement.objects.public().of_municipality(found).values("pk")
    partners = list(
        Municipality.objects.filter(pk__in=Party.objects.filter(agreement__in=agreements).values("municipality"))
        .exclude(pk=found.pk)
        .order_by("pk")[:MOST_PARTNERS]
    )
    shown = pictures.placed([found, *partners], star=True) if found.latitude is not None else {}
    return _png(Subject(country_name(found.country), pictures.name_of(found), **shown))

"""One agreement: its page, its citations, its calendar, its PDF."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.models import Publication
from pages.day import Day, day_of
from pages.formats import agreement_calendar, citing, printing
from pages.formats.citing import Citable
from pages.records import agreement_page, agreement_record
from pages.views.errors import gone

BIBTEX = "application/x-bibtex; charset=utf-8"
CSL_JSON = "application/vnd.citationstyles.csl+json"
CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def agreement(request: HttpRequest, number: str):
    day = day_of(request)
    record = agreement_record.read(number, day.on)
    if record is None:
        raise Http404
    if record["publication"] != Publication.PUBLISHED:
        return gone(request, agreement_record.tombstone(record), number)
    return render(request, "pages/agreement.html", _context(request, record, day))


def _context(request: HttpRequest, record: dict, day: Day) -> dict:
    has_calendar = agreement_calendar.has_dates(record)
    context = agreement_page.page_of(record, day)
    return {
        **context,
        "json": reverse("permanent", args=["agreement", record["uid"]]) + "?format=json",
        "citation": citing.in_words(_citable(request, record, context["name"])),
        "has_calendar": has_calendar,
        "has_pdf": printing.AVAILABLE,
    }


def _citable(request: HttpRequest, record: dict, name) -> Citable:
    return Citable(
        number=record["number"],
        title=name.text,
        language=name.language,
        address=request.build_absolute_uri(reverse("permanent", args=["agreement", record["uid"]])),
        registered_on=dt.date.fromisoformat(record["registered_on"]),
        on=timezone.localdate(),
    )


def _public(number: str, on: dt.date) -> dict:
    """The record; 404 also of a withdrawn one, whose page says why."""
    record = agreement_record.read(number, on)
    if record is None or record["publication"] != Publication.PUBLISHED:
        raise Http404
    return record


def _named(record: dict):
    agreement_page.name_all(record)
    return agreement_page.name_of(record)


@require_safe
def bibtex(request: HttpRequest, number: str):
    record = _public(number, timezone.localdate())
    text = citing.bibtex(_citable(request, record, _named(record)))
    return _file(HttpResponse(text, content_type=BIBTEX), f"{number}.bib")


@require_safe
def csl(request: HttpRequest, number: str):
    record = _public(number, timezone.localdate())
    items = citing.csl_json(_citable(request, record, _named(record)))
    response = JsonResponse(items, safe=False, content_type=CSL_JSON, json_dumps_params={"ensure_ascii": False})
    return _file(response, f"{number}.json")


@require_safe
def calendar(request: HttpRequest, number: str):
    day = day_of(request)
    record = _public(number, day.on)
    address = request.build_absolute_uri(reverse("agreement", args=[number]))
    if not agreement_calendar.has_dates(record):
        return _missing(request, _("No date of this agreement is known to the day: there is nothing for a calendar."))
    content = agreement_calendar.calendar_of(record, _named(record), address)
    return _file(HttpResponse(content, content_type=CALENDAR), f"{number}.ics")


@require_safe
def pdf(request: HttpRequest, number: str):
    """The page as it would be printed; where no PDF can be made, 404 with what to do instead."""
    if not printing.AVAILABLE:
        return _missing(request, _("This register makes no PDF files: print the page of the record instead."))
    day = day_of(request)
    record = _public(number, day.on)
    html = render(request, "pages/agreement.html", _context(request, record, day)).content.decode()
    return _file(
        HttpResponse(
            printing.pdf(html, request.build_absolute_uri(reverse("agreement", args=[number]))),
            content_type="application/pdf",
        ),
        f"{number}.pdf",
    )


def _missing(request: HttpRequest, words: str) -> HttpResponse:
    return render(request, "404.html", {"problem": words}, status=404)


def _file(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    # It says what the page says, in a form that nobody should land on from a search engine.
    response["X-Robots-Tag"] = "noindex"
    return response

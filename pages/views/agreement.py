"""One agreement: its page, its citations, its calendar, its PDF."""

import datetime as dt
import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from agreements.models import Publication
from pages.day import Day, day_of
from pages.formats import agreement_calendar, citing, printing
from pages.formats.citing import Citable
from pages.formats.site import Site
from pages.records import agreement_page, agreement_record
from pages.templating.linked_data import linked_data_of_agreement
from pages.views.errors import gone
from pages.wording.history import changes_of
from pages.wording.sources import Row, citations_of
from pages.wording.translated import gettext as _
from provenance.kept import remembered

BIBTEX = "application/x-bibtex; charset=utf-8"
CSL_JSON = "application/vnd.citationstyles.csl+json"
CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def agreement(request: HttpRequest, number: str):
    day = day_of(request)
    document = agreement_record.written(number, day.on)
    if document is None:
        raise Http404
    record = json.loads(document)
    if record["publication"] != Publication.PUBLISHED:
        return gone(request, agreement_record.tombstone(record), "agreement", number)
    return _page(request, document, record, day)


def _page(request: HttpRequest, document: str, record: dict, day: Day) -> HttpResponse:
    """The page in its frame. What stands in it is written once, in each language, for all that it is made of: not again
    for another query in the address, nor because another record of the register was changed."""
    citations = citations_of(agreement_record.uids(record))
    changes = changes_of(Row("agreements.agreement", record["uid"]))
    reader = (get_language(), day, timezone.localdate(), request.scheme, request.get_host(), get_script_prefix())
    parts = remembered(
        ("agreement", document, citations, changes, *reader),
        lambda: _parts(request, record, day, citations, changes),
    )
    safe = {name: mark_safe(parts[name]) for name in ("main", "linked_data")}  # noqa: S308 -- templates wrote them
    return render(request, "pages/agreement.html", {"name": parts["title"], "parts": parts | safe})


def _parts(request: HttpRequest, record: dict, day: Day, citations: str, changes: str) -> dict:
    """What `pages/agreement.html` puts together."""
    has_calendar = agreement_calendar.has_dates(record)
    context = agreement_page.page_of(record, day, citations, changes)
    name = context["name"]
    context |= {
        "json": reverse("permanent", args=["agreement", record["uid"]]) + "?format=json",
        "citation": citing.in_words(_citable(request, record, name)),
        "has_calendar": has_calendar,
        "has_pdf": printing.AVAILABLE,
    }
    return {
        "title": name.text,
        "description": f"{context['confirmation_sentence']} {context['status_sentence']}",
        "is_partly_translated": bool(context["fallbacks"]),
        "json": context["json"],
        "linked_data": linked_data_of_agreement(Site(request), context),
        "main": render_to_string("includes/agreement.html", context, request),
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


def _public(number: str, on: dt.date) -> str:
    """The record as JSON; 404 also of a withdrawn one, whose page says why."""
    document = agreement_record.written(number, on)
    if document is None or json.loads(document)["publication"] != Publication.PUBLISHED:
        raise Http404
    return document


def _named(record: dict):
    agreement_page.name_all(record)
    return agreement_page.name_of(record)


@require_safe
def bibtex(request: HttpRequest, number: str):
    record = json.loads(_public(number, timezone.localdate()))
    text = citing.bibtex(_citable(request, record, _named(record)))
    return _file(HttpResponse(text, content_type=BIBTEX), f"{number}.bib")


@require_safe
def csl(request: HttpRequest, number: str):
    record = json.loads(_public(number, timezone.localdate()))
    items = citing.csl_json(_citable(request, record, _named(record)))
    response = JsonResponse(items, safe=False, content_type=CSL_JSON, json_dumps_params={"ensure_ascii": False})
    return _file(response, f"{number}.json")


@require_safe
def calendar(request: HttpRequest, number: str):
    day = day_of(request)
    record = json.loads(_public(number, day.on))
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
    document = _public(number, day.on)
    html = _page(request, document, json.loads(document), day).content.decode()
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

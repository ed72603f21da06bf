"""Reporting an error: the form of a record, and the page that says what happens next."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from pages.records.nouns import NOUNS, OF_MODEL
from pages.reporting import ReportForm, TooManyError, receive, sender_of
from pages.wording.translated import gettext as _
from provenance.models import ErrorReport

BOXES = ("what", "source", "email")
LARGEST = 64 * 1024  # bytes; four times what the boxes hold


# No session, so there is nothing to forge a request with: who sends acts as nobody. That a form was opened here, for
# this record and not long ago, its signed token says; Django's own would need a cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, noun: str, uid):
    record = NOUNS[noun].public(uid) if noun in NOUNS else None
    if record is None:
        raise Http404
    if request.method != "POST":
        return _page(request, ReportForm(noun, record))
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise BadRequest(_("That is too long to be read."))
    form = ReportForm(noun, record, request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        received = receive(form, sender_of(request))
    except TooManyError as error:
        form.add_error(None, str(error))
        return _page(request, form, status=429)
    return redirect("report-received", received.uid)


def _page(request, form: ReportForm, status=200):
    if form.is_bound:
        form.again()
    kind = NOUNS[form.noun]
    return render(
        request,
        "pages/report.html",
        {
            "form": form,
            "boxes": [form[name] for name in BOXES],
            "errors": _errors(form),
            "name": kind.name_of(form.record),
            "address": kind.address(form.record),
        },
        status=status,
    )


def _errors(form: ReportForm) -> list[tuple[str, str, str]]:
    """(id of the box, "", what is wrong), in the order of the boxes; of the form as a whole, where no box is wrong."""
    wrong = [
        (form[name].id_for_label, "", message) for name in (*BOXES, "homepage") for message in form.errors.get(name, [])
    ]
    return wrong or [("", "", message) for name in ("token", "__all__") for message in form.errors.get(name, [])]


@never_cache
@require_safe
def received(request: HttpRequest, uid):
    """Who has the report's uid sent it: the page says its number and what happens next, and nothing of its words."""
    report = get_object_or_404(ErrorReport, uid=uid)
    noun = NOUNS.get(OF_MODEL.get(report.model))
    record = noun.public(report.record) if noun else None
    return render(
        request,
        "pages/report_received.html",
        {
            "report": report,
            "name": noun.name_of(record) if record else None,
            "address": noun.address(record) if record else None,
        },
    )

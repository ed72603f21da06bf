"""Calendars to follow: of all agreements, and of one municipality's."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from municipalities.models import Municipality
from pages.calendars import calendar, entries

KEPT = dt.timedelta(days=365)  # how far back the calendar of all agreements goes


def _file(request: HttpRequest, name: str, page: str, found) -> HttpResponse:
    content = calendar(name, request.build_absolute_uri(page), found, request.build_absolute_uri)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def everything(request: HttpRequest):
    on = timezone.localdate()
    found = entries(Agreement.objects.public(), on=on, since=on - KEPT)
    return _file(request, _("Besa: agreements"), reverse("agreement-list"), found)


@require_safe
def municipality(request: HttpRequest, uid):
    place = get_object_or_404(Municipality.objects.public(), uid=uid)
    found = entries(Agreement.objects.public().of_municipality(place), on=timezone.localdate())
    return _file(request, f"Besa: {place.name}", reverse("municipality", args=[uid]), found)

"""Calendars to follow: of all agreements, and of one municipality's."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from municipalities.models import Municipality
from pages.formats.calendars import calendar, entries
from pages.formats.site import Site
from pages.wording.translated import gettext as _

KEPT = dt.timedelta(days=365)  # how far back the calendar of all agreements goes


def _file(request: HttpRequest, name: str, page: str, agreements, **bounds) -> HttpResponse:
    site = Site(request)
    found = entries(agreements, site, on=timezone.localdate(), **bounds)
    response = HttpResponse(calendar(name, site.at(page), found), content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def everything(request: HttpRequest):
    since = timezone.localdate() - KEPT
    return _file(request, _("Besa: agreements"), reverse("agreement-list"), Agreement.objects.public(), since=since)


@require_safe
def municipality(request: HttpRequest, uid):
    place = get_object_or_404(Municipality.objects.public(), uid=uid)
    page = reverse("municipality", args=[uid])
    return _file(request, f"Besa: {place.name}", page, Agreement.objects.public().of_municipality(place))

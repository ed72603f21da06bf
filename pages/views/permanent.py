"""`/id/<noun>/<uid>`: the address of a record that stays when pages move. It leads to the page or to the JSON."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from agreements.models import Agreement, JointProject, Publication
from municipalities.models import Municipality

HTML, JSON = "text/html", "application/json"
ONCE_PUBLIC = (Publication.PUBLISHED, Publication.WITHDRAWN)


@dataclass(frozen=True)
class Noun:
    """Where the records of a kind are: the names of their page, with its argument, and of their address in the API."""

    records: QuerySet
    page: str
    key: str
    api: str


NOUNS = {
    "agreement": Noun(
        Agreement.objects.filter(publication__in=ONCE_PUBLIC), "agreement", "number", "api:agreement-detail"
    ),
    "municipality": Noun(Municipality.objects.all(), "municipality", "uid", "api:municipality-detail"),
    "joint-project": Noun(
        JointProject.objects.filter(publication__in=ONCE_PUBLIC), "project", "uid", "api:joint-project-detail"
    ),
}


class SeeOther(HttpResponseRedirect):
    """303: the thing itself cannot be sent; here is what is said about it."""

    status_code = 303


@require_safe
def permanent(request: HttpRequest, noun: str, uid):
    """To the page, or to the API for who prefers JSON (or asks `?format=json`)."""
    if noun not in NOUNS:
        raise Http404
    kind = NOUNS[noun]
    record = kind.records.filter(uid=uid).first()
    if record is None:
        raise Http404
    preferred = request.get_preferred_type([HTML, JSON, "application/ld+json"])
    wants_json = request.GET.get("format") == "json" or preferred not in (HTML, None)
    address = reverse(kind.api, args=[uid]) if wants_json else reverse(kind.page, args=[getattr(record, kind.key)])
    response = SeeOther(address)
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    return response

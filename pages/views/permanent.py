"""`/id/<noun>/<uid>`: the address of a record that stays when pages move. It leads to the page or to the JSON."""

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from pages.records.nouns import NOUNS

HTML, JSON = "text/html", "application/json"


class SeeOther(HttpResponseRedirect):
    """303: the thing itself cannot be sent; here is what is said about it."""

    status_code = 303


@require_safe
def permanent(request: HttpRequest, noun: str, uid):
    """To the page, or to the API, where it has the record, for who prefers JSON (or asks `?format=json`)."""
    if noun not in NOUNS:
        raise Http404
    kind = NOUNS[noun]
    record = kind.records.filter(uid=uid).first()
    if record is None:
        raise Http404
    preferred = request.get_preferred_type([HTML, JSON, "application/ld+json"])
    wants_json = request.GET.get("format") == "json" or preferred not in (HTML, None)
    response = SeeOther(reverse(kind.api, args=[uid]) if kind.api and wants_json else kind.address(record))
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    return response

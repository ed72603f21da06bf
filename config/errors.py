"""Errors in the form of the part of the site where they happen: a problem document in the API, a page elsewhere."""

from types import ModuleType

from django.http import HttpRequest, HttpResponse

from api import problems
from pages.views import errors as pages


def _told_by(request: HttpRequest) -> ModuleType:
    return problems if request.path_info.startswith("/api/") else pages


def bad_request(request, exception=None) -> HttpResponse:
    """`request.unreadable`, where it is set, says what is wrong with the address."""
    return _told_by(request).bad_request(request, exception)


def forbidden(request, exception=None) -> HttpResponse:
    return _told_by(request).forbidden(request, exception)


def not_found(request, exception=None) -> HttpResponse:
    return _told_by(request).not_found(request, exception)


def server_error(request) -> HttpResponse:
    return _told_by(request).server_error(request)

"""Every error of the API is a problem document of RFC 9457."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions

MEDIA_TYPE = "application/problem+json"


class GoneError(exceptions.APIException):
    """A record that was public and is withdrawn: its tombstone."""

    status_code = HTTPStatus.GONE

    def __init__(self, record):
        super().__init__(_("This record was withdrawn."), code="withdrawn")
        self.tombstone = {
            "uid": str(record.uid),
            "withdrawn_at": record.withdrawn_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "reason": record.withdrawal_reason,
        }


def problem(status: int, detail: str = "", **members) -> HttpResponse:
    """The document; `members` are added to it (RFC 9457, section 3.2)."""
    document = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        document["detail"] = str(detail)
    return JsonResponse(document | members, status=status, content_type=MEDIA_TYPE)


def problem_response(error: Exception, context: dict) -> HttpResponse | None:
    """What REST framework answers to an error; None for one that nobody foresaw, which is then logged."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("There is nothing at this address."))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    if isinstance(error, exceptions.ValidationError) and isinstance(error.detail, dict):
        return problem(
            error.status_code,
            _("The query cannot be answered."),
            errors=[
                {"parameter": parameter, "detail": str(detail)}
                for parameter, details in error.detail.items()
                for detail in details
            ],
        )
    if isinstance(error, GoneError):
        return problem(error.status_code, error.detail, **error.tombstone)
    return problem(error.status_code, error.detail)


# For what is refused before or outside a view of REST framework.


def bad_request(request, exception=None) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, getattr(request, "unreadable", ""))


def forbidden(request, exception=None) -> HttpResponse:
    return problem(HTTPStatus.FORBIDDEN)


@csrf_exempt
def not_found(request, exception=None) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, _("There is nothing at this address."))


def server_error(request) -> HttpResponse:
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR)

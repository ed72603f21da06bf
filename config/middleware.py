"""What no page and no endpoint can make sense of is refused at the door; and the policy that every answer carries."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from config import errors

LONGEST_QUERY = 4_096


class RefuseUnreadableRequests:
    """Answers 400 to a request whose path or query cannot be text, or whose path climbs out of its folder.

    PostgreSQL stores no NUL, and bytes that are no UTF-8 have no meaning here: both are refused before any code
    could choke on them. `problem` is what such a request should be told, or None.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        problem = self.problem(request)
        if problem is None:
            return self.get_response(request)
        # Django asks for the language behind this door.
        with translation.override(translation.get_language_from_request(request, check_path=True)):
            request.unreadable = str(problem)
            return errors.bad_request(request)

    @staticmethod
    def problem(request: HttpRequest) -> str | None:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY:
            return _("The address is too long.")
        texts = [
            request.path_info,
            *request.GET,
            *(value for values in request.GET.lists() for value in values[1]),
        ]
        if any("\0" in text or "\ufffd" in text for text in texts):
            return _("The address holds characters that are no text.")
        if ".." in request.path_info.split("/"):
            return _("The address leads out of its folder.")
        return None


class ContentSecurityPolicy(CSPMiddleware):
    """django-csp's, except that the policy of nearly all answers, one and the same, is put into words only once."""

    usual: str | None = None

    def process_response(self, request, response):
        has_its_own = any(name.startswith("_csp") for name in vars(response)) or hasattr(request, "_csp_nonce")
        if has_its_own or settings.DEBUG or response.has_header(HEADER):
            return super().process_response(request, response)
        if self.usual is None:
            super().process_response(request, response)
            self.usual = response[HEADER]
        response.headers[HEADER] = self.usual
        return response

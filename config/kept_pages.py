"""Public pages for anonymous readers: an ETag on each, 304 where nothing has changed, and whole pages kept, compressed.

All hang on the version of the register (provenance/version.py), the release, the civil date, the language, and the
address as it is written. The version is asked for at every request, so that nothing stale is ever given out.
"""

import functools
import gzip
import json
import re

import brotli
from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from provenance import kept
from provenance.release import release
from provenance.version import held, version

# In a language; the API; and what machines look for at the root (sitemap.xml and its parts, robots.txt,
# .well-known/security.txt).
IN_A_LANGUAGE = rf"(?P<language>{'|'.join(code for code, _ in settings.LANGUAGES)})/"
PUBLIC = re.compile(rf"/({IN_A_LANGUAGE}|api/v1/|sitemaps/|[\w-]+\.(xml|txt)$|\.well-known/)")
# Whoever sends one of these is somebody: what they are shown is theirs alone.
CREDENTIALS = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")
COMPRESSIBLE = re.compile(r"text/|application/([\w.-]+\+)?(json|xml|javascript)|image/svg\+xml")
# Kept for as long as one likes, and asked for anew each time: an unchanged page is a 304.
REVALIDATE = "public, no-cache"
UNKEPT = "private, no-cache"
# By whether the address names a language. The API, which names none, may refuse an Accept, and answers in the reader's.
VARIES_BY = {
    True: ["Accept-Encoding", "Cookie"],
    False: ["Accept-Encoding", "Cookie", "Accept", "Accept-Language"],
}
NO_STORE = "private, no-store"


class KeptPages:
    """Stands inside of the middleware that adds headers to every answer, and outside of all that reads or renders."""

    def __init__(self, get_response):
        if not settings.KEPT_BYTES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        path = PUBLIC.match(request.path_info)
        if path is None:
            return self.get_response(request)
        if is_somebody(request):
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", NO_STORE)
            return response
        varies_by = VARIES_BY[bool(path["language"])]
        if request.method not in ("GET", "HEAD") or (identity := identity_of(request, path["language"])) is None:
            return self.get_response(request)

        name, etag = names_of(identity)
        asked = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
        if is_among(etag, asked):
            return not_modified(etag, varies_by)
        if (content := kept.get(name)) is not None:
            return not_modified(etag, varies_by) if asked == ["*"] else read(content)

        encoding, seen, *_ = identity
        with held(seen):
            response = self.get_response(request)
        if not is_for_all(response, varies_by):
            response.headers.setdefault("Cache-Control", UNKEPT)
            return response
        response.headers["Cache-Control"] = REVALIDATE
        patch_vary_headers(response, varies_by)
        if response.streaming:
            # It is read while it goes out, and may be of a later version than it says: never of an earlier one.
            response.headers["ETag"] = f"W/{etag}"
            return response
        compress(response, encoding)
        # If something was committed meanwhile, the page may be of one state or the other: it is for this reader alone.
        # So is one of a day that ended meanwhile.
        if identity_of(request, path["language"], seen) != identity:
            return response
        response.headers["ETag"] = etag
        try:
            is_still = kept.put(name, written(response), seen) if request.method == "GET" else version() == seen
        except Error:
            is_still = False
        if not is_still:
            del response.headers["ETag"]
        elif asked == ["*"]:
            return not_modified(etag, varies_by)
        return response


def unchanged(request: HttpRequest) -> dict[str, str] | None:
    """The headers of a 304 for a reader who has this very answer already; None if there is anything else to say.

    May be asked before all middleware (config/wsgi.py). Nothing needs to be refused first: nobody can work out the
    ETag of an address, and is told it only with an answer that was for all. What middleware adds to every answer
    the reader has with that answer: a 304 leaves it in force (RFC 9111, 3.2).
    """
    path = PUBLIC.match(request.path_info)
    if not settings.KEPT_BYTES or path is None or request.method not in ("GET", "HEAD") or is_somebody(request):
        return None
    identity = identity_of(request, path["language"])
    if identity is None:
        return None
    _name, etag = names_of(identity)
    has_it = is_among(etag, parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")))
    return headers_of_304(etag, VARIES_BY[bool(path["language"])]) if has_it else None


def names_of(identity: tuple) -> tuple[bytes, str]:
    """Under which name the answer is kept, and its ETag."""
    name = kept.name_of("page", *identity)
    return name, f'"{name.hex()}"'


def is_among(etag: str, asked: list[str]) -> bool:
    return any(one.removeprefix("W/") == etag for one in asked)


def is_somebody(request: HttpRequest) -> bool:
    """Whether the request carries what could make its answer one person's own."""
    if "HTTP_AUTHORIZATION" in request.META:
        return True
    return "HTTP_COOKIE" in request.META and any(name in request.COOKIES for name in CREDENTIALS)


def identity_of(request: HttpRequest, language: str | None, seen: str = "") -> tuple | None:
    """All that the answer hangs on, at the version `seen` or the present one.

    None where it is not known: a forged host, a database that is away.
    """
    try:
        host = request.get_host()
        seen = seen or version()
    except (DisallowedHost, Error):
        return None
    headers = request.META
    reader = () if language else (headers.get("HTTP_ACCEPT", ""), translation.get_language_from_request(request))
    return (
        encoding_for(headers.get("HTTP_ACCEPT_ENCODING", "")),
        seen,
        release(),
        timezone.localdate(timezone=timezone.get_default_timezone()),
        *(request.scheme, host, headers.get("SCRIPT_NAME", ""), request.path_info, headers.get("QUERY_STRING", "")),
        *reader,
    )


@functools.lru_cache(maxsize=128)
def encoding_for(accepted: str) -> str:
    """What to compress with: the first of br and gzip that the reader takes, or identity."""
    takes = {}
    for one in accepted.lower().split(",")[:20]:
        coding, _, parameter = (part.strip() for part in one.partition(";"))
        takes[coding] = not re.fullmatch(r"q\s*=\s*0(\.0*)?", parameter)
    return next((coding for coding in ("br", "gzip") if takes.get(coding, takes.get("*", False))), "identity")


def is_for_all(response: HttpResponse, varies_by: list[str]) -> bool:
    """Whether everybody may be given this very answer.

    Not what is no success, sets a cookie, says itself how it may be kept, varies by something else, or has a content
    security policy of its own (which the middleware outside of this one adds to the answer of the view alone).
    """
    varies = {one.strip().lower() for one in response.get("Vary", "").split(",") if one.strip()}
    return (
        response.status_code == 200
        and not response.cookies
        and not response.has_header("Cache-Control")
        and not any(name.startswith("_csp") for name in vars(response))
        and varies <= {one.lower() for one in varies_by}
    )


def compress(response: HttpResponse, encoding: str) -> None:
    """Only what is the same for everybody comes here: nothing in it is secret, so its length tells nothing."""
    if encoding == "identity" or response.has_header("Content-Encoding"):
        return
    if not COMPRESSIBLE.match(response.get("Content-Type", "")):
        return
    if encoding == "br":
        response.content = brotli.compress(response.content, quality=4)
    else:
        response.content = gzip.compress(response.content, compresslevel=6, mtime=0)
    response.headers["Content-Encoding"] = encoding
    response.headers["Content-Length"] = str(len(response.content))


def not_modified(etag: str, varies_by: list[str]) -> HttpResponse:
    return HttpResponseNotModified(headers=headers_of_304(etag, varies_by))


def headers_of_304(etag: str, varies_by: list[str]) -> dict[str, str]:
    return {"ETag": etag, "Cache-Control": REVALIDATE, "Vary": ", ".join(varies_by)}


def written(response: HttpResponse) -> bytes:
    """Headers as a line of JSON, then the body."""
    return json.dumps(list(response.headers.items())).encode() + b"\n" + response.content


def read(content: bytes) -> HttpResponse:
    headers, body = content.split(b"\n", 1)
    return HttpResponse(body, headers=dict(json.loads(headers)))

"""What programs ask of every site: sitemaps, robots.txt, humans.txt, security.txt, favicon.ico."""

import datetime as dt
import io

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages.drawings import pictures
from pages.formats import sitemaps
from pages.formats.site import Site
from pages.records.nouns import NOUNS

XML, PLAIN = "application/xml; charset=utf-8", "text/plain; charset=utf-8"
VALID = dt.timedelta(days=180)


@require_safe
def sitemap_index(request: HttpRequest):
    return HttpResponse("".join(sitemaps.index(Site(request).root)), content_type=XML)


@require_safe
def sitemap(request: HttpRequest, noun: str, part: str):
    """One part, written as it goes out."""
    if noun == "pages" and part == "1":
        return StreamingHttpResponse(sitemaps.pages(Site(request).root), content_type=XML)
    found = sitemaps.records(Site(request).root, noun, int(part)) if noun in NOUNS else None
    if found is None:
        raise Http404
    return StreamingHttpResponse(found, content_type=XML)


@require_safe
def robots(request: HttpRequest):
    """Records and whole lists are for everybody; what is narrowed, sorted or sent is found from them."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*?",
        *(f"Disallow: /{code}/{path}/" for code, _name in settings.LANGUAGES for path in ("search", "report")),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap-index'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def humans(request: HttpRequest):
    lines = [
        "Besa: the open register of what municipalities have promised each other.",
        "",
        f"Site: {Site(request).root}/",
        f"Languages: {', '.join(name for _code, name in settings.LANGUAGES)}",
        "Data: CC BY 4.0; every fact names its source",
        *(f"Contact: {value}" for value in settings.CONTACT.values() if value),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def security(request: HttpRequest):
    """RFC 9116: whom to tell of a weakness; 404 where whoever runs the register has not said."""
    email, url = settings.CONTACT["email"], settings.CONTACT["url"]
    contacts = [*([f"mailto:{email}"] if email else []), *([url] if url.startswith("https://") else [])]
    if not contacts:
        raise Http404
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {timezone.localdate() + VALID}T00:00:00Z",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {request.build_absolute_uri(reverse('security'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@require_safe
def favicon(request: HttpRequest):
    """For programs that ask for it without reading the page, which names `icon.svg`."""
    file = io.BytesIO()
    pictures.icon(64).save(file, "ICO", sizes=[(16, 16), (32, 32), (48, 48), (64, 64)])
    return HttpResponse(file.getvalue(), content_type="image/vnd.microsoft.icon")

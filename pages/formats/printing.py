"""A page as PDF, by WeasyPrint where it is installed (the extra `pdf`). Nothing is fetched from elsewhere."""

import mimetypes
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage

try:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse
except (ImportError, OSError):  # OSError: the package is there, Pango is not
    HTML, URLFetcher = None, object

AVAILABLE = HTML is not None
# Uploaded pictures that everybody may see. Documents are no part of a page.
PICTURES = ("arms/", "mayors/")


class OwnFiles(URLFetcher):
    """Reads our own stylesheet and pictures from our own storage. ValueError, hence nothing, for all else."""

    def __init__(self, site: str):
        super().__init__()
        self.site = urlsplit(site)[:2]

    def fetch(self, url, headers=None):
        address = urlsplit(url)
        path = unquote(address.path)
        if address[:2] != self.site or ".." in PurePosixPath(path).parts:
            raise ValueError(f"not a file of this register: {url}")
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, _content(path), {"Content-Type": kind})


def _content(path: str) -> bytes:
    if path.startswith(settings.STATIC_URL):
        name = path.removeprefix(settings.STATIC_URL)
        found = finders.find(name)
        if found:
            return Path(found).read_bytes()
        with staticfiles_storage.open(name) as file:
            return file.read()
    name = path.removeprefix(settings.MEDIA_URL)
    if path.startswith(settings.MEDIA_URL) and name.startswith(PICTURES):
        with default_storage.open(name) as file:
            return file.read()
    raise ValueError(f"not a file that a page shows: {path}")


def pdf(html: str, address: str) -> bytes:
    """The page at this address, laid out by the stylesheet's rules for print. The same page gives the same bytes."""
    page = HTML(string=html, base_url=address, url_fetcher=OwnFiles(address), media_type="print")
    return page.write_pdf(pdf_identifier=b"besa", pdf_tags=True)

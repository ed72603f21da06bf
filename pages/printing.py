"""A page as PDF, by WeasyPrint where it is installed (`pip install besa[pdf]`). Nothing is fetched from elsewhere."""

from importlib.util import find_spec
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage

AVAILABLE = find_spec("weasyprint") is not None
PICTURES = ("arms/", "mayors/")


class NotOursError(ValueError):
    """Something that a page for print may not read."""


def pdf(html: str) -> bytes:
    """The page laid out for paper by the stylesheet's own rules for print; the same page gives the same bytes."""
    import weasyprint  # noqa: PLC0415 -- an optional extra

    document = weasyprint.HTML(string=html, base_url="besa:///", url_fetcher=_fetch, media_type="print")
    return document.write_pdf(pdf_identifier=b"besa", pdf_variant="pdf/ua-1")


def _fetch(url: str, *args, **kwargs) -> dict:
    """Our own stylesheet and pictures, from our own disk; NotOursError for anything else."""
    address = urlsplit(url)
    path = unquote(address.path)
    if address.scheme != "besa" or address.netloc or ".." in PurePosixPath(path).parts:
        raise NotOursError(url)
    if path.startswith(settings.STATIC_URL):
        return {"string": _static(path.removeprefix(settings.STATIC_URL)), "mime_type": _kind(path)}
    name = path.removeprefix(settings.MEDIA_URL)
    if path.startswith(settings.MEDIA_URL) and name.startswith(PICTURES):
        with default_storage.open(name) as file:
            return {"string": file.read(), "mime_type": "image/webp"}
    raise NotOursError(url)


def _static(name: str) -> bytes:
    found = finders.find(name)
    if found:
        with open(found, "rb") as file:
            return file.read()
    with staticfiles_storage.open(name) as file:
        return file.read()


def _kind(path: str) -> str:
    return {"css": "text/css", "svg": "image/svg+xml"}.get(path.rpartition(".")[2], "application/octet-stream")

"""The addresses of pages, each worked out once for all pages that link to it."""

from functools import lru_cache

from django.conf import settings
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language


def address_of(name: str, *args) -> str:
    """`reverse` in the reader's language; a page of a record asks for some forty. Errors: `NoReverseMatch`."""
    return _address(name, args, get_language(), get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=64)
def file_address(name: str) -> str:
    """`static` of a style sheet, a script or a picture: each of them stays what it is as long as this process runs."""
    return static(name)


@lru_cache(maxsize=8192)
def _address(name: str, args: tuple, language: str, root: str, urlconf: str) -> str:
    return reverse(name, args=args)

"""Parts of pages that read alike on very many: each is written once for what it shows, in each language."""

from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def part(template: str, **shows) -> SafeString:
    """The template with these values: hashable, and all that it hangs on beside the language."""
    # In development a template is read anew each time: it may just have been edited.
    written = _written.__wrapped__ if settings.DEBUG else _written
    return written(template, get_language(), get_script_prefix(), **shows)


@lru_cache(maxsize=2048)
def _written(template: str, language: str, root: str, /, **shows) -> SafeString:
    return SafeString(render_to_string(template, shows))

"""Django's gettext, each text looked up once in each language: a page asks for some 150.

What pages say takes these two; texts with a number, or of a context, are Django's own.
"""

from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import lazy


def gettext(message: str) -> str:
    # In development a catalogue may just have been compiled anew.
    said = _said.__wrapped__ if settings.DEBUG else _said
    return said(message, translation.get_language())


gettext_lazy = lazy(gettext, str)


@lru_cache(maxsize=8192)
def _said(message: str, language: str) -> str:
    return translation.gettext(message)

"""Django's gettext, each text looked up once in each language: a page asks for some 150."""

from functools import lru_cache

from django.utils import translation
from django.utils.functional import lazy


def gettext(message: str) -> str:
    return _said(message, translation.get_language())


gettext_lazy = lazy(gettext, str)


@lru_cache(maxsize=8192)
def _said(message: str, language: str) -> str:
    return translation.gettext(message)

"""Absolute addresses, for what is read away from the site: linked data, calendars, sitemaps."""

from django.http import HttpRequest

from pages.addresses import address_of


class Site:
    """The site on the host that was asked; `root` is its address, without a slash."""

    def __init__(self, request: HttpRequest):
        self.root = request.build_absolute_uri("/").rstrip("/")

    def at(self, path: str) -> str:
        """The address of a path that begins with a slash."""
        return self.root + path

    def page(self, name: str, *args) -> str:
        return self.at(address_of(name, *args))

    def permanent(self, noun: str, uid) -> str:
        return self.page("permanent", noun, uid)

"""The door for WSGI servers: `granian --interface wsgi config.wsgi:application`."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from config.kept_pages import unchanged  # noqa: E402 -- it reads the settings that were named just now


class Request(WSGIRequest):
    """Its address and its body are UTF-8, whatever a header names: pages are kept for all by their address alone."""

    @property
    def encoding(self):
        return "utf-8"

    @encoding.setter
    def encoding(self, named):
        """Django sets here what a charset of the Content-Type names, and reads even the query of a GET with it."""


class Application(WSGIHandler):
    """Django's, which tells a reader who has the page already that it is unchanged before anything else happens."""

    request_class = Request

    def __call__(self, environ, start_response):
        if "HTTP_IF_NONE_MATCH" in environ:
            # As Django does before each request: no connection grows older than it may.
            close_old_connections()
            headers = unchanged(self.request_class(environ))
            if headers is not None:
                start_response("304 Not Modified", list(headers.items()))
                return []
        return super().__call__(environ, start_response)


application = Application()

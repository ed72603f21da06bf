"""The door for WSGI servers: `granian --interface wsgi config.wsgi:application`."""

import os

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Request(WSGIRequest):
    """Its address and its body are UTF-8, whatever a header names: pages are kept for all by their address alone."""

    @property
    def encoding(self):
        return "utf-8"

    @encoding.setter
    def encoding(self, named):
        """Django sets here what a charset of the Content-Type names, and reads even the query of a GET with it."""


application = get_wsgi_application()
application.request_class = Request

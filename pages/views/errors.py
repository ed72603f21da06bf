"""Errors in the site's dress, and tombstones. None may fail in turn: they ask nothing of the database."""

from django.core.exceptions import BadRequest
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from pages.wording.translated import gettext_lazy as _

LISTS = {"agreement": _("Agreements"), "project": _("Joint projects"), "good-practice": _("Good practices")}


def bad_request(request, exception):
    # What a view itself refuses, it refuses in words; other exceptions speak to developers.
    problem = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"problem": getattr(request, "unreadable", problem)}, status=400)


def forbidden(request, exception):
    return render(request, "403.html", status=403)


def not_found(request, exception):
    return render(request, "404.html", status=404)


def gone(request, record, noun: str, name: str = ""):
    """In place of a record that was withdrawn: when, and why.

    `noun` is what it was, as addresses say it (a key of `LISTS`); `name` its number, if it has one.
    """
    context = {"record": record, "name": name, "list": f"{noun}-list", "list_name": LISTS[noun]}
    return render(request, "pages/withdrawn.html", context, status=410)


def server_error(request):
    return HttpResponseServerError(loader.get_template("500.html").render())

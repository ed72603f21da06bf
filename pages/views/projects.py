"""The list of joint projects, and one joint project."""

from itertools import combinations

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.filters import JointProjectFilter
from agreements.models import JointProject, Publication
from pages import coverage, maps
from pages.badges import project_mark
from pages.history import history_of
from pages.listing import listing, render_listing
from pages.names import agreement_name
from pages.sources import Sources
from pages.texts import text_of


@require_safe
def project_list(request: HttpRequest):
    found = listing(
        request,
        JointProjectFilter,
        JointProject.objects.public(),
        order=lambda projects, asked: projects.with_partners().order_by("-pk"),
    )
    return render_listing(
        request,
        "pages/project_list.html",
        found,
        rows=[(project, project_mark(project.status)) for project in found.rows],
        countries=coverage.countries(),
    )


@require_safe
def project(request: HttpRequest, uid):
    found = JointProject.objects.public().filter(uid=uid).with_partners().select_related("agreement").first()
    if found is None:
        withdrawn = JointProject.objects.filter(uid=uid, publication=Publication.WITHDRAWN).first()
        if withdrawn is None:
            raise Http404
        return render(request, "pages/withdrawn.html", {"record": withdrawn, "name": ""}, status=410)
    partners = list(found.partners.select_related("municipality", "supervisor").order_by("role", "pk"))
    placed = [
        maps.Place(one.municipality.name, one.municipality.latitude, one.municipality.longitude)
        for one in partners
        if one.municipality.latitude is not None
    ]
    return render(
        request,
        "pages/project.html",
        {
            "project": found,
            "title": text_of(found, "title"),
            "status": project_mark(found.status),
            "partners": partners,
            "agreement_name": agreement_name(found.agreement) if found.agreement else None,
            "fields": [link.field for link in found.field_links.select_related("field").order_by("field__name")],
            "map": maps.region(placed, list(combinations(range(len(placed)), 2)) if len(placed) <= 12 else []),
            "sources": Sources([(found, ""), *((one, one.municipality.name) for one in partners)]),
            "history": history_of(found),
            "address": request.build_absolute_uri(reverse("permanent", args=["joint-project", found.uid])),
            "json": reverse("permanent", args=["joint-project", found.uid]) + "?format=json",
        },
    )

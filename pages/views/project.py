"""One joint project."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.models import JointProject, ProjectPartner
from agreements.sdgs import goals
from pages.day import Day, day_of
from pages.drawings import maps
from pages.views.errors import gone
from pages.wording.badges import project_mark
from pages.wording.history import history_of
from pages.wording.names import agreement_name
from pages.wording.sources import Sources
from pages.wording.texts import text_of

PARTS = ("title", "summary", "results")


@require_safe
def project(request: HttpRequest, uid):
    day = day_of(request)
    found = JointProject.objects.public().filter(uid=uid).select_related("agreement").first()
    if found is None:
        withdrawn = get_object_or_404(JointProject.objects.once_public().select_related("agreement"), uid=uid)
        # Published, it went with its agreement, whose tombstone says why.
        return gone(request, withdrawn.agreement if withdrawn.is_public else withdrawn, "project")
    partners = list(
        found.partners.select_related("municipality", "supervisor__party__agreement").order_by("role", "pk")
    )
    for partner in partners:
        if partner.supervisor and not partner.supervisor.is_public:
            partner.supervisor = None
    field_links = list(found.field_links.select_related("field").order_by("field__name"))
    texts = {part: text_of(found, part) for part in PARTS}
    address = reverse("permanent", args=["joint-project", found.uid])
    return render(
        request,
        "pages/project.html",
        {
            "project": found,
            **texts,
            "is_fallback": any(text.is_fallback for text in texts.values()),
            "status": project_mark(found.status),
            "partners": partners,
            "agreement_name": agreement_name(found.agreement) if found.agreement else None,
            "field_links": field_links,
            "goals": goals(found.sdgs),
            "map": _map(partners, day),
            "sources": Sources(
                [
                    (found, ""),
                    *((one, one.municipality.name) for one in partners),
                    *((link, link.field.name) for link in field_links),
                ]
            ),
            "history": history_of(found),
            "address": request.build_absolute_uri(address),
            "json": address + "?format=json",
        },
    )


def _map(partners: list[ProjectPartner], day: Day):
    """The lead joined with each partner; where none leads, each with each; of very many, the places alone."""
    placed = [one for one in partners if one.municipality.latitude is not None]
    places = [
        maps.Place(place.name, place.latitude, place.longitude, day.address("municipality", place.uid))
        for place in (one.municipality for one in placed)
    ]
    lead = next((index for index, one in enumerate(placed) if one.role == ProjectPartner.Role.LEAD), None)
    if lead is not None:
        links = [(lead, index) for index in range(len(places)) if index != lead]
    else:
        links = maps.each_with_each(places)
    return maps.region(places, links)

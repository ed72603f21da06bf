"""The list of joint projects."""

from django.http import HttpRequest
from django.views.decorators.http import require_safe

from agreements.filters import JointProjectFilter
from agreements.models import JointProject
from pages.lists.listing import listing, other_forms, render_listing
from pages.lists.narrowing import facets_of, of_projects
from pages.wording.badges import project_mark


@require_safe
def project_list(request: HttpRequest):
    found = listing(request, JointProjectFilter, JointProject.objects.public().with_partners())
    facets, tags = facets_of(found, of_projects)
    return render_listing(
        request,
        "pages/project_list.html",
        found,
        rows=[(project, project_mark(project.status)) for project in found.rows],
        facets=facets,
        tags=tags,
        forms=other_forms(found, "project", program="api:joint-project-list"),
        named=found.asked.get("municipality", [""])[0],
    )

"""The list of joint projects."""

from django.http import HttpRequest
from django.views.decorators.http import require_safe

from agreements.filters import JointProjectFilter
from agreements.models import JointProject
from pages import coverage
from pages.badges import project_mark
from pages.listing import listing, render_listing


@require_safe
def project_list(request: HttpRequest):
    found = listing(request, JointProjectFilter, JointProject.objects.public().with_partners())
    return render_listing(
        request,
        "pages/project_list.html",
        found,
        rows=[(project, project_mark(project.status)) for project in found.rows],
        countries=coverage.countries(),
    )

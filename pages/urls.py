"""The public pages: `once`, and `in_each_language` behind the language's prefix. `config.urls` mounts both."""

from django.urls import path, re_path

from pages.views import agreement, agreements, files, home, municipalities, permanent, projects, reports, statements

once = [
    path("", home.choose_language, name="choose-language"),
    path("media/<path:name>", files.uploaded, name="uploaded-file"),
    path("id/<slug:noun>/<uuid:uid>", permanent.permanent, name="permanent"),
]

in_each_language = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("privacy/", statements.privacy, name="privacy"),
    path("agreements/", agreements.agreement_list, name="agreement-list"),
    re_path(r"^agreements/(?P<number>IMCA-[0-9]{4}-[0-9]{6,12})/$", agreement.agreement, name="agreement"),
    path("municipalities/", municipalities.municipality_list, name="municipality-list"),
    path("municipalities/<uuid:uid>/", municipalities.municipality, name="municipality"),
    path("joint-projects/", projects.project_list, name="project-list"),
    path("joint-projects/<uuid:uid>/", projects.project, name="project"),
    path("report/received/<uuid:uid>/", reports.received, name="report-received"),
    path("report/<slug:noun>/<uuid:uid>/", reports.report, name="report"),
]

"""The public pages: `once`, and `in_each_language` behind the language's prefix. `config.urls` mounts both."""

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from agreements.models import Agreement
from pages.formats import feeds
from pages.views import (
    agreement,
    agreements,
    calendars,
    compare,
    crawlers,
    exports,
    fields,
    files,
    home,
    mayor,
    mayors,
    municipalities,
    municipality,
    networks,
    overview,
    partners,
    permanent,
    pictures,
    practice,
    practices,
    project,
    projects,
    reports,
    search,
    statements,
)

OF_AGREEMENT = rf"^agreements/(?P<number>{Agreement.NUMBER})/"

once = [
    path("", home.choose_language, name="choose-language"),
    path("media/<path:name>", files.uploaded, name="uploaded-file"),
    path("id/<slug:noun>/<uuid:uid>", permanent.permanent, name="permanent"),
    path("sitemap.xml", crawlers.sitemap_index, name="sitemap-index"),
    re_path(r"^sitemaps/(?P<noun>[a-z-]{1,20})-(?P<part>[1-9][0-9]{0,5})\.xml$", crawlers.sitemap, name="sitemap"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("humans.txt", crawlers.humans, name="humans"),
    path(".well-known/security.txt", crawlers.security, name="security"),
    path("favicon.ico", crawlers.favicon, name="favicon"),
]

in_each_language = [
    path("", home.home, name="home"),
    path("picture.png", pictures.general, name="picture"),
    path("about/", home.about, name="about"),
    path("search/", search.search, name="search"),
    path("search.csv", search.search_csv, name="search-csv"),
    path("search.json", search.search_json, name="search-json"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("privacy/", statements.privacy, name="privacy"),
    path("agreements/", agreements.agreement_list, name="agreement-list"),
    path("agreements.atom", feeds.AgreementFeed(), name="agreement-feed"),
    path("agreements.csv", exports.agreement_csv, name="agreement-csv"),
    path("agreements.ics", calendars.everything, name="calendar"),
    re_path(OF_AGREEMENT + "$", agreement.agreement, name="agreement"),
    re_path(OF_AGREEMENT + r"citation\.bib$", agreement.bibtex, name="agreement-bibtex"),
    re_path(OF_AGREEMENT + r"citation\.json$", agreement.csl, name="agreement-csl"),
    re_path(OF_AGREEMENT + r"calendar\.ics$", agreement.calendar, name="agreement-calendar"),
    re_path(OF_AGREEMENT + r"record\.pdf$", agreement.pdf, name="agreement-pdf"),
    re_path(OF_AGREEMENT + r"picture\.png$", pictures.agreement, name="agreement-picture"),
    path("municipalities/", municipalities.municipality_list, name="municipality-list"),
    path("municipalities.csv", exports.municipality_csv, name="municipality-csv"),
    path("municipalities.atom", feeds.MunicipalityFeed(), name="municipality-feed"),
    path("partners/", partners.partner_finder, name="partner-finder"),
    path("municipalities/compare/", compare.compare, name="compare"),
    path("municipalities/<uuid:uid>/", municipality.municipality, name="municipality"),
    path("municipalities/<uuid:uid>/picture.png", pictures.municipality, name="municipality-picture"),
    path("municipalities/<uuid:uid>/calendar.ics", calendars.municipality, name="municipality-calendar"),
    path("joint-projects/", projects.project_list, name="project-list"),
    path("joint-projects.csv", exports.project_csv, name="project-csv"),
    path("joint-projects.atom", feeds.JointProjectFeed(), name="project-feed"),
    path("joint-projects/<uuid:uid>/", project.project, name="project"),
    path("mayors/", mayors.mayor_list, name="mayor-list"),
    path("mayors.csv", exports.mayor_csv, name="mayor-csv"),
    path("mayors.atom", feeds.MayorFeed(), name="mayor-feed"),
    path("mayors/<uuid:uid>/", mayor.mayor, name="mayor"),
    path("good-practices/", practices.practice_list, name="good-practice-list"),
    path("good-practices.csv", exports.practice_csv, name="good-practice-csv"),
    path("good-practices.json", exports.practice_json, name="good-practice-json"),
    path("good-practices.atom", feeds.GoodPracticeFeed(), name="good-practice-feed"),
    path("good-practices/<uuid:uid>/", practice.practice, name="good-practice"),
    path("fields/", fields.field_list, name="field-list"),
    path("fields.csv", fields.field_csv, name="field-csv"),
    path("fields.atom", feeds.FieldFeed(), name="field-feed"),
    path("fields/<slug:code>/", fields.field, name="field"),
    path("networks/", networks.network_list, name="network-list"),
    path("networks.csv", networks.network_csv, name="network-csv"),
    path("networks.json", networks.network_json, name="network-json"),
    path("networks.atom", feeds.NetworkFeed(), name="network-feed"),
    path("networks/<uuid:uid>/", networks.network, name="network"),
    path("overview/", overview.overview, name="overview"),
    path("overview.csv", overview.overview_csv, name="overview-csv"),
    path("overview/maps/<slug:stretch>/", overview.overview_map, name="overview-map"),
    path("report/received/<uuid:uid>/", reports.received, name="report-received"),
    path("report/<slug:noun>/<uuid:uid>/", reports.report, name="report"),
]

# None of these takes anything but what its address says (the form of a report has a token of its own). Django would
# look for a token in what is sent along before the page can refuse it, and wait for a body that may never come.
for page in (*once, *in_each_language):
    page.callback = csrf_exempt(page.callback)

"""The one map of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from api import problems
from config import health
from pages import urls as pages

urlpatterns = [
    path("livez", health.live, name="live"),
    path("readyz", health.ready, name="ready"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("api.urls")),
    re_path(r"^api(/|$)", problems.not_found),
    *pages.once,
    *i18n_patterns(*pages.in_each_language),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"

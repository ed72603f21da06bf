"""The one admin site of the register."""

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin import apps as admin_apps
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _


class ReferableView(AutocompleteJsonView):
    """What a form's field may name, found as one types: what the other record's admin calls `referable`."""

    def process_request(self, request):
        term, target, source_field, to_field = super().process_request(request)
        # The far side of a relation has no form that could ask.
        if not getattr(source_field, "concrete", False) or not hasattr(target, "referable"):
            raise PermissionDenied
        return term, target, source_field, to_field

    def get_queryset(self):
        rows = self.model_admin.referable(self.request, self.source_field)
        return self.model_admin.get_search_results(self.request, rows, self.term)[0]

    def serialize_result(self, obj, to_field_name):
        return {"id": str(getattr(obj, to_field_name)), "text": self.model_admin.label_of(obj)}


class RegisterSite(AdminSite):
    site_header = "Besa"
    site_title = "Besa"
    index_title = _("The register")
    empty_value_display = "–"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What is deleted is deleted one by one, with its page that names what goes with it.
        self.disable_action("delete_selected")

    def index(self, request, extra_context=None):
        reports = self.get_model_admin(apps.get_model("provenance.ErrorReport"))
        waiting = reports.get_queryset(request).open().count() if reports.has_view_permission(request) else 0
        return super().index(request, {**(extra_context or {}), "open_reports": waiting})

    def autocomplete_view(self, request):
        return ReferableView.as_view(admin_site=self)(request)


class RegisterAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "config.admin_site.RegisterSite"

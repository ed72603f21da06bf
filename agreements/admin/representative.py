from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.scope import OfAgreement
from agreements.models import Representative
from municipalities.admin.scope import TranslatedAdmin, language_fieldsets


@admin.register(Representative)
class RepresentativeAdmin(OfAgreement, TranslatedAdmin):
    """Who sees to an agreement for a party. E-mail address and telephone never leave these pages."""

    path = "party__agreement"
    list_display = ["__str__", "party", "mandate", "starts_on", "ends_on"]
    list_filter = ["mandate"]
    search_fields = ["name"]
    search_help_text = _("An agreement's number, title or parties")
    autocomplete_fields = ["party"]
    readonly_fields = ["uid"]
    fieldsets = [
        (None, {"fields": ["party", "name", "mandate", ("starts_on", "ends_on")]}),
        *language_fieldsets("post"),
        (_("Contact, never public"), {"fields": ["email", "phone", "uid"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("party__municipality")

    def label_of(self, row):
        return f"{row} · {row.party.municipality}"

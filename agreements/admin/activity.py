from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.scope import PartOfAgreement, TranslatedOfAgreement
from agreements.models import Activity, Service
from municipalities.admin.scope import language_fieldsets


class ServiceInline(PartOfAgreement, admin.TabularInline):
    """Which promises it served: of its own agreement's."""

    model = Service
    within = ("commitment",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("activity", "commitment")

    def within_reach(self, rows, obj):
        return rows.none() if obj is None else rows.filter(agreement=obj.agreement_id)

    def has_add_permission(self, request, obj=None):
        """Which promises there are is known when its agreement is."""
        return obj is not None and super().has_add_permission(request, obj)


@admin.register(Activity)
class ActivityAdmin(TranslatedOfAgreement):
    """Meetings, visits, exchanges: what was done about the promises."""

    list_display = ["title", "kind", "agreement", "starts_on", "place"]
    list_filter = ["kind", "is_online"]
    list_select_related = ["agreement"]
    search_fields = ["agreement__number"]
    search_help_text = _("An agreement's number, title or parties")
    autocomplete_fields = ["agreement", "minutes"]
    readonly_fields = ["uid"]
    inlines = [ServiceInline]
    fieldsets = [
        (None, {"fields": ["agreement", "kind", ("starts_on", "ends_on"), ("place", "is_online")]}),
        *language_fieldsets("title", "outcome"),
        (None, {"fields": ["participants", "minutes", "uid"]}),
    ]

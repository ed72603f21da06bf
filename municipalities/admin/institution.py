from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.admin.scope import OwnRecords, TranslatedAdmin, language_fieldsets
from municipalities.models import Institution, Municipality
from municipalities.search import with_name


@admin.register(Institution)
class InstitutionAdmin(OwnRecords, TranslatedAdmin):
    """Schools, museums, chambers ...: their names are public, and a link may name another municipality's."""

    is_known_to_all = True
    list_display = ["name", "kind", "municipality"]
    list_filter = ["kind"]
    list_select_related = ["municipality"]
    ordering = ["-pk"]
    sortable_by = []
    search_fields = ["name"]
    search_help_text = _("The institution's or its municipality's name")
    autocomplete_fields = ["municipality"]
    readonly_fields = ["uid"]
    fieldsets = [*language_fieldsets("name"), (None, {"fields": ["municipality", "kind", "website", "contact", "uid"]})]

    def own(self, rows, user):
        return rows.filter(municipality__in=Municipality.objects.of_own(user))

    def edited(self, rows, user):
        return rows.filter(municipality__in=Municipality.objects.editable_by(user))

    def referable(self, request, source_field):
        return Institution.objects.select_related("municipality").order_by("pk")

    def label_of(self, row):
        return f"{row.name} · {row.municipality.name}"

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split()[:8]:
            queryset = queryset.filter(
                Q(name_en__icontains=word)
                | Q(name_sq__icontains=word)
                | Q(name_mk__icontains=word)
                | Q(municipality__in=with_name(Municipality.objects.all(), word).values("pk"))
            )
        return queryset, False

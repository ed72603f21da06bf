from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.admin.scope import OwnRecords
from municipalities.models import Mayor, Municipality
from municipalities.search import with_name


@admin.register(Mayor)
class MayorAdmin(OwnRecords):
    """Terms of office. Mayors are public facts: an agreement may name another municipality's as its signatory."""

    is_known_to_all = True
    list_display = ["name", "municipality", "starts_on", "ends_on", "ongoing", "acting"]
    list_filter = ["ongoing", "acting"]
    list_select_related = ["municipality"]
    ordering = ["-pk"]
    sortable_by = ["name"]
    search_fields = ["name"]
    search_help_text = _("A person's or a municipality's name")
    autocomplete_fields = ["municipality"]
    readonly_fields = ["uid"]
    fieldsets = [
        (None, {"fields": ["municipality", "name", ("starts_on", "ends_on"), ("ongoing", "acting")]}),
        (_("Photograph"), {"fields": ["photo", "photo_credit"]}),
        (_("Identity"), {"fields": ["wikidata_qid", "uid"]}),
    ]

    def own(self, rows, user):
        return rows.filter(municipality__in=Municipality.objects.of_own(user))

    def edited(self, rows, user):
        return rows.filter(municipality__in=Municipality.objects.editable_by(user))

    def referable(self, request, source_field):
        return Mayor.objects.select_related("municipality").order_by("name", "pk")

    def label_of(self, row):
        label = f"{row.name} · {row.municipality.name}"
        if row.starts_on is None and row.ends_on is None:
            return label
        return f"{label} · {row.starts_on.year if row.starts_on else ''}–{row.ends_on.year if row.ends_on else ''}"

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split()[:8]:
            queryset = queryset.filter(
                Q(name__icontains=word) | Q(municipality__in=with_name(Municipality.objects.all(), word).values("pk"))
            )
        return queryset, False

from django.contrib import admin
from django.db.models import Q

from agreements.models import AgreementField, AgreementNetwork, Field, Network
from municipalities.admin.scope import PartInTable, RegistrarsRecords, TranslatedAdmin, language_fieldsets


class Named(RegistrarsRecords, TranslatedAdmin):
    """Short lists that the registrar keeps and everybody's forms name."""

    is_known_to_all = True
    readonly_fields = ["uid"]
    ordering = ["pk"]
    sortable_by = []
    search_fields = ["name"]

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split()[:8]:
            queryset = queryset.filter(
                Q(name_en__icontains=word) | Q(name_sq__icontains=word) | Q(name_mk__icontains=word)
            )
        return queryset, False


@admin.register(Field)
class FieldAdmin(Named):
    list_display = ["name", "code"]
    fieldsets = [*language_fieldsets("name"), (None, {"fields": ["code", "sdgs", "uid"]})]


@admin.register(Network)
class NetworkAdmin(Named):
    list_display = ["name", "is_named"]
    list_filter = ["is_named"]
    fieldsets = [*language_fieldsets("name"), (None, {"fields": ["is_named", "website", "uid"]})]


class AgreementFieldInline(PartInTable):
    model = AgreementField
    autocomplete_fields = ["field"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("field")


class AgreementNetworkInline(PartInTable):
    model = AgreementNetwork
    autocomplete_fields = ["network"]
    classes = ["collapse"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("network")

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.admin.publishing import STATE, Publishing
from agreements.models import Adoption, GoodPractice, PracticeField
from municipalities.admin.scope import PartInTable, TranslatedAdmin, language_fieldsets
from municipalities.models import Municipality
from municipalities.search import with_name


class AdoptionInline(PartInTable):
    model = Adoption
    autocomplete_fields = ["municipality"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("municipality")


class PracticeFieldInline(PartInTable):
    model = PracticeField
    autocomplete_fields = ["field"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("field")


@admin.register(GoodPractice)
class GoodPracticeAdmin(Publishing, TranslatedAdmin):
    list_display = ["title", "owner", "publication"]
    list_filter = ["publication"]
    list_select_related = ["owner"]
    ordering = ["-pk"]
    sortable_by = []
    search_fields = ["title_en"]
    search_help_text = _("Words of a title, or its owner's name")
    autocomplete_fields = ["owner", "agreement"]
    inlines = [AdoptionInline, PracticeFieldInline]
    fieldsets = [
        (None, {"fields": ["publication", "owner", "agreement", "original_language"]}),
        *language_fieldsets("title", "problem", "solution", "evidence"),
        STATE,
    ]

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split()[:8]:
            queryset = queryset.filter(
                Q(title_en__icontains=word)
                | Q(title_sq__icontains=word)
                | Q(title_mk__icontains=word)
                | Q(owner__in=with_name(Municipality.objects.all(), word).values("pk"))
            )
        return queryset, False

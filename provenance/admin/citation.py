import uuid

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provenance.admin.logged import LoggedAdmin, ReadOnlyAdmin
from provenance.facts import fact_name, model_name
from provenance.models import Citation


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin, LoggedAdmin):
    """The sources of facts, as imports and the seed wrote them."""

    list_display = ["title_or_source", "about", "fact", "value", "grade", "published_on"]
    list_filter = ["grade"]
    ordering = ["-id"]
    sortable_by = []
    search_fields = ["title"]
    search_help_text = _("A record's permanent identifier, or words of a title or publisher")

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        try:
            wanted = uuid.UUID(search_term)
        except ValueError:
            return queryset.filter(
                Q(title__icontains=search_term) | Q(publisher__icontains=search_term) | Q(source=search_term)
            ), False
        return queryset.filter(Q(record=wanted) | Q(uid=wanted)), False

    @admin.display(description=_("source"))
    def title_or_source(self, citation):
        return str(citation)

    @admin.display(description=_("kind of record"))
    def about(self, citation):
        return model_name(citation.model)

    @admin.display(description=_("fact"))
    def fact(self, citation):
        return fact_name(citation.model, citation.field)

import uuid

from django.apps import apps
from django.contrib import admin
from django.db.models import Q
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from provenance.admin.logged import ReadOnlyAdmin
from provenance.history import in_words
from provenance.models import Change, Epoch, Record


class KindFilter(admin.SimpleListFilter):
    """By the kind of record, from the models and not from a million rows."""

    title = _("kind of record")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        logged = [model for model in apps.get_models() if issubclass(model, Record)]
        return sorted(((model._meta.label_lower, model._meta.verbose_name) for model in logged), key=lambda one: one[0])

    def queryset(self, request, queryset):
        return queryset.filter(record_model=self.value()) if self.value() else queryset


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """The log, row by row, latest first."""

    list_display = ["at", "actor_name", "action", "what", "reason", "is_public"]
    list_filter = ["action", "is_public", KindFilter]
    ordering = ["-id"]
    sortable_by = []
    search_fields = ["record_uid"]
    search_help_text = _("A record's permanent identifier, or the beginning of an actor's name")
    fields = ["at", "actor_name", "actor_uid", "reason", "action", "what", "uid", "record_model", "record_uid",
              "is_public", "differences"]  # fmt: skip
    readonly_fields = ["what", "differences"]

    def get_search_results(self, request, queryset, search_term):
        try:
            wanted = uuid.UUID(search_term)
        except ValueError:
            return queryset.filter(actor_name__istartswith=search_term) if search_term else queryset, False
        return queryset.filter(Q(record_uid=wanted)), False

    @admin.display(description=_("what"))
    def what(self, change):
        try:
            return apps.get_model(change.model)._meta.verbose_name
        except LookupError:
            return change.model

    @admin.display(description=_("differences"))
    def differences(self, change):
        steps = in_words([change], public=False)
        return format_html_join(
            "",
            "<p>{}: {} → {}</p>",
            (
                (f"{one.fact} ({one.language})" if one.language else one.fact, one.before or "–", one.after or "–")
                for one in steps[0].rows[0].differences
            ),
        )


@admin.register(Epoch)
class EpochAdmin(ReadOnlyAdmin):
    """Stretches of the log; a new one begins with each restore."""

    list_display = ["number", "opened_at", "cluster"]
    ordering = ["-number"]

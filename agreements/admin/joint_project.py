from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from agreements.admin.publishing import STATE, Publishing
from agreements.admin.scope import PartOfAgreement
from agreements.models import Agreement, JointProject, ProjectField, ProjectPartner
from agreements.search import matching
from municipalities.admin.scope import PartInTable, TranslatedAdmin, language_fieldsets
from municipalities.models import Municipality
from municipalities.permissions import can_register


class PartnersOfOne(BaseInlineFormSet):
    user = None

    def clean(self):
        """What a clerk records has their own municipality among its partners, or their own agreement behind it."""
        super().clean()
        if any(self.errors) or can_register(self.user):
            return
        kept = [
            form.cleaned_data["municipality"].pk
            for form in self.forms
            if form.cleaned_data.get("municipality") and not form.cleaned_data.get("DELETE")
        ]
        own_partner = Municipality.objects.editable_by(self.user).filter(pk__in=kept).exists()
        own_agreement = Agreement.objects.editable_by(self.user).filter(pk=self.instance.agreement_id).exists()
        if not (own_partner or own_agreement):
            raise ValidationError(_("Your own municipality is one of the partners of what you record."))


class PartnerInline(PartOfAgreement, admin.TabularInline):
    """Municipalities with their part; supervisors are representatives under the project's agreement."""

    model = ProjectPartner
    formset = PartnersOfOne
    autocomplete_fields = ["municipality"]
    within = ("supervisor",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("municipality")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = request.user
        return formset

    def within_reach(self, rows, obj):
        if obj is None:
            return rows.none()
        known = rows.model.objects.filter(
            Q(party__agreement__isnull=False, party__agreement=obj.agreement_id) | Q(supervised_projects__project=obj)
        )
        return known.select_related("party__municipality").distinct()


class ProjectFieldInline(PartInTable):
    model = ProjectField
    autocomplete_fields = ["field"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("field")


@admin.register(JointProject)
class JointProjectAdmin(Publishing, TranslatedAdmin):
    list_display = ["title", "status", "publication", "programme", "agreement"]
    list_filter = ["publication", "status"]
    list_select_related = ["agreement"]
    ordering = ["-pk"]
    sortable_by = []
    search_fields = ["title"]
    search_help_text = _("Words of a title or summary, a partner's name")
    autocomplete_fields = ["agreement"]
    inlines = [PartnerInline, ProjectFieldInline]
    fieldsets = [
        (None, {"fields": ["publication", ("status", "programme", "original_language"), "agreement"]}),
        *language_fieldsets("title", "summary", "results"),
        (_("Time"), {"fields": [("planned_start", "planned_end"), ("actual_start", "actual_end")]}),
        (_("Money"), {"fields": [("budget", "currency"), "funder"]}),
        (_("Goals"), {"fields": ["sdgs"]}),
        STATE,
    ]

    def get_search_results(self, request, queryset, search_term):
        return matching(queryset, search_term) if search_term.strip() else queryset, False

"""Admins of what belongs to an agreement: who may see or edit the agreement may see or edit it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Publication
from agreements.search import found
from municipalities.admin.scope import OwnRecords, PartOfRecord, TranslatedAdmin, TranslatedRecordForm
from provenance.admin.logged import RecordForm

STAYING = {Publication.PUBLISHED, Publication.WITHDRAWN}  # what was public is not deleted


def agreement_of(row) -> int | None:
    """The key of the agreement to which a row belongs, itself or by its party."""
    return row.agreement_id if hasattr(row, "agreement_id") else row.party.agreement_id


class SameAgreement(forms.ModelForm):
    """What a row refers to belongs to the row's own agreement."""

    within: tuple[str, ...] = ()

    def clean(self):
        cleaned = super().clean()
        agreement = cleaned.get("agreement") if "agreement" in self.fields else self.instance.agreement
        for name in self.within:
            row = cleaned.get(name)
            if row is not None and agreement is not None and agreement_of(row) != agreement.pk:
                self.add_error(name, _("It belongs to another agreement."))
        return cleaned


class PartForm(SameAgreement, RecordForm):
    within = ("document",)


class TranslatedPartForm(SameAgreement, TranslatedRecordForm):
    within = ("minutes", "bound_party", "responsible")


class OfAgreement(OwnRecords):
    """`path` leads from the row to its agreement."""

    path = "agreement"
    list_per_page = 50
    ordering = ["-pk"]
    sortable_by = []

    def own(self, rows, user):
        return rows.filter(**{f"{self.path}__in": Agreement.objects.of_own(user)})

    def edited(self, rows, user):
        return rows.filter(**{f"{self.path}__in": Agreement.objects.editable_by(user)})

    def may_change(self, user, row=None):
        return super().may_change(user, row) and (
            row is None or self._agreement(row).publication != Publication.WITHDRAWN
        )

    def _agreement(self, row) -> Agreement:
        for step in self.path.split("__"):
            row = getattr(row, step)
        return row

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(self.path)

    def get_readonly_fields(self, request, obj=None):
        """A row stays with its agreement."""
        fixed = [] if obj is None else [self.path.split("__")[0]]
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_search_results(self, request, queryset, search_term):
        """By its agreement: number, parties, titles, promises."""
        if search_term.strip():
            queryset = queryset.filter(**{f"{self.path}__in": with_number_or_words(search_term).values("pk")})
        return queryset, False


class TranslatedOfAgreement(OfAgreement, TranslatedAdmin):
    form = TranslatedPartForm


def with_number_or_words(text: str, agreements=None):
    """Agreements by their number (`IMCA-2024-000123`) or by what a search box means."""
    agreements = Agreement.objects.all() if agreements is None else agreements
    if text.strip().upper().startswith("IMCA-"):
        return agreements.filter(number=text.strip().upper())
    return found(agreements, text)


class PartOfAgreement(PartOfRecord):
    """Rows on the agreement's page. `within` are the fields that name other rows of the same agreement: few enough
    for a select, asked for once for all rows of the page."""

    within: tuple[str, ...] = ()

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        for name in self.within:
            field = formset.form.base_fields.get(name)
            if field is None:
                continue
            box = field.widget  # named rows are edited on this very page
            box.can_add_related = box.can_change_related = box.can_delete_related = box.can_view_related = False
            field.queryset = rows = self.within_reach(field.queryset, obj)
            field.choices = [("", field.empty_label), *((row.pk, field.label_from_instance(row)) for row in rows)]
        return formset

    def within_reach(self, rows, obj):
        if obj is None:
            return rows.none()
        path = "agreement" if hasattr(rows.model, "agreement_id") else "party__agreement"
        return rows.filter(**{path: obj})

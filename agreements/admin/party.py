from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from agreements.admin.scope import PartOfAgreement, TranslatedOfAgreement, TranslatedPartForm
from agreements.models import Party, Publication
from municipalities.admin.scope import LANGUAGES, OneLanguageAtLeast, TranslatedPart
from municipalities.models import Municipality
from municipalities.permissions import can_register

TITLES = tuple(f"signatory_title_{code}" for code in LANGUAGES)
SIGNATURE = ["signatory", ("signatory_name", "signed_on"), TITLES]
COUNCIL = (
    _("Council's decision and membership"),
    {
        "classes": ["collapse"],
        "fields": [
            ("council_decision", "council_decided_on"),
            "council_decision_url",
            ("is_initiator", "joined_on", "left_on"),
        ],
    },
)


class PartyForm(OneLanguageAtLeast):
    """The mayor who signed is one of the party's own."""

    def clean(self):
        cleaned = super().clean()
        mayor = cleaned.get("signatory")
        municipality = cleaned["municipality"].pk if cleaned.get("municipality") else self.instance.municipality_id
        if mayor is not None and municipality is not None and mayor.municipality_id != municipality:
            self.add_error("signatory", _("This is another municipality's mayor."))
        return cleaned


class PartiesOfOne(BaseInlineFormSet):
    """The parties of one agreement, together."""

    user = None

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        kept = [
            form.cleaned_data["municipality"]
            for form in self.forms
            if form.cleaned_data.get("municipality") and not form.cleaned_data.get("DELETE")
        ]
        if self.instance.publication == Publication.PUBLISHED and len(kept) < 2:
            raise ValidationError(_("A published agreement has at least two parties."))
        if kept and not can_register(self.user):
            own = Municipality.objects.editable_by(self.user)
            if not own.filter(pk__in=[municipality.pk for municipality in kept]).exists():
                raise ValidationError(_("Your own municipality is one of the parties of what you record."))


class PartyInline(PartOfAgreement, TranslatedPart):
    model = Party
    form = PartyForm
    formset = PartiesOfOne
    autocomplete_fields = ["municipality", "signatory"]
    fieldsets = [(None, {"fields": [("municipality", "role", "position"), *SIGNATURE]}), COUNCIL]

    def get_extra(self, request, obj=None, **kwargs):
        """A new agreement has at least two."""
        return 2 if obj is None else 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("municipality", "signatory__municipality")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = request.user
        return formset


class PartyRecordForm(PartyForm, TranslatedPartForm):
    pass


@admin.register(Party)
class PartyAdmin(TranslatedOfAgreement):
    """The sides of agreements, to find them; they are added and taken off on the agreement's page."""

    form = PartyRecordForm
    list_display = ["municipality", "agreement", "role", "signatory_name", "signed_on"]
    list_filter = ["role"]
    list_select_related = ["municipality", "agreement"]
    search_fields = ["agreement__number"]
    search_help_text = _("An agreement's number, title or parties")
    autocomplete_fields = ["signatory"]
    readonly_fields = ["municipality", "uid"]
    fieldsets = [(None, {"fields": ["agreement", "municipality", "role", "position", *SIGNATURE, "uid"]}), COUNCIL]

    def may_add(self, user):
        return False

    def may_delete(self, user, row=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("municipality", "agreement")

    def label_of(self, row):
        return f"{row.municipality} · {row.agreement.number}"

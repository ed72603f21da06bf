from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.scope import PartOfAgreement, TranslatedOfAgreement
from agreements.models import Commitment
from municipalities.admin.scope import LANGUAGES, TranslatedPart, language_fieldsets

TEXTS = tuple(f"text_{code}" for code in LANGUAGES)
BOUND = ("bound", "bound_party")
RHYTHM = ("cadence", "every_months", "due_on")


class CommitmentInline(PartOfAgreement, TranslatedPart):
    model = Commitment
    within = ("bound_party", "responsible")
    fieldsets = [(None, {"fields": [("kind", "clause", "position"), TEXTS, BOUND, RHYTHM, "responsible"]})]
    classes = ["collapse"]


@admin.register(Commitment)
class CommitmentAdmin(TranslatedOfAgreement):
    """What was promised."""

    list_display = ["__str__", "agreement", "kind", "cadence", "due_on"]
    list_filter = ["kind", "cadence", "bound"]
    list_select_related = ["agreement"]
    search_fields = ["agreement__number"]
    search_help_text = _("An agreement's number, title or parties")
    autocomplete_fields = ["agreement", "bound_party", "responsible"]
    readonly_fields = ["uid"]
    fieldsets = [
        (None, {"fields": ["agreement", ("kind", "clause", "position")]}),
        *language_fieldsets("text"),
        (None, {"fields": [BOUND, RHYTHM, "responsible", "uid"]}),
    ]

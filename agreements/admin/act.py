from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin.scope import STAYING, OfAgreement, PartForm, PartOfAgreement
from agreements.models import Act
from provenance.admin.references import ReferenceForm


def stays(agreement) -> bool:
    """An act of what was public keeps its kind and is never deleted: it is struck out."""
    return agreement is not None and agreement.publication in STAYING


class KindStays:
    """For forms of acts: what the database would refuse is not asked for."""

    kind_stays = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.kind_stays and "kind" in self.fields:
            self.fields["kind"].disabled = True


class ActRowForm(KindStays, ReferenceForm):
    pass


class ActForm(KindStays, PartForm):
    @property
    def kind_stays(self):
        return stays(self.instance.agreement)


class ActInline(PartOfAgreement, admin.TabularInline):
    model = Act
    form = ActRowForm
    fields = ["kind", "happened_on", "extends_to", "instrument", "document", "struck_out"]
    within = ("document",)
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("happened_on", "pk")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.kind_stays = stays(obj)
        return formset

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not stays(obj)


@admin.register(Act)
class ActAdmin(OfAgreement):
    form = ActForm
    list_display = ["kind", "happened_on", "agreement", "struck_out"]
    list_filter = ["kind", "struck_out"]
    search_fields = ["agreement__number"]
    search_help_text = _("An agreement's number, title or parties")
    autocomplete_fields = ["agreement", "document"]
    readonly_fields = ["uid"]
    fields = ["agreement", "kind", "happened_on", "known_by", "extends_to", "instrument", "note", "document",
              "struck_out", "uid"]  # fmt: skip

    def may_delete(self, user, row=None):
        return super().may_delete(user, row) and not (row is not None and stays(row.agreement))

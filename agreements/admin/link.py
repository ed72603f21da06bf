from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.models import Link
from municipalities.admin.scope import OwnRecords
from municipalities.models import Institution, Municipality
from municipalities.permissions import can_register
from provenance.admin.logged import RecordForm


class LinkForm(RecordForm):
    """One of the two is of the clerk's own municipality."""

    user = None

    def clean(self):
        cleaned = super().clean()
        ends = [end.pk for end in (cleaned.get("one"), cleaned.get("other")) if end is not None]
        if len(ends) == 2 and not can_register(self.user):
            own = Institution.objects.filter(municipality__in=Municipality.objects.editable_by(self.user))
            if not own.filter(pk__in=ends).exists():
                self.add_error("one", _("One of the two institutions is of your own municipality."))
        return cleaned


@admin.register(Link)
class LinkAdmin(OwnRecords):
    """Institutions that work together."""

    form = LinkForm
    list_display = ["__str__", "agreement", "field", "since"]
    list_select_related = ["one", "other", "agreement", "field"]
    ordering = ["-pk"]
    sortable_by = []
    search_fields = [
        "one__name_en",
        "one__name_sq",
        "one__name_mk",
        "other__name_en",
        "other__name_sq",
        "other__name_mk",
    ]
    autocomplete_fields = ["one", "other", "agreement", "field"]
    fields = ["one", "other", "agreement", "field", "since", "uid"]
    readonly_fields = ["uid"]

    def own(self, rows, user):
        own = Municipality.objects.of_own(user)
        return rows.filter(one__municipality__in=own) | rows.filter(other__municipality__in=own)

    def edited(self, rows, user):
        own = Municipality.objects.editable_by(user)
        return rows.filter(one__municipality__in=own) | rows.filter(other__municipality__in=own)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

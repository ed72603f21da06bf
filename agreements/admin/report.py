from uuid import UUID

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AdminRadioSelect
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement, GoodPractice, JointProject
from municipalities.admin.scope import OwnRecords
from municipalities.models import Mayor, Municipality
from municipalities.permissions import can_register
from provenance.admin.references import ReferenceForm
from provenance.models import ErrorReport

State = ErrorReport.State


class DecisionForm(ReferenceForm):
    """What its readers decide about a report, and what they answer."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What becomes of it?"),
        choices=[
            (State.ACCEPTED, gettext_lazy("Accepted: the record will be corrected")),
            (State.DONE, gettext_lazy("Done: the record has been corrected")),
            (State.REJECTED, gettext_lazy("Rejected: the record stays as it is; the answer says why")),
        ],
        widget=AdminRadioSelect(attrs={"class": "radiolist"}),
    )

    class Meta:
        model = ErrorReport
        fields = ["answer"]
        help_texts = {
            "answer": gettext_lazy(
                "Kept with the report and never published. The register sends no mail: write to the sender yourself, "
                "if they left an address."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.state != State.NEW:
            self.fields["decision"].initial = self.instance.state

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == State.REJECTED and not cleaned.get("answer"):
            self.add_error("answer", ValidationError(_("Say why the report is rejected.")))
        return cleaned


@admin.register(ErrorReport)
class ErrorReportAdmin(OwnRecords):
    """Errors that visitors report: the registrar reads all, editors those about records that they may edit."""

    form = DecisionForm
    list_display = ["reference", "state", "kind", "beginning", "received_at"]
    list_filter = ["state"]
    ordering = ["-received_at", "-pk"]
    sortable_by = []
    search_fields = ["what"]
    search_help_text = gettext_lazy("A report's number, or words of it")
    fields = ["reference", "about", "what", "source", "email", "language", "received_at", "decision", "answer"]
    readonly_fields = fields[:-2]

    def edited(self, rows, user):
        municipalities = Municipality.objects.editable_by(user)
        about = Q(pk__in=[])
        for records in (
            municipalities,
            Mayor.objects.filter(municipality__in=municipalities),
            *(model.objects.editable_by(user) for model in (Agreement, JointProject, GoodPractice)),
        ):
            about |= Q(model=records.model._meta.label_lower, record__in=records.values("uid"))
        return rows.filter(about)

    own = edited

    def may_view(self, user, row=None):
        return self.may_change(user, row)

    def may_add(self, user):
        return False

    def may_delete(self, user, row=None):
        """Nonsense and what should not have been written: its words are in no log, and gone with it."""
        return can_register(user)

    def save_model(self, request, obj, form, change):
        obj.decide(form.cleaned_data["decision"], by=request.user, answer=form.cleaned_data["answer"])

    def get_search_results(self, request, queryset, search_term):
        digits = search_term.strip().replace("-", "").lower()
        if len(digits) == 12 and not set(digits) - set("0123456789abcdef"):
            bounds = [UUID(digits + fill * 20) for fill in "0f"]
            return queryset.filter(uid__range=bounds), False
        for word in search_term.split()[:8]:
            queryset = queryset.filter(Q(what__icontains=word) | Q(source__icontains=word))
        return queryset, False

    @admin.display(description=gettext_lazy("number"))
    def reference(self, report):
        return report.reference

    @admin.display(description=gettext_lazy("kind of record"))
    def kind(self, report):
        return apps.get_model(report.model)._meta.verbose_name

    @admin.display(description=gettext_lazy("what is wrong"))
    def beginning(self, report):
        return report.what if len(report.what) <= 80 else f"{report.what[:79]}…"

    @admin.display(description=gettext_lazy("record"))
    def about(self, report):
        model = apps.get_model(report.model)
        record = model._base_manager.filter(uid=report.record).first()
        if record is None:
            return _("a record that is no longer here")
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[record.pk])
        return format_html('{}: <a href="{}">{}</a>', model._meta.verbose_name, page, record)

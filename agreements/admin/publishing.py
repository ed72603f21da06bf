"""The verbs that move a record, as buttons of its page and actions of its list. `agreements.workflow` decides."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements import workflow
from agreements.admin.scope import STAYING
from agreements.models import Publication
from municipalities.admin.scope import OwnRecords
from municipalities.permissions import can_register

MOST_AT_ONCE = 200
STAMPS = ["submitted_at", "submitted_by", "published_at", "published_by", "withdrawn_at", "withdrawn_by",
          "withdrawal_reason"]  # fmt: skip
STATE = (gettext_lazy("Publication"), {"classes": ["collapse"], "fields": [*STAMPS, "uid"]})

# The first two save what stands in the form before they move it; the third has a page of its own.
BUTTONS = {
    "submit": (gettext_lazy("Save and submit"), {Publication.DRAFT}),
    "publish": (gettext_lazy("Save and publish"), {Publication.DRAFT, Publication.SUBMITTED}),
    "withdraw": (gettext_lazy("Withdraw …"), {Publication.PUBLISHED}),
}
DONE = {
    "submit": gettext_lazy("“%(record)s” was submitted."),
    "publish": gettext_lazy("“%(record)s” was published."),
    "withdraw": gettext_lazy("“%(record)s” was withdrawn."),
}


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is it withdrawn?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Everybody will read this where the record was."),
    )


class Publishing(OwnRecords):
    """For records that become public: their state is read here, and moved by buttons alone."""

    actions = ["submit_selected", "publish_selected", "withdraw_selected"]

    def may_change(self, user, row=None):
        return super().may_change(user, row) and (row is None or row.publication != Publication.WITHDRAWN)

    def may_delete(self, user, row=None):
        return super().may_delete(user, row) and (row is None or row.publication not in STAYING)

    def has_withdraw_permission(self, request):
        return can_register(request.user)

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "publication", *STAMPS, "uid"]

    def get_urls(self):
        moves = [
            path(
                f"<int:object_id>/{verb}/",
                self.admin_site.admin_view(self.move_view),
                {"verb": verb},
                name=f"{self.opts.app_label}_{self.opts.model_name}_{verb}",
            )
            for verb in BUTTONS
        ]
        return [*moves, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["verbs"] = [] if obj is None else self.verbs_of(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def verbs_of(self, request, record) -> list[dict]:
        """The buttons that would do something, for this user and in this state."""
        if not self.has_change_permission(request, record):
            return []
        return [
            {"verb": verb, "url": self._url(verb, record), "label": label, "needs_page": verb == "withdraw"}
            for verb, (label, states) in BUTTONS.items()
            if record.publication in states and (verb != "withdraw" or can_register(request.user))
        ]

    def response_change(self, request, obj):
        verb = request.POST.get("_verb")
        if verb in ("submit", "publish"):
            self.move(request, verb, [obj])
            return HttpResponseRedirect(self._url("change", obj))
        return super().response_change(request, obj)

    def _url(self, view, record) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}", args=[record.pk])

    def move_view(self, request, object_id, verb):
        """POST moves the record; of a withdrawal, GET asks for the reason."""
        record = self.get_object(request, str(object_id))
        if record is None:
            raise Http404
        if verb == "withdraw":
            return self.withdrawal(request, [record], self._url("change", record), {})
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self.move(request, verb, [record])
        return HttpResponseRedirect(self._url("change", record))

    def move(self, request, verb, records, **how) -> None:
        """Moves each for itself; what cannot be moved is said, and hinders no other."""
        for record in records:
            try:
                with transaction.atomic():
                    getattr(workflow, verb)(record, by=request.user, **how)
            except ValidationError as error:
                words = _("“%(record)s”: %(problem)s") % {
                    "record": self.label_of(record),
                    "problem": " ".join(error.messages),
                }
                self.message_user(request, words, messages.ERROR)
            else:
                self.message_user(request, DONE[verb] % {"record": self.label_of(record)}, messages.SUCCESS)

    def withdrawal(self, request, records, back, hidden):
        """The page that asks why; with a reason, the withdrawal itself."""
        if not can_register(request.user):
            raise PermissionDenied
        form = WithdrawalForm(request.POST if "reason" in request.POST else None)
        if request.method == "POST" and form.is_valid():
            self.move(request, "withdraw", records, reason=form.cleaned_data["reason"])
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw"),
            "opts": self.opts,
            "records": [self.label_of(record) for record in records],
            "form": form,
            "hidden": hidden,
            "back": back,
        }
        return TemplateResponse(request, "admin/withdraw.html", context)

    def _few(self, request, rows) -> list | None:
        records = list(rows[: MOST_AT_ONCE + 1])
        if len(records) <= MOST_AT_ONCE:
            return records
        words = ngettext(
            "Select no more than %(number)s record.", "Select no more than %(number)s records.", MOST_AT_ONCE
        )
        self.message_user(request, words % {"number": MOST_AT_ONCE}, messages.ERROR)
        return None

    def _editable(self, request, rows) -> list | None:
        """Those that the user may edit; PermissionDenied if there is another among them."""
        records = self._few(request, rows)
        if records and not all(self.has_change_permission(request, record) for record in records):
            raise PermissionDenied
        return records

    @admin.action(description=gettext_lazy("Submit the selected %(verbose_name_plural)s"), permissions=["change"])
    def submit_selected(self, request, queryset):
        self.move(request, "submit", self._editable(request, queryset) or [])

    @admin.action(description=gettext_lazy("Publish the selected %(verbose_name_plural)s"), permissions=["change"])
    def publish_selected(self, request, queryset):
        self.move(request, "publish", self._editable(request, queryset) or [])

    @admin.action(description=gettext_lazy("Withdraw the selected %(verbose_name_plural)s …"), permissions=["withdraw"])
    def withdraw_selected(self, request, queryset):
        records = self._few(request, queryset)
        if not records:
            return None
        hidden = {"action": "withdraw_selected", "_selected_action": [record.pk for record in records]}
        return self.withdrawal(request, records, request.get_full_path(), hidden)

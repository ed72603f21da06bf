"""The base of every admin of the register: closed until opened, bounded, and written into the log."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provenance.acting import acting
from provenance.admin.bounds import BoundedChangeList, BoundedPaginator, refuse_nonsense
from provenance.admin.references import ReferenceForm, References
from provenance.history import history_of, in_words

LONGEST_REASON = 500
RAISED_BY_A_GUARD = "23000"


class RecordForm(ReferenceForm):
    """A form that also asks why; the log keeps the answer beside what was changed."""

    change_reason = forms.CharField(
        label=gettext_lazy("Why this change?"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("May be left empty. Kept in the history; of public records it is public."),
    )


def reason_in(request) -> str:
    """The reason that was sent; what the form refuses is none."""
    reason = request.POST.get("change_reason", "")
    return "" if "\0" in reason or len(reason) > LONGEST_REASON else reason.strip()


def refusal_in_words(error: IntegrityError, model) -> str | None:
    """What the database refused, for people; None for what is not theirs to mend."""
    told = error.__cause__.diag if hasattr(error.__cause__, "diag") else None
    if told is None:
        return None
    for constraint in model._meta.constraints:
        if constraint.name == told.constraint_name:
            return str(constraint.violation_error_message)
    if told.constraint_name == "agreement_two_parties":
        return _("A published agreement has at least two parties.")
    if told.sqlstate == RAISED_BY_A_GUARD:
        return _("The register refuses this: %(words)s.") % {"words": told.message_primary}
    return None


class GuardedAdmin(References, admin.ModelAdmin):
    """Asks its own predicates at every door; nobody may do anything until one says so.

    `seen` narrows the rows that a user may open, `referable` those that a form may name, `label_of` says how.
    Django's model permissions are not asked.
    """

    is_known_to_all = False  # whether anybody who works here may read its name

    form = ReferenceForm
    paginator = BoundedPaginator
    show_full_result_count = False
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def may_view(self, user, row=None) -> bool:
        return False

    def may_add(self, user) -> bool:
        return False

    def may_change(self, user, row=None) -> bool:
        return False

    def may_delete(self, user, row=None) -> bool:
        return False

    def seen(self, rows, user):
        return rows

    def referable(self, request, source_field):
        """What a foreign key `source_field` may name; as much as its user may open."""
        return self.get_queryset(request)

    def label_of(self, row) -> str:
        return str(row)

    def get_queryset(self, request):
        return self.seen(super().get_queryset(request), request.user)

    def has_view_permission(self, request, obj=None):
        return self._asked(request, "view", obj) or self.has_change_permission(request, obj)

    def has_add_permission(self, request):
        return self._asked(request, "add")

    def has_change_permission(self, request, obj=None):
        return self._asked(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._asked(request, "delete", obj)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def _asked(self, request, verb, row=None) -> bool:
        """One answer a request: Django's pages ask the same many times."""
        answers = request.__dict__.setdefault("admin_answers", {})
        place = (verb, self.model, row.pk if row is not None else None)
        if place not in answers:
            ask = getattr(self, f"may_{verb}")
            answers[place] = ask(request.user) if verb == "add" else ask(request.user, row)
        return answers[place]

    def get_inline_formsets(self, *args, **kwargs):
        """What holds rows is shown open: nobody should think it lost."""
        groups = super().get_inline_formsets(*args, **kwargs)
        for group in groups:
            if group.formset.initial_form_count():
                group.classes = group.classes.replace("collapse", "")
        return groups

    def get_changelist(self, request, **kwargs):
        return BoundedChangeList

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """A record that is not there and one of others are told apart by nobody."""
        raise Http404

    def changelist_view(self, request, extra_context=None):
        refuse_nonsense(request)
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        refuse_nonsense(request)
        view = super().changeform_view
        return self.acted(request, lambda: view(request, object_id, form_url, extra_context))

    def delete_view(self, request, object_id, extra_context=None):
        view = super().delete_view
        return self.acted(request, lambda: view(request, object_id, extra_context))

    def acted(self, request, view):
        """Answers a request; what a POST writes, its user has done, for the reason that came with it."""
        if request.method != "POST":
            return view()
        try:
            with acting(request.user, reason_in(request)):
                response = view()
                with connection.cursor() as cursor:
                    # What the database asks at the end of a transaction, it is asked while the answer can be told.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
                return response
        except IntegrityError as error:
            words = refusal_in_words(error, self.model)
            if words is None:
                raise
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())


class LoggedAdmin(GuardedAdmin):
    """An admin of records whose history the database writes; Django's own list of admin actions is not kept."""

    form = RecordForm

    def log_addition(self, request, obj, message):
        return None

    log_change = log_addition

    def log_deletions(self, request, queryset):
        return None

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        paginator = self.get_paginator(request, history_of(row), 100)
        page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % self.label_of(row),
            "subtitle": None,
            "steps": in_words(page, public=False),
            "page": page,
            "page_range": paginator.get_elided_page_range(page.number),
            "page_var": PAGE_VAR,
            "module_name": str(capfirst(self.opts.verbose_name_plural)),
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/record_history.html", context)


class ReadOnlyAdmin(GuardedAdmin):
    """What the register keeps and nobody edits; for those who keep the register."""

    form = ReferenceForm  # nobody is asked why

    def may_view(self, user, row=None):
        return user.is_active and (user.is_registrar or user.is_superuser)

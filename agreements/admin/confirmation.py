"""The word of a party: what it said, and the page on which its officer says it."""

import itertools

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import workflow
from agreements.admin.scope import OfAgreement
from agreements.confirmation import FACT_NAMES, key_facts
from agreements.models import Act, Agreement, Confirmation, Field, Party
from agreements.permissions import can_confirm
from municipalities.admin.scope import LANGUAGES
from municipalities.models import Municipality
from provenance.dates import PartialDate
from provenance.history import date_in_words

SHOWN = "besa.confirmation.shown"  # the salt under which the facts that were shown are signed


class WordForm(forms.Form):
    """What an officer answers to the facts that the page showed; they come back with the answer, signed."""

    verdict = forms.ChoiceField(choices=Confirmation.Verdict, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )
    facts = forms.CharField(widget=forms.HiddenInput)

    def clean_facts(self):
        try:
            return signing.loads(self.cleaned_data["facts"], salt=SHOWN)
        except signing.BadSignature:
            raise ValidationError(_("Read the record again, then answer.")) from None


def facts_in_words(facts: dict) -> list[tuple[str, list[str]]]:
    """The key facts that a party confirms (`agreements.confirmation.KEY_FACTS`), each with its lines."""
    names = {
        str(uid): f"{name} ({country})"
        for uid, name, country in Municipality.objects.rewrite(False)
        .filter(uid__in=[party["municipality"] for party in facts["parties"]])
        .values_list("uid", "name", "country")
    }
    fields = {field.code: field.name for field in Field.objects.filter(code__in=facts["fields"])}
    lines = {
        "form": [str(Agreement.Form(facts["form"]).label)],
        "title": [f"{label}: {facts['title'][code]}" for code, label in LANGUAGES.items() if facts["title"][code]],
        "parties": [_party(party, names[party["municipality"]]) for party in facts["parties"]],
        "acts": [_act(act) for act in facts["acts"]],
        "term": list(_term(facts["term"])),
        "fields": [fields[code] for code in facts["fields"]],
    }
    return [(str(label), lines[name]) for name, label in FACT_NAMES.items()]


def _day(written: str | None) -> str:
    return date_in_words(PartialDate.parse(written)) if written else _("not known")


def _party(party: dict, name: str) -> str:
    parts = [name]
    if party["role"] != Party.Role.PARTY:
        parts.append(str(Party.Role(party["role"]).label))
    if party["signatory"]:
        parts.append(_("signed by %(name)s") % {"name": party["signatory"]})
    parts.append(_("signed on: %(day)s") % {"day": _day(party["signed"])})
    for name_of_day, words in (("joined", _("joined on: %(day)s")), ("left", _("left on: %(day)s"))):
        if party[name_of_day]:
            parts.append(words % {"day": _day(party[name_of_day])})
    return ", ".join(parts)


def _act(act: dict) -> str:
    words = f"{Act.Kind(act['kind']).label}: {_day(act['on'])}"
    if act["extends"]:
        words += ", " + _("extends the term to %(day)s") % {"day": _day(act["extends"])}
    return words


def _term(term: dict):
    yield str(Agreement.Term(term["kind"]).label)
    if term["ends"]:
        yield _("ends on: %(day)s") % {"day": _day(term["ends"])}
    if term["notice_months"] is not None:
        yield _("notice period in months: %(number)s") % {"number": term["notice_months"]}
    if term["tacit_renewal"] is not None:
        yield _("renews itself") if term["tacit_renewal"] else _("does not renew itself")


class Confirming:
    """For the agreement's admin: its page offers its own officers to give their municipality's word."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.word_view)
        address = "<int:object_id>/word/<int:party_id>/"
        return [path(address, view, name="agreements_agreement_word"), *super().get_urls()]

    def words_of(self, request, agreement) -> list[dict]:
        """The parties for which this user may answer."""
        own = set(request.user.memberships.confirming().values_list("municipality", flat=True))
        return [
            {
                "url": reverse("admin:agreements_agreement_word", args=[agreement.pk, party.pk]),
                "label": _("Confirm or dispute for %(municipality)s …") % {"municipality": party.municipality},
                "needs_page": True,
            }
            for party in agreement.parties.all()
            if party.municipality_id in own and can_confirm(request.user, party)
        ]

    def verbs_of(self, request, record):
        return [*super().verbs_of(request, record), *self.words_of(request, record)]

    def word_view(self, request, object_id, party_id):
        agreement = self.get_object(request, str(object_id))
        party = next((one for one in agreement.parties.all() if one.pk == party_id), None) if agreement else None
        if party is None:
            raise Http404
        if not can_confirm(request.user, party):
            raise PermissionDenied
        form = WordForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self._given(request, party, form):
            return HttpResponseRedirect(self._url("change", agreement))
        facts = key_facts(agreement)
        context = {
            **self.admin_site.each_context(request),
            "title": _("The word of %(municipality)s") % {"municipality": party.municipality},
            "subtitle": self.label_of(agreement),
            "opts": self.opts,
            "original": agreement,
            "facts": facts_in_words(facts),
            "shown": signing.dumps(facts, salt=SHOWN, compress=True),
            "form": form,
            "problems": list(itertools.chain.from_iterable(form.errors.values())),
            "back": self._url("change", agreement),
        }
        return TemplateResponse(request, "admin/word.html", context)

    def _given(self, request, party, form) -> bool:
        answer = form.cleaned_data
        try:
            if answer["verdict"] == Confirmation.Verdict.CONFIRMED:
                workflow.confirm(party, by=request.user, facts=answer["facts"])
            else:
                workflow.dispute(party, by=request.user, reason=answer["reason"], facts=answer["facts"])
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return False
        self.message_user(request, _("Your municipality's word is in the register."), messages.SUCCESS)
        return True


@admin.register(Confirmation)
class ConfirmationAdmin(OfAgreement):
    """What the parties said. Nobody edits it: the latest word counts."""

    path = "party__agreement"
    list_display = ["party", "agreement", "verdict", "confirmed_at", "confirmed_by_name"]
    list_filter = ["verdict"]
    search_fields = ["party__agreement__number"]
    search_help_text = gettext_lazy("An agreement's number, title or parties")
    fields = ["agreement", "party", "verdict", "reason", "confirmed_at", "confirmed_by_name", "key_facts", "uid"]
    readonly_fields = fields

    def may_add(self, user):
        return False

    def may_change(self, user, row=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("party__municipality", "party__agreement")

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields

    @admin.display(description=gettext_lazy("agreement"))
    def agreement(self, confirmation):
        return str(confirmation.party.agreement)

    @admin.display(description=gettext_lazy("key facts as they stood"))
    def key_facts(self, confirmation):
        return "; ".join(f"{label}: {', '.join(lines) or '–'}" for label, lines in facts_in_words(confirmation.facts))

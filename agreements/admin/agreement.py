from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from agreements.admin.act import ActInline
from agreements.admin.commitment import CommitmentInline
from agreements.admin.confirmation import Confirming
from agreements.admin.document import DocumentInline
from agreements.admin.field import AgreementFieldInline, AgreementNetworkInline
from agreements.admin.party import PartyInline
from agreements.admin.publishing import STATE, Publishing
from agreements.admin.scope import with_number_or_words
from agreements.confirmation import Badge, badge, sides_of
from agreements.models import Agreement, AgreementField, Field, LegalStatus
from municipalities.admin.scope import TranslatedAdmin, language_fieldsets
from municipalities.models import Municipality
from municipalities.permissions import can_register
from provenance.facts import fact_name
from provenance.models import Citation

# Fields of rows that are written into an agreement: only what its user may edit.
WRITES_INTO = {f"agreements.{noun}.agreement" for noun in ("Act", "Commitment", "Activity", "Document", "Party")}
MOST_SOURCES = 50


class LegalStatusFilter(admin.SimpleListFilter):
    title = _("legal status today")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return LegalStatus.choices

    def queryset(self, request, queryset):
        return queryset.with_legal_status(self.value(), on=localdate()) if self.value() else queryset


class FieldFilter(admin.SimpleListFilter):
    title = _("field")
    parameter_name = "field"

    def lookups(self, request, model_admin):
        return [(field.code, field.name) for field in Field.objects.order_by("pk")]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(
            Exists(AgreementField.objects.filter(agreement=OuterRef("pk"), field__code=self.value()))
        )


@admin.register(Agreement)
class AgreementAdmin(Confirming, Publishing, TranslatedAdmin):
    """The agreement with its parties, acts, promises and documents on one page."""

    list_display = ["number", "name", "form", "publication", "legal_status", "since", "recorded_by"]
    list_display_links = ["number", "name"]
    list_filter = ["publication", "form", LegalStatusFilter, FieldFilter, "origin"]
    list_select_related = ["recorded_by", "search"]
    ordering = ["-pk"]
    sortable_by = ["since"]
    search_fields = ["number"]
    search_help_text = _("A number, a title, a municipality in any script, a promise")
    autocomplete_fields = ["predecessor", "recorded_by"]
    inlines = [PartyInline, ActInline, CommitmentInline, AgreementFieldInline, AgreementNetworkInline, DocumentInline]
    fieldsets = [
        (None, {"fields": ["standing", ("form", "original_language", "recorded_by")]}),
        *language_fieldsets("title", "summary", "preamble", "objectives"),
        (_("Term"), {"fields": [("term", "term_ends_on"), ("notice_months", "tacit_renewal")]}),
        (_("Legal basis"), {"classes": ["collapse"], "fields": ["legal_basis", "governing_languages", "predecessor"]}),
        (_("Internal notes"), {"classes": ["collapse"], "fields": ["internal_notes"]}),
        (_("What was done and who says so"), {"classes": ["collapse"], "fields": [
            "periods", "words", "activities_done", "sources", "origin",
        ]}),
        STATE,
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).with_parties().with_status(localdate())

    def referable(self, request, source_field):
        agreements = Agreement.objects.with_parties().order_by("-pk")
        if str(source_field) in WRITES_INTO:
            return agreements.editable_by(request.user)
        return agreements.of_own(request.user)

    def label_of(self, row):
        return f"{row.number} · {row.name}"

    def get_search_results(self, request, queryset, search_term):
        return with_number_or_words(search_term, queryset) if search_term.strip() else queryset, False

    def get_readonly_fields(self, request, obj=None):
        shown = ["standing", "periods", "words", "activities_done", "sources", "origin"]
        if obj is not None and not can_register(request.user):
            shown.append("recorded_by")
        return [*super().get_readonly_fields(request, obj), *shown]

    def get_fieldsets(self, request, obj=None):
        """A clerk of one municipality need not say which: their claim is their municipality's."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None or self._only_municipality(request) is None:
            return fieldsets
        (title, options), *rest = fieldsets
        return [(title, {**options, "fields": ["standing", ("form", "original_language")]}), *rest]

    @staticmethod
    def _only_municipality(request) -> Municipality | None:
        if can_register(request.user):
            return None
        own = list(Municipality.objects.editable_by(request.user)[:2])
        return own[0] if len(own) == 1 else None

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "recorded_by":
            field.required = not can_register(request.user)
        return field

    def save_model(self, request, obj, form, change):
        if not change and "recorded_by" not in form.fields:
            obj.recorded_by = self._only_municipality(request)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("name"))
    def name(self, agreement):
        return agreement.name

    @admin.display(description=_("legal status today"))
    def legal_status(self, agreement):
        return LegalStatus(agreement.legal_status).label if agreement.legal_status else "–"

    @admin.display(description=_("since"), ordering="search__since")
    def since(self, agreement):
        return agreement.search.since or "–"

    @admin.display(description=_("standing"))
    def standing(self, agreement):
        """Publication, legal status and confirmation: three things, never one."""
        if agreement.pk is None:
            return _("A draft, until it is submitted or published.")
        word = badge(sides_of([agreement])[agreement.pk])
        return format_html_join(
            " · ",
            '<span class="standing {}">{}</span>',
            [
                (agreement.publication, agreement.get_publication_display()),
                (agreement.legal_status or "", self.legal_status(agreement)),
                (word, Badge.LABELS[word]),
            ],
        )

    @admin.display(description=_("legal status in time"))
    def periods(self, agreement):
        return _lines(
            (
                LegalStatus(period.status).label,
                " – ".join(
                    date_format(day, "DATE_FORMAT") if day else "…" for day in (period.days.lower, period.days.upper)
                ),
            )
            for period in agreement.status_periods.order_by("days")
        )

    @admin.display(description=_("words of the parties"))
    def words(self, agreement):
        if agreement.pk is None:
            return "–"
        return _lines(
            (side.party.municipality, side.confirmation.get_verdict_display() if side.confirmation else "–")
            for side in sides_of([agreement])[agreement.pk]
        )

    @admin.display(description=_("activities"))
    def activities_done(self, agreement):
        if agreement.pk is None:
            return "–"
        number = agreement.activities.count()
        return format_html(
            '{} · <a href="{}?q={}">{}</a> · <a href="{}?agreement={}">{}</a>',
            number,
            reverse("admin:agreements_activity_changelist"),
            agreement.number,
            _("show"),
            reverse("admin:agreements_activity_add"),
            agreement.pk,
            _("add one"),
        )

    @admin.display(description=_("sources"))
    def sources(self, agreement):
        """What bears the record as a whole or one fact of it; the first fifty."""
        if agreement.pk is None:
            return "–"
        return _lines(
            (fact_name(citation.model, citation.field), f"{citation.value} {citation}".strip())
            for citation in Citation.objects.about(agreement).order_by("field", "pk")[:MOST_SOURCES]
        )


def _lines(pairs):
    return format_html_join("", "<div>{}: {}</div>", pairs) or "–"

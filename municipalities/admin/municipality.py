from babel import Locale
from django.conf import settings
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from municipalities.admin.scope import OwnRecords, PartInTable, TranslatedAdmin, TranslatedPart, language_fieldsets
from municipalities.models import Alias, Institution, Mayor, Membership, Municipality, SearchName
from municipalities.permissions import can_register
from municipalities.search import alike, folded, with_name

# What identifies a municipality is the registrar's; the rest its own editors keep.
IDENTITY = [
    "level", "country", "region", "region_name", "wikidata_qid", "geonames_id", "osm_relation", "national_code",
    "national_code_scheme", "existed_from", "existed_to", "successor", "is_member",
]  # fmt: skip
# Fields that may name any municipality: a partner is another one.
NAMES_ANY = {
    "agreements.Party.municipality",
    "agreements.ProjectPartner.municipality",
    "agreements.Adoption.municipality",
    "municipalities.Municipality.successor",
}


class CountryFilter(admin.SimpleListFilter):
    """The countries that there are municipalities of, by their names in the reader's language."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request, model_admin):
        codes = model_admin.get_queryset(request).order_by().values_list("country", flat=True).distinct()
        names = Locale.parse(get_language() or settings.LANGUAGE_CODE).territories
        return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(country=self.value()) if self.value() else queryset


class AliasInline(PartInTable):
    model = Alias
    classes = ["collapse"]


class MayorInline(PartInTable):
    model = Mayor
    fields = ["name", "starts_on", "ends_on", "ongoing", "acting"]
    show_change_link = True
    classes = ["collapse"]


class InstitutionInline(TranslatedPart):
    model = Institution
    fieldsets = [(None, {"fields": ["kind", "website", "contact"]}), *language_fieldsets("name")]
    classes = ["collapse"]


class MembershipInline(PartInTable):
    """Who works for it: the registrar's business."""

    model = Membership
    autocomplete_fields = ["user"]
    classes = ["collapse"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "municipality")

    def has_view_permission(self, request, obj=None):
        return can_register(request.user)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(Municipality)
class MunicipalityAdmin(OwnRecords, TranslatedAdmin):
    """Kept by the registrar; what is no identity, by its own editors as well."""

    is_known_to_all = True
    list_display = ["name", "country", "region_name", "local_type", "level", "is_member"]
    list_filter = ["is_member", "level", CountryFilter]
    sortable_by = ["country"]
    search_fields = ["name"]
    search_help_text = _("A name in any language or script")
    autocomplete_fields = ["successor"]
    inlines = [AliasInline, MayorInline, InstitutionInline, MembershipInline]
    fieldsets = [
        *language_fieldsets("name"),
        (None, {"fields": ["local_name", "local_type", "website"]}),
        (_("Place"), {"fields": [("latitude", "longitude"), ("population", "population_year")]}),
        (_("Coat of arms"), {"fields": ["coat_of_arms", "coat_of_arms_credit"]}),
        (_("Identity"), {"fields": [
            "level", "country", ("region", "region_name"), ("national_code", "national_code_scheme"),
            ("wikidata_qid", "geonames_id", "osm_relation"), ("existed_from", "existed_to"), "successor", "is_member",
            "uid",
        ]}),
    ]  # fmt: skip

    def own(self, rows, user):
        return rows.of_own(user)

    def edited(self, rows, user):
        return rows.editable_by(user)

    def may_add(self, user):
        return can_register(user)

    def may_delete(self, user, row=None):
        return can_register(user)

    def get_queryset(self, request):
        return super().get_queryset(request).by_name()

    def get_readonly_fields(self, request, obj=None):
        return ["uid"] if can_register(request.user) else ["uid", *IDENTITY]

    def referable(self, request, source_field):
        if str(source_field) in NAMES_ANY:
            return Municipality.objects.by_name()
        return Municipality.objects.editable_by(request.user).by_name()

    def label_of(self, row):
        return " · ".join(part for part in (row.name, row.region_name, row.country) if part)

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        named = with_name(queryset, search_term)
        if not named.exists():
            return queryset.filter(pk__in=alike(search_term)), False
        names = SearchName.objects.filter(municipality=OuterRef("pk"))
        wanted = folded(search_term)
        # Saraj before Sarajevo, and both before Istočno Sarajevo.
        return named.order_by(
            Exists(names.filter(folded=wanted)).desc(),
            Exists(names.filter(folded__startswith=wanted)).desc(),
            *queryset.query.order_by,
        ), False

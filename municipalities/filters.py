"""The one FilterSet per noun, for pages and API."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from municipalities.models import Mayor, Municipality
from municipalities.search import alike, with_name


class CountryFilter(filters.CharFilter):
    """A country by its two letters, in either case."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label": _("Country"), "max_length": 2, "min_length": 2, **kwargs})

    def filter(self, queryset, value):
        return super().filter(queryset, value.upper() if value else value)


class MunicipalityFilter(filters.FilterSet):
    q = filters.CharFilter(method="find", label=_("Name"), max_length=200)
    country = CountryFilter(field_name="country")
    member = filters.BooleanFilter(field_name="is_member", label=_("Member of the register"))

    class Meta:
        model = Municipality
        fields = []

    def find(self, queryset, name, value):
        exact = with_name(queryset, value)
        return exact if exact.exists() else queryset.filter(pk__in=alike(value))


class MayorFilter(filters.FilterSet):
    municipality = filters.UUIDFilter(field_name="municipality__uid", label=_("Municipality"))
    country = CountryFilter(field_name="municipality__country")

    class Meta:
        model = Mayor
        fields = []

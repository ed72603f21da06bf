"""The one FilterSet per noun, for pages and API."""

import uuid

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.models import Mayor, Municipality
from municipalities.search import MOST_WORDS, alike, called, folded, with_name


def municipalities_meant(text: str):
    """The municipalities that a person means by a uid or a name: called so, or else beginning so, or else alike."""
    try:
        return Municipality.objects.filter(uid=uuid.UUID(text))
    except ValueError:
        every = Municipality.objects.all()
        for meant in (called(every, text), with_name(every, text)):
            if meant.exists():
                return meant
        return every.filter(pk__in=alike(text))


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
    q = filters.CharFilter(method="find", label=_("Name"), max_length=200)
    municipality = filters.CharFilter(method="of_municipality", label=_("Municipality"), max_length=200)
    country = CountryFilter(field_name="municipality__country")

    class Meta:
        model = Mayor
        fields = []

    def find(self, queryset, name, value):
        """Names that hold every word, or begin with it; where there is none, those that look alike."""
        wanted = folded(value)
        if not wanted:
            return queryset.none()
        exact = queryset
        for word in wanted.split()[:MOST_WORDS]:
            exact = exact.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
        return exact if exact.exists() else queryset.filter(folded__trigram_similar=wanted)

    def of_municipality(self, queryset, name, value):
        return queryset.filter(municipality__in=municipalities_meant(value).values("pk"))

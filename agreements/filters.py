"""The one FilterSet per noun, for pages and API. The keys are words that both use in their addresses."""

import datetime as dt

import django_filters as filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import (
    Adoption,
    Agreement,
    Field,
    GoodPractice,
    JointProject,
    LegalStatus,
    Party,
    ProjectPartner,
)
from agreements.search import found, matching
from municipalities.filters import CountryFilter, municipalities_meant
from provenance.dates import EARLIEST_YEAR, LATEST_YEAR, PartialDateFormField
from provenance.keyset import Order

IN_THE_CALENDAR = [
    MinValueValidator(dt.date(EARLIEST_YEAR, 1, 1)),
    MaxValueValidator(dt.date(LATEST_YEAR, 12, 31)),
]


SINCE = {"by": F("search__since"), "form_field": PartialDateFormField(), "nullable": True}


class PartyFilter(filters.CharFilter):
    """By one of its municipalities (`parties` says in which model they stand), never by a join."""

    def __init__(self, *args, parties, of, **kwargs):
        super().__init__(*args, **{"label": _("Municipality"), "max_length": 200, **kwargs})
        self.parties, self.of = parties, of

    def filter(self, queryset, value):
        if not value:
            return queryset
        meant = municipalities_meant(value)
        return queryset.filter(
            Exists(self.parties.objects.filter(**{self.of: OuterRef("pk")}, municipality__in=meant.values("pk")))
        )


class PartyCountryFilter(CountryFilter):
    """By the country of one of its municipalities."""

    def __init__(self, *args, parties, of, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties, self.of = parties, of

    def filter(self, queryset, value):
        if not value:
            return queryset
        parties = self.parties.objects.filter(**{self.of: OuterRef("pk")}, municipality__country=value.upper())
        return queryset.filter(Exists(parties))


class FieldFilter(filters.ModelChoiceFilter):
    """By a field of cooperation, named by its code."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", _("Field"))
        super().__init__(*args, queryset=Field.objects.order_by("name"), to_field_name="code", **kwargs)

    def filter(self, queryset, value):
        if value is None:
            return queryset
        links = queryset.model._meta.get_field("field_links").related_model
        owner = queryset.model._meta.get_field("field_links").field.name
        return queryset.filter(Exists(links.objects.filter(**{owner: OuterRef("pk")}, field=value)))


class YearFilter(filters.NumberFilter):
    field_class = forms.IntegerField


class AgreementFilter(filters.FilterSet):
    """What one may ask of a list of agreements. `asOf` is the day for which the whole list answers."""

    q = filters.CharFilter(method="find", label=_("Search"), max_length=200)
    municipality = PartyFilter(parties=Party, of="agreement")
    country = PartyCountryFilter(parties=Party, of="agreement")
    form = filters.MultipleChoiceFilter(choices=Agreement.Form.choices, label=_("Form"))
    field = FieldFilter()
    status = filters.MultipleChoiceFilter(choices=LegalStatus.choices, method="with_status", label=_("Legal status"))
    yearFrom = YearFilter(method="since_year", label=_("From year"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR)
    yearTo = YearFilter(method="until_year", label=_("To year"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR)
    asOf = filters.DateFilter(method="on_the_day", label=_("As of"), validators=IN_THE_CALENDAR)
    sort = filters.ChoiceFilter(
        method="in_order",
        label=_("Order"),
        choices=[
            ("-registered", _("latest in the register")),
            ("registered", _("earliest in the register")),
            ("-since", _("most recent agreements")),
            ("since", _("oldest agreements")),
        ],
    )

    # By the name that `sort` takes, the usual one first
    orders = {
        "-registered": Order(descending=True),
        "registered": Order(),
        "-since": Order(**SINCE, descending=True),
        "since": Order(**SINCE),
    }

    class Meta:
        model = Agreement
        fields = []

    @property
    def day(self) -> dt.date:
        """The day for which the list answers: `asOf`, or today."""
        return self.form.cleaned_data.get("asOf") or timezone.localdate()

    def find(self, queryset, name, value):
        return found(queryset, value)

    def with_status(self, queryset, name, value: list[str]):
        return queryset.with_legal_status(*value, on=self.day) if value else queryset

    def since_year(self, queryset, name, value: int):
        return queryset.filter(search__since__gte=f"{value:04}")

    def until_year(self, queryset, name, value: int):
        return queryset.filter(search__since__lt=f"{value + 1:04}")

    def on_the_day(self, queryset, name, value):
        """Agreements that had a legal status on that day: those that were there."""
        return queryset.with_legal_status(*LegalStatus.values, on=value)

    def in_order(self, queryset, name, value: str):
        return self.orders[value].all(queryset)


class JointProjectFilter(filters.FilterSet):
    q = filters.CharFilter(method="find", label=_("Search"), max_length=200)
    municipality = PartyFilter(parties=ProjectPartner, of="project")
    country = PartyCountryFilter(parties=ProjectPartner, of="project")
    status = filters.MultipleChoiceFilter(choices=JointProject.Status.choices, label=_("Status"))
    field = FieldFilter()

    class Meta:
        model = JointProject
        fields = []

    def find(self, queryset, name, value):
        return matching(queryset, value)


class GoodPracticeFilter(filters.FilterSet):
    q = filters.CharFilter(method="find", label=_("Search"), max_length=200)
    municipality = filters.CharFilter(method="of_municipality", label=_("Municipality"), max_length=200)
    country = CountryFilter(field_name="owner__country")
    field = FieldFilter()

    class Meta:
        model = GoodPractice
        fields = []

    def find(self, queryset, name, value):
        return matching(queryset, value)

    def of_municipality(self, queryset, name, value):
        """Those that it owns or took up."""
        meant = municipalities_meant(value).values("pk")
        adopted = Adoption.objects.filter(practice=OuterRef("pk"), municipality__in=meant)
        return queryset.filter(Q(owner__in=meant) | Exists(adopted))

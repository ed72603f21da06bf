"""The one FilterSet per noun, for pages and API."""

import copy
import datetime as dt
import uuid
from functools import cache

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.fields import MultipleChoiceField

from municipalities.folding import Fold
from municipalities.models import Mayor, Municipality
from municipalities.search import alike, called, holding, named_by, with_name
from provenance.dates import EARLIEST_YEAR, LATEST_YEAR, PartialDateFormField
from provenance.keyset import Order

LARGEST_POPULATION = 2**31 - 1  # that its column holds
IN_THE_CALENDAR = [
    MinValueValidator(dt.date(EARLIEST_YEAR, 1, 1)),
    MaxValueValidator(dt.date(LATEST_YEAR, 12, 31)),
]


def keys_meant(text: str) -> list[int]:
    """The keys of those that a person means by a uid or a name: called so, or else beginning so, or else alike.

    By their keys: of a subquery the planner does not know how many it finds.
    """
    every = Municipality.objects.all()
    try:
        return list(every.filter(uid=uuid.UUID(text)).values_list("pk", flat=True))
    except ValueError:
        for meant in (called, with_name):
            if keys := list(meant(every, text).values_list("pk", flat=True)):
                return keys
        return alike(text)


def municipalities_meant(text: str) -> QuerySet:
    return Municipality.objects.filter(pk__in=keys_meant(text))


class Filters(dict):
    """Filters by their names, of which a FilterSet copies all for each request: what they are made of is shared."""

    def __deepcopy__(self, memo):
        return {name: self._own(one) for name, one in self.items()}

    @staticmethod
    def _own(one: filters.Filter) -> filters.Filter:
        other = copy.copy(one)
        if other.method:
            other.method = one.method  # it holds on to the filter that it was given to
        return other


class FilterSet(filters.FilterSet):
    """Its form is put together once, and its filters are copied no deeper than a request changes them: both took longer
    than to read an address with them."""

    @classmethod
    def get_filters(cls) -> Filters:
        return Filters(super().get_filters())

    @classmethod
    @cache
    def _form_class(cls) -> type[forms.Form]:
        fields = {name: one.field for name, one in cls.base_filters.items()}
        return type(f"{cls.__name__}Form", (cls._meta.form,), fields)

    def get_form_class(self) -> type[forms.Form]:
        return self._form_class()

    def filter_queryset(self, queryset: QuerySet, without=()) -> QuerySet:
        """By all that was asked but these keys; what is wrong filters nothing."""
        for name, value in self.form.cleaned_data.items():
            if name not in without:
                queryset = self.filters[name].filter(queryset, value)
        return queryset


# What is written to be searched for
TEXT = {"max_length": 200, "error_messages": {"max_length": _("Write at most %(limit_value)d characters.")}}
NO_CHOICE = {"invalid_choice": _("“%(value)s” is not among what can be chosen here.")}


class AnyOfField(MultipleChoiceField):
    """Each value counts once. Choices that the register holds are asked for once, however many the values are."""

    default_error_messages = NO_CHOICE

    def __deepcopy__(self, memo):
        """For each form one of its own; the choices, which nobody changes, are shared and not copied."""
        memo[id(self._choices)] = self._choices
        return super().__deepcopy__(memo)

    def to_python(self, value) -> list[str]:
        return list(dict.fromkeys(super().to_python(value)))

    def validate(self, value):
        if value:
            self.choices = list(self.choices)
        super().validate(value)


class AnyOfFilter(filters.MultipleChoiceFilter):
    """Several values of one key mean any of them. Never by DISTINCT, which would hide the order from every index."""

    field_class = AnyOfField

    def filter(self, queryset, value):
        return queryset.filter(**{f"{self.field_name}__in": value}) if value else queryset


class WordsField(forms.MultipleChoiceField):
    """Several words that are no choices: each is held against `word` alone."""

    MOST = 300

    def __init__(self, *, word: forms.Field, **kwargs):
        super().__init__(**kwargs)
        self.word = word

    def to_python(self, value) -> list[str]:
        return list(dict.fromkeys(self.word.to_python(one) for one in super().to_python(value) if one))

    def validate(self, value):
        forms.Field.validate(self, value)
        if len(value) > self.MOST:
            raise ValidationError(_("Give at most %(number)s values.") % {"number": self.MOST})
        for one in value:
            self.word.clean(one)


class CountryField(WordsField):
    """Countries by their two letters, in either case."""

    def __init__(self, **kwargs):
        word = forms.RegexField(r"^[A-Z]{2}\Z", error_messages={"invalid": _("Two letters, such as MK.")})
        super().__init__(word=word, **kwargs)

    def to_python(self, value):
        return list(dict.fromkeys(one.upper() for one in super().to_python(value)))


class CountryFilter(AnyOfFilter):
    """Any of several countries."""

    field_class = CountryField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label": _("Country"), **kwargs})


class DayField(forms.DateField):
    """A day as ISO 8601 writes it, in every language: an address means the same day to all who follow it."""

    default_error_messages = {"invalid": _("Write the day like this: 2026-11-28.")}

    def __init__(self, **kwargs):
        super().__init__(**{"input_formats": ["%Y-%m-%d"], "validators": IN_THE_CALENDAR, **kwargs})


class DayFilter(filters.DateFilter):
    """The day for which the whole list answers; its filterset is `OfADay`."""

    field_class = DayField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label": _("As of"), **kwargs})

    def filter(self, queryset, value):
        return queryset.as_of(value) if value else queryset


class OrderFilter(filters.ChoiceFilter):
    """In which of the `orders` of its filterset the list stands; each has a name in the address, and one for people."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label": _("Order"), "error_messages": NO_CHOICE, **kwargs})

    def filter(self, queryset, value):
        return self.parent.orders[value].all(queryset) if value else queryset


class OfADay:
    """A list whose records are told as of a day, by `asOf = DayFilter()`."""

    @property
    def as_of(self) -> dt.date | None:
        return self.form.cleaned_data.get("asOf")

    @property
    def day(self) -> dt.date:
        """The day for which the list answers: `asOf`, or today."""
        return self.as_of or timezone.localdate()


class MunicipalityFilter(FilterSet):
    q = filters.CharFilter(method="find", label=_("Name"), **TEXT)
    country = CountryFilter(field_name="country")
    member = AnyOfFilter(
        choices=[("true", _("yes")), ("false", _("no"))], method="of_members", label=_("Member of the register")
    )
    sort = OrderFilter(
        choices=[
            ("name", _("by name")),
            ("-population", _("by population")),
            ("-registered", _("latest in the register")),
        ]
    )

    # By the name that `sort` takes, the usual one first
    orders = {
        "name": Order(by=Fold("name"), form_field=forms.CharField(strip=False, required=False)),
        "-population": Order(
            by=F("population"),
            form_field=forms.IntegerField(min_value=0, max_value=LARGEST_POPULATION),
            descending=True,
            nullable=True,
        ),
        "-registered": Order(descending=True),
    }

    class Meta:
        model = Municipality
        fields = []

    def find(self, queryset, name, value):
        exact = with_name(queryset, value)
        return exact if exact.exists() else queryset.filter(pk__in=alike(value))

    def of_members(self, queryset, name, value: list[str]):
        return queryset.filter(is_member__in=[one == "true" for one in value]) if value else queryset


class MayorFilter(OfADay, FilterSet):
    q = filters.CharFilter(method="find", label=_("Name"), **TEXT)
    municipality = filters.CharFilter(method="of_municipality", label=_("Municipality"), **TEXT)
    country = CountryFilter(field_name="municipality__country")
    asOf = DayFilter()
    sort = OrderFilter(choices=[("name", _("by name")), ("-since", _("most recent terms"))])

    orders = {
        # Those of one name stand together, however they are written.
        "name": Order(by=F("folded"), form_field=forms.CharField(strip=False, required=False)),
        "-since": Order(by=F("starts_on"), form_field=PartialDateFormField(), descending=True, nullable=True),
    }

    class Meta:
        model = Mayor
        fields = []

    def find(self, queryset, name, value):
        """Names that hold every word, or begin with it; where there is none, those that look alike."""
        wanted = named_by(value)
        if not wanted:
            return queryset.none()
        exact = holding(queryset, value)
        return exact if exact.exists() else queryset.filter(folded__trigram_similar=wanted)

    def of_municipality(self, queryset, name, value):
        return queryset.filter(municipality__in=keys_meant(value))

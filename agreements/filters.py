"""The one FilterSet per noun, for pages and API. The keys are words that both use in their addresses."""

import django_filters as filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.confirmation import Badge
from agreements.facets import UNKNOWN, with_badges, with_liveness
from agreements.liveness import Liveness
from agreements.models import (
    Adoption,
    Agreement,
    AgreementNetwork,
    Field,
    GoodPractice,
    JointProject,
    LegalStatus,
    Network,
    Party,
    ProjectPartner,
)
from agreements.search import found, matching
from municipalities.filters import (
    TEXT,
    AnyOfFilter,
    CountryFilter,
    DayFilter,
    FilterSet,
    OfADay,
    OrderFilter,
    WordsField,
    keys_meant,
)
from provenance.dates import EARLIEST_YEAR, LATEST_YEAR, PartialDateFormField
from provenance.keyset import Order
from provenance.models import Citation

# Orders that every kind of record has: what people call them, and how they are read.
BY_REGISTRATION = [("-registered", _("latest in the register")), ("registered", _("earliest in the register"))]
REGISTRATION = {"-registered": Order(descending=True), "registered": Order()}
SINCE = {"by": F("facets__since"), "form_field": PartialDateFormField(), "nullable": True, "key": "facets__agreement"}


class MunicipalitiesField(WordsField):
    """Municipalities, each by its identifier or a name."""

    MOST = 20

    def __init__(self, **kwargs):
        super().__init__(word=forms.CharField(**TEXT), **kwargs)


class OfParty:
    """By one of its parties (`parties` says in which model they stand), never by a join."""

    def __init__(self, *args, parties, of, **kwargs):
        super().__init__(*args, **kwargs)
        self.parties, self.of = parties, of

    def _with_party(self, queryset, **those):
        """With a party of those; of a list as of a day, one that was a party then."""
        parties = self.parties.objects.filter(**{self.of: OuterRef("pk")}, **those)
        if on := getattr(self.parent, "as_of", None):
            parties = parties.as_of(on)
        return queryset.filter(Exists(parties))


class PartyFilter(OfParty, AnyOfFilter):
    """By its municipalities. `keys` are those meant, looked up once for each request."""

    field_class = MunicipalitiesField
    keys: list[int] | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label": _("Municipality"), **kwargs})

    def filter(self, queryset, value):
        if not value:
            return queryset
        if self.keys is None:
            self.keys = sorted({key for text in value for key in keys_meant(text)})
        return self._with_party(queryset, municipality__in=self.keys)


class PartyCountryFilter(OfParty, CountryFilter):
    """By the countries of its municipalities."""

    def filter(self, queryset, value):
        return self._with_party(queryset, municipality__country__in=value) if value else queryset


class AgreementCountryFilter(PartyCountryFilter):
    """The same of agreements, which keep their parties' countries at hand."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        queryset = queryset.filter(facets__countries__overlap=value)
        return super().filter(queryset, value) if self.parent.as_of else queryset


class FieldFilter(AnyOfFilter):
    """By fields of cooperation, named by their codes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label": _("Field"), "choices": self.choices, **kwargs})

    @staticmethod
    def choices() -> list[tuple[str, str]]:
        return list(Field.objects.order_by("name").values_list("code", "name"))

    def filter(self, queryset, value):
        if not value:
            return queryset
        links = queryset.model._meta.get_field("field_links").related_model
        owner = queryset.model._meta.get_field("field_links").field.name
        keys = list(Field.objects.filter(code__in=value).values_list("pk", flat=True))
        return queryset.filter(Exists(links.objects.filter(**{owner: OuterRef("pk")}, field__in=keys)))


class NetworkFilter(AnyOfFilter):
    """By the networks under which agreements came about, named by their identifiers."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label": _("Network"), "choices": self.choices, **kwargs})

    @staticmethod
    def choices() -> list[tuple[str, str]]:
        return [(str(uid), name) for uid, name in Network.objects.order_by("name", "pk").values_list("uid", "name")]

    def filter(self, queryset, value):
        if not value:
            return queryset
        keys = list(Network.objects.filter(uid__in=value).values_list("pk", flat=True))
        return queryset.filter(Exists(AgreementNetwork.objects.filter(agreement=OuterRef("pk"), network__in=keys)))


class DecadeFilter(AnyOfFilter):
    """By decades, named by their first years; what has no date is one of its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, choices=self.choices, **kwargs)

    @staticmethod
    def choices() -> list[tuple[str, str]]:
        return [*((str(year), str(year)) for year in range(EARLIEST_YEAR, LATEST_YEAR, 10)), (UNKNOWN, _("not known"))]

    def filter(self, queryset, value):
        if not value:
            return queryset
        known = Q(facets__decade__in=[int(decade) for decade in value if decade != UNKNOWN])
        return queryset.filter(known | Q(facets__decade=None) if UNKNOWN in value else known)


class YearFilter(filters.NumberFilter):
    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, error_messages={"invalid": _("Write a year in digits, such as 1994.")}, **kwargs)


class AgreementFilter(OfADay, FilterSet):
    """What one may ask of a list of agreements. `asOf` is the day for which the whole list answers."""

    q = filters.CharFilter(method="find", label=pgettext_lazy("what was searched for", "Search"), **TEXT)
    municipality = PartyFilter(parties=Party, of="agreement")
    country = AgreementCountryFilter(parties=Party, of="agreement")
    form = AnyOfFilter(choices=Agreement.Form.choices, label=_("Form"))
    field = FieldFilter()
    network = NetworkFilter()
    status = AnyOfFilter(choices=LegalStatus.choices, method="with_status", label=_("Legal status"))
    liveness = AnyOfFilter(choices=Liveness.choices, method="alive", label=_("Liveness"))
    confirmation = AnyOfFilter(choices=list(Badge.LABELS.items()), method="with_badge", label=_("Confirmation"))
    decade = DecadeFilter(label=_("Decade"))
    grade = AnyOfFilter(field_name="facets__grade", choices=Citation.Grade.choices, label=_("Best source"))
    yearFrom = YearFilter(method="since_year", label=_("From year"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR)
    yearTo = YearFilter(method="until_year", label=_("To year"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR)
    asOf = DayFilter()
    sort = OrderFilter(
        choices=[
            *BY_REGISTRATION,
            ("-since", _("most recent agreements")),
            ("since", _("oldest agreements")),
        ]
    )

    # By the name that `sort` takes, the usual one first
    orders = REGISTRATION | {
        "-since": Order(**SINCE, descending=True),
        "since": Order(**SINCE),
    }

    class Meta:
        model = Agreement
        fields = []

    def find(self, queryset, name, value):
        return found(queryset, value)

    def with_status(self, queryset, name, value: list[str]):
        return queryset.with_legal_status(*value, on=self.day) if value else queryset

    def alive(self, queryset, name, value: list[str]):
        return with_liveness(queryset, value, self.day) if value else queryset

    def with_badge(self, queryset, name, value: list[str]):
        return with_badges(queryset, value) if value else queryset

    def since_year(self, queryset, name, value: int):
        return queryset.filter(facets__since__gte=f"{value:04}")

    def until_year(self, queryset, name, value: int):
        return queryset.filter(facets__since__lt=f"{value + 1:04}")


class JointProjectFilter(FilterSet):
    q = filters.CharFilter(method="find", label=pgettext_lazy("what was searched for", "Search"), **TEXT)
    municipality = PartyFilter(parties=ProjectPartner, of="project")
    country = PartyCountryFilter(parties=ProjectPartner, of="project")
    status = AnyOfFilter(choices=JointProject.Status.choices, label=_("Status"))
    field = FieldFilter()
    sort = OrderFilter(choices=[*BY_REGISTRATION, ("-start", _("most recently started"))])

    orders = REGISTRATION | {
        "-start": Order(by=F("actual_start"), form_field=PartialDateFormField(), descending=True, nullable=True)
    }

    class Meta:
        model = JointProject
        fields = []

    def find(self, queryset, name, value):
        return matching(queryset, value)


class GoodPracticeFilter(FilterSet):
    q = filters.CharFilter(method="find", label=pgettext_lazy("what was searched for", "Search"), **TEXT)
    municipality = filters.CharFilter(method="of_municipality", label=_("Municipality"), **TEXT)
    country = CountryFilter(field_name="owner__country")
    field = FieldFilter()
    sort = OrderFilter(choices=BY_REGISTRATION)

    orders = REGISTRATION

    class Meta:
        model = GoodPractice
        fields = []

    def find(self, queryset, name, value):
        return matching(queryset, value)

    def of_municipality(self, queryset, name, value):
        """Those that it owns or took up."""
        meant = keys_meant(value)
        adopted = Adoption.objects.filter(practice=OuterRef("pk"), municipality__in=meant)
        return queryset.filter(Q(owner__in=meant) | Exists(adopted))

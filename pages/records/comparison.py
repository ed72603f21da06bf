"""Two municipalities side by side: what they have agreed with each other, and whom and what they share."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from agreements.models import Adoption, Agreement, Field, GoodPractice, JointProject, Network, ProjectPartner
from municipalities.models import Municipality
from pages.day import Day
from pages.drawings import maps
from pages.drawings.globe import distance
from pages.records.partnerships import MOST_AGREEMENTS, agreements_of, has_begun, not_left, others
from pages.wording.badges import Mark, project_mark, status_mark
from pages.wording.cldr import alphabetical

MOST_PROJECTS = 50


@dataclass(frozen=True)
class Side:
    """One of the two: its agreements on the day, and those with each partner, by the partner's key."""

    municipality: Municipality
    agreements: list[Agreement]
    partners: dict[int, tuple[Municipality, list[Agreement]]]
    has_more: bool

    @property
    def number_of_agreements(self) -> int:
        return len(self.agreements)

    @property
    def number_of_partners(self) -> int:
        return len(self.partners)


@dataclass(frozen=True)
class SharedPartner:
    """A municipality that has agreements with both."""

    municipality: Municipality
    with_one: list[Agreement]
    with_other: list[Agreement]


@dataclass(frozen=True)
class Comparison:
    """What two municipalities share on a day; `kilometres` is None where a place is not known."""

    one: Side
    other: Side
    kilometres: int | None
    between: list[tuple[Agreement, Mark]]
    partners: list[SharedPartner]
    fields: list[Field]
    networks: list[Network]
    projects: list[tuple[JointProject, Mark]]
    adoptions: list[Adoption]


def compared(one: Municipality, other: Municipality, day: Day) -> Comparison:
    """Eight queries, however much they share."""
    here, there = _side(one, day), _side(other, day)
    common = {agreement.pk for agreement in there.agreements}
    return Comparison(
        here,
        there,
        _kilometres(one, other),
        [(each, status_mark(each.legal_status)) for each in here.agreements if each.pk in common],
        _shared_partners(here, there),
        _shared(Field, here, there),
        _shared(Network, here, there),
        [(project, project_mark(project.status)) for project in _projects(one, other)],
        _adoptions(one, other, day),
    )


def _side(municipality: Municipality, day: Day) -> Side:
    joined = agreements_of(municipality, day)
    has_more, agreements = len(joined) > MOST_AGREEMENTS, not_left(joined[:MOST_AGREEMENTS], day)
    partners = {}
    for agreement in agreements:
        for party in others(agreement, day):
            partners.setdefault(party.municipality_id, (party.municipality, []))[1].append(agreement)
    return Side(municipality, agreements, partners, has_more)


def _shared_partners(one: Side, other: Side) -> list[SharedPartner]:
    """By country and name."""
    shared = [
        SharedPartner(municipality, agreements, other.partners[key][1])
        for key, (municipality, agreements) in one.partners.items()
        if key in other.partners and key != other.municipality.pk
    ]
    return sorted(shared, key=lambda row: (row.municipality.country, alphabetical(row.municipality.name)))


def _shared(kind, one: Side, other: Side):
    """The fields or networks in which both have agreements."""
    links = kind.agreements.through.objects.filter(**{kind._meta.model_name: OuterRef("pk")})
    return list(
        kind.objects.filter(
            Exists(links.filter(agreement__in=one.agreements)), Exists(links.filter(agreement__in=other.agreements))
        ).order_by("name", "pk")
    )


def _projects(one: Municipality, other: Municipality):
    partners = ProjectPartner.objects.filter(project=OuterRef("pk"))
    return (
        JointProject.objects.public()
        .filter(Exists(partners.filter(municipality=one)), Exists(partners.filter(municipality=other)))
        .order_by("-pk")[:MOST_PROJECTS]
    )


def _adoptions(one: Municipality, other: Municipality, day: Day) -> list[Adoption]:
    """Practices of one that the other took up."""
    both = [one, other]
    found = (
        Adoption.objects.filter(
            municipality__in=both, practice__owner__in=both, practice__in=GoodPractice.objects.public()
        )
        .select_related("practice__owner", "municipality")
        .order_by("pk")[:MOST_PROJECTS]
    )
    return [adoption for adoption in found if has_begun(adoption.adopted_on, day)]


def _kilometres(one: Municipality, other: Municipality) -> int | None:
    """As the arc goes; to the nearest 10."""
    if one.latitude is None or other.latitude is None:
        return None
    return round(distance((one.longitude, one.latitude), (other.longitude, other.latitude)), -1)


def star(comparison: Comparison, day: Day):
    """The map: both joined with whom they share and, where they have agreements, with each other; None without any."""
    both = [comparison.one.municipality, comparison.other.municipality]
    if any(place.latitude is None for place in both):
        return None
    shared = [row.municipality for row in comparison.partners if row.municipality.latitude is not None]
    places = [
        maps.Place(place.name, place.latitude, place.longitude, day.address("municipality", place.uid))
        for place in [*both, *shared]
    ]
    links = [(end, index) for index in range(2, len(places)) for end in (0, 1)]
    return maps.region(places, [*([(0, 1)] if comparison.between else []), *links])

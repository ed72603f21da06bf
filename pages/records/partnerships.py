"""The agreements of a municipality on a day, and with whom: what its page, its mayors and a comparison tell of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F

from agreements.facets import CONFIRMATION, liveness_on
from agreements.liveness import Liveness
from agreements.models import Agreement, LegalStatus, Party
from agreements.signing import Signature, signatures, with_dates
from municipalities.models import Mayor, Municipality
from pages.day import Day
from pages.drawings.plots import Bar, bars
from pages.wording.badges import Mark, badge_mark, liveness_mark, status_mark
from pages.wording.cldr import alphabetical, country_name
from provenance.dates import PartialDate

MOST_AGREEMENTS = 500


@dataclass(frozen=True)
class Partnership:
    """A municipality's agreement with one other: a row of its partners. `own` is its own side, `partner` the other."""

    agreement: Agreement
    own: Party
    partner: Party
    since: PartialDate | None
    status: Mark
    liveness: Mark
    confirmation: Mark


def agreements_of(municipality: Municipality, day: Day) -> list[Agreement]:
    """At most 501 of its public agreements with what stood on the day, the latest in the register first; three queries.

    Of a day that was asked for, those that were there then. Each has `parties`, `since`, `legal_status`, `alive` and
    `badge`.
    """
    # By their keys: asked in one with the order, the planner walks all agreements from the latest on.
    keys = list(
        Party.objects.filter(municipality=municipality, agreement__in=Agreement.objects.public())
        .order_by("-agreement")
        .values_list("agreement", flat=True)[: MOST_AGREEMENTS + 1]
    )
    agreements = Agreement.objects.filter(pk__in=keys)
    if day.as_of:
        agreements = agreements.with_legal_status(*LegalStatus.values, on=day.as_of)
    return list(
        agreements.with_parties()
        .with_status(day.on)
        .annotate(since=F("search__since"), alive=liveness_on(day.on), badge=CONFIRMATION)
        .order_by("-pk")
    )


def partnerships(municipality: Municipality, agreements: list[Agreement], day: Day) -> list[Partnership]:
    """One row for each other party that had joined by the day; by country and name."""
    rows = []
    for agreement in agreements:
        parties = list(agreement.parties.all())
        own = next(party for party in parties if party.municipality_id == municipality.pk)
        marks = (
            status_mark(agreement.legal_status),
            liveness_mark(agreement.alive),
            badge_mark(agreement.badge),
        )
        rows += [
            Partnership(agreement, own, party, agreement.since, *marks)
            for party in parties
            if party is not own and has_begun(party.joined_on, day)
        ]
    return sorted(rows, key=lambda row: (row.partner.municipality.country, alphabetical(row.partner.municipality.name)))


def has_begun(date: PartialDate | None, day: Day) -> bool:
    """Whether what has this first date was there on the day; what has none is taken to have been."""
    return date is None or date.first <= day.on


def by_country(rows: Iterable, municipality_of) -> list[tuple]:
    """(name of the country, its rows), in the order of the names; the rows come sorted by country."""
    groups = groupby(rows, lambda row: municipality_of(row).country)
    return sorted(((country_name(code), list(group)) for code, group in groups), key=lambda pair: alphabetical(pair[0]))


def lives(municipality: Municipality, agreements: list[Agreement], day: Day) -> list[Bar]:
    """How many of its agreements have each liveness, the liveliest first; empty where no activity is recorded."""
    numbers = Counter(agreement.alive for agreement in agreements)
    if set(numbers) <= {Liveness.UNKNOWN}:
        return []
    rows = [
        (kind.label, numbers[kind], day.address("agreement-list", municipality=municipality.uid, liveness=kind.value))
        for kind in Liveness
    ]
    return bars(rows, whole=len(agreements))


def signatures_of(
    municipality: Municipality, terms: Iterable[Mayor], agreements: Iterable[Agreement]
) -> dict[int, list[Signature]]:
    """The agreements of each mayor's term, by its key, the latest first; one query."""
    by_key = {agreement.pk: agreement for agreement in agreements}
    parties = list(
        with_dates(Party.objects.filter(municipality=municipality, agreement__in=by_key)).order_by(
            F("began_on").desc(nulls_last=True), "-agreement"
        )
    )
    for party in parties:
        party.agreement = by_key[party.agreement_id]
    return signatures(terms, parties)

"""The agreements of a municipality on a day, and with whom: what its page, its mayors and a comparison tell of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual

from agreements.confirmation import CONFIRMATION
from agreements.facets import liveness_on
from agreements.liveness import Liveness
from agreements.models import Agreement, Party
from agreements.signing import Signature, signatures, with_dates
from municipalities.models import Mayor, Municipality
from pages.day import Day
from pages.drawings.plots import Bar, bars
from pages.wording.badges import Mark, badge_mark, liveness_mark, status_mark
from pages.wording.cldr import alphabetical, country_name
from provenance.dates import FirstDay, PartialDate, within

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

    Of a day that was asked for, those that were there then and that it had joined, also if it had left by then: what
    was signed remains signed. Each has `own`, its own side, and `parties`, `since`, `legal_status`, `alive`, `badge`.
    """
    joined = Party.objects.filter(municipality=municipality, agreement__in=Agreement.objects.public())
    most = MOST_AGREEMENTS + 1
    if day.as_of:
        joined = joined.filter(Q(joined_on=None) | LessThanOrEqual(FirstDay("joined_on"), day.as_of))
        most = None  # which of them were there is known only when they are read
    # By their keys: asked in one with the order, the planner walks all agreements from the latest on.
    keys = list(joined.order_by("-agreement").values_list("agreement", flat=True)[:most])
    agreements = list(
        Agreement.objects.filter(pk__in=keys)
        .as_of(day.as_of)
        .with_parties()
        .with_status(day.on)
        .annotate(since=F("search__since"), alive=liveness_on(day.on), badge=CONFIRMATION)
        .order_by("-pk")[: MOST_AGREEMENTS + 1]
    )
    for agreement in agreements:
        agreement.own = next(one for one in agreement.parties.all() if one.municipality_id == municipality.pk)
    return agreements


def not_left(agreements: list[Agreement], day: Day) -> list[Agreement]:
    """Of `agreements_of` a municipality: without those that it had left by a day that was asked for."""
    return [one for one in agreements if day.as_of is None or one.own.was_party(day.as_of)]


def others(agreement: Agreement, day: Day) -> list[Party]:
    """The other parties that had joined by the day.

    Of a day that was asked for, without those that had left, unless nobody else was left: then all who ever were, as
    lists name them (`pages.lists.rows`).
    """
    parties = [party for party in agreement.parties.all() if party is not agreement.own]
    if day.as_of:
        return [party for party in parties if party.was_party(day.as_of)] or parties
    return [party for party in parties if has_begun(party.joined_on, day)]


def partnerships(agreements: list[Agreement], day: Day) -> list[Partnership]:
    """One row for each other party of each agreement, by country and name."""
    rows = []
    for agreement in agreements:
        marks = (
            status_mark(agreement.legal_status),
            liveness_mark(agreement.alive),
            badge_mark(agreement.badge),
        )
        rows += [
            Partnership(agreement, agreement.own, party, agreement.since, *marks) for party in others(agreement, day)
        ]
    return sorted(rows, key=lambda row: (row.partner.municipality.country, alphabetical(row.partner.municipality.name)))


def has_begun(date: PartialDate | None, day: Day) -> bool:
    """Whether what has this first date was there on the day; what has none is taken to have been."""
    return within(date, None, day.on)


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

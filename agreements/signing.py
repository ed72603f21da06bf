"""Which mayor stands behind an agreement: the one whom the record names, or whoever was in office.

Only the record makes a mayor the signatory. Terms of office tell no more than who was mayor at the time, and that only
as exactly as the dates are known.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from agreements.models import Act, Agreement, AgreementSearch, Party
from municipalities.models import Mayor
from provenance.dates import PartialDate


class Tie(models.TextChoices):
    """What ties a mayor to an agreement, the strongest first."""

    SIGNED = "signed", _("signed by this mayor")
    AT_SIGNATURE = "at_signature", _("in office when it was signed")
    AT_ENTRY = "at_entry", _("in office when it entered into force")
    PERHAPS = "perhaps", _("perhaps in office then: the dates are not exact")


@dataclass(frozen=True)
class Signature:
    """An agreement of a mayor's municipality, and what ties the mayor to it."""

    party: Party
    tie: Tie

    @property
    def agreement(self) -> Agreement:
        return self.party.agreement

    @property
    def date(self) -> PartialDate | None:
        """When it was signed, or else entered into force."""
        return self.party.signed_on or self.party.signature_on or self.party.began_on


def with_dates(parties: models.QuerySet) -> models.QuerySet:
    """Adds `signature_on`, when the agreement was signed, and `began_on`, when it was signed or entered into force."""
    signed = Act.objects.filter(
        agreement=OuterRef("agreement"), kind=Act.Kind.SIGNED, struck_out=False, happened_on__isnull=False
    )
    return parties.annotate(
        signature_on=Subquery(signed.order_by("happened_on").values("happened_on")[:1]),
        began_on=Subquery(AgreementSearch.objects.filter(agreement=OuterRef("agreement")).values("since")),
    )


def signatures(terms: Iterable[Mayor], parties: Iterable[Party]) -> dict[int, list[Signature]]:
    """The agreements of each term, by its key, in the order of `parties`.

    `terms` are all of one municipality, since a term of unknown end is over when the next one begins; `parties` are
    its sides of agreements, `with_dates`.
    """
    terms = list(terms)
    found: dict[int, list[Signature]] = {term.pk: [] for term in terms}
    for party in parties:
        for term in terms:
            tie = _tie(term, party, terms)
            if tie:
                found[term.pk].append(Signature(party, tie))
    return found


def _tie(term: Mayor, party: Party, terms: list[Mayor]) -> Tie | None:
    if party.signatory_id is not None:
        return Tie.SIGNED if party.signatory_id == term.pk else None
    signed_on = party.signed_on or party.signature_on
    date = signed_on or party.began_on
    # A term that began nobody knows when says nothing of a day before its end.
    if date is None or term.starts_on is None:
        return None
    covered = term.was_in_office(date, terms)
    if covered is None:
        return Tie.PERHAPS
    if not covered:
        return None
    return Tie.AT_SIGNATURE if signed_on else Tie.AT_ENTRY

"""Whether the parties stand by a record: computed by comparing what they confirmed with what it says now.

A confirmation keeps the key facts as they stood. Nothing is reset when the record changes, so nothing can drift: the
comparison is made anew each time.
"""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from agreements.models import Act, Agreement, AgreementField, Confirmation, Party

# The facts for which a party gives its word, as the database writes them.
KEY_FACTS = JSONObject(
    form="form",
    title=JSONObject(en="title_en", sq="title_sq", mk="title_mk"),
    parties=ArraySubquery(
        Party.objects.filter(agreement=OuterRef("pk"))
        .order_by("municipality__uid")
        .annotate(
            facts=JSONObject(
                municipality="municipality__uid",
                role="role",
                joined="joined_on",
                left="left_on",
                signed="signed_on",
                signatory="signatory_name",
            )
        )
        .values("facts")
    ),
    acts=ArraySubquery(
        Act.objects.filter(agreement=OuterRef("pk"), struck_out=False)
        .order_by("happened_on", "kind", "pk")
        .annotate(facts=JSONObject(kind="kind", on="happened_on", extends="extends_to"))
        .values("facts")
    ),
    term=JSONObject(kind="term", ends="term_ends_on", notice_months="notice_months", tacit_renewal="tacit_renewal"),
    fields=ArraySubquery(
        AgreementField.objects.filter(agreement=OuterRef("pk")).order_by("field__code").values("field__code")
    ),
)
FACT_NAMES = {
    "form": _("form"),
    "title": _("title"),
    "parties": _("parties and signatures"),
    "acts": _("acts and their dates"),
    "term": _("term"),
    "fields": _("fields of cooperation"),
}


def key_facts(agreement: Agreement) -> dict:
    """The key facts of a saved agreement, as they stand in the database now."""
    return Agreement.objects.filter(pk=agreement.pk).values_list(KEY_FACTS, flat=True).get()


class Standing:
    """How one party stands to the record."""

    SILENT = "silent"
    CLAIMS = "claims"
    CONFIRMS = "confirms"
    CONFIRMED_EARLIER = "confirmed_earlier"
    DISPUTES = "disputes"


@dataclass(frozen=True)
class Side:
    """One party's word: its standing, the confirmation behind it, and the facts that changed since."""

    party: Party
    standing: str
    confirmation: Confirmation | None = None
    changed: list[str] = field(default_factory=list)


def side(party: Party, latest: Confirmation | None, facts: dict, recorded_by_id: int | None) -> Side:
    if latest is None:
        claims = recorded_by_id is not None and party.municipality_id == recorded_by_id
        return Side(party, Standing.CLAIMS if claims else Standing.SILENT)
    if latest.verdict == Confirmation.Verdict.DISPUTED:
        return Side(party, Standing.DISPUTES, latest)
    changed = [name for name in FACT_NAMES if latest.facts.get(name) != facts[name]]
    return Side(party, Standing.CONFIRMED_EARLIER if changed else Standing.CONFIRMS, latest, changed)


def sides_of(agreements: list[Agreement]) -> dict[int, list[Side]]:
    """How each party of these agreements stands, by the agreement's key: three queries for any number."""
    keys = [agreement.pk for agreement in agreements]
    latest = {
        confirmation.party_id: confirmation
        for confirmation in Confirmation.objects.filter(party__agreement__in=keys)
        .order_by("party_id", "-confirmed_at", "-pk")
        .distinct("party_id")
    }
    parties: dict[int, list[Party]] = {key: [] for key in keys}
    for party in (
        Party.objects.filter(agreement__in=keys, role=Party.Role.PARTY)
        .select_related("municipality")
        .order_by("position", "pk")
    ):
        parties[party.agreement_id].append(party)
    spoken = {key for key in keys if any(party.pk in latest for party in parties[key])}
    facts = dict(Agreement.objects.filter(pk__in=spoken).values_list("pk", KEY_FACTS)) if spoken else {}
    return {
        agreement.pk: [
            side(party, latest.get(party.pk), facts.get(agreement.pk, {}), agreement.recorded_by_id)
            for party in parties[agreement.pk]
        ]
        for agreement in agreements
    }


class Badge:
    """What the register says in one word."""

    UNCONFIRMED = "unconfirmed"
    CLAIMED = "claimed"
    PARTLY = "partly"
    CONFIRMED = "confirmed"
    EARLIER = "earlier"
    DISPUTED = "disputed"

    LABELS = {
        UNCONFIRMED: _("from public sources, not confirmed"),
        CLAIMED: _("claimed by one side"),
        PARTLY: _("confirmed by one side"),
        CONFIRMED: _("confirmed by all sides"),
        EARLIER: _("confirmed in an earlier version"),
        DISPUTED: _("disputed"),
    }


def badge(sides: list[Side]) -> str:
    """One word for all sides: a dispute outweighs all, then a change since, then what is missing."""
    standings = [one.standing for one in sides]
    if Standing.DISPUTES in standings:
        return Badge.DISPUTED
    if Standing.CONFIRMED_EARLIER in standings:
        return Badge.EARLIER
    if standings and all(standing == Standing.CONFIRMS for standing in standings):
        return Badge.CONFIRMED
    if Standing.CONFIRMS in standings:
        return Badge.PARTLY
    return Badge.CLAIMED if Standing.CLAIMS in standings else Badge.UNCONFIRMED

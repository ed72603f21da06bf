"""Whether the parties stand by a record: computed by comparing what they confirmed with what it says now.

A confirmation keeps the key facts as they stood. Nothing is reset when the record changes, so nothing can drift: the
comparison is made anew each time.
"""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, CharField, F, Func, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, JSONObject
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from agreements.models import Act, Agreement, AgreementField, Confirmation, Party
from provenance.documents import JSONDocument

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
    changed = []
    if latest.verdict == Confirmation.Verdict.CONFIRMED:
        changed = [name for name in FACT_NAMES if latest.facts.get(name) != facts[name]]
    return Side(party, standing(latest.verdict, changed), latest, changed)


def standing(verdict: str, changed: list[str]) -> str:
    """Of a party that gave its word; `changed` are the key facts that are others since."""
    if verdict == Confirmation.Verdict.DISPUTED:
        return Standing.DISPUTES
    return Standing.CONFIRMED_EARLIER if changed else Standing.CONFIRMS


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


# The same in SQL, for documents that the database builds; a test holds the two against each other.


class ChangedFacts(Func):
    """The names of the key facts that differ between two texts of an agreement, in their order."""

    template = (
        "ARRAY(SELECT name FROM unnest(%(names)s) WITH ORDINALITY AS fact(name, place)"
        " CROSS JOIN (SELECT %(expressions)s) AS texts(one, other)"
        " WHERE one -> name IS DISTINCT FROM other -> name ORDER BY place)"
    )
    arity = 2
    output_field = ArrayField(TextField())
    names = "ARRAY[" + ", ".join(f"'{name}'" for name in FACT_NAMES) + "]"

    def as_sql(self, compiler, connection, **extra_context):
        return super().as_sql(compiler, connection, names=self.names, **extra_context)


class BadgeOf(Func):
    """`badge` of an array of standings."""

    template = """(
        SELECT CASE
            WHEN bool_or(one = 'disputes') THEN 'disputed'
            WHEN bool_or(one = 'confirmed_earlier') THEN 'earlier'
            WHEN bool_and(one = 'confirms') THEN 'confirmed'
            WHEN bool_or(one = 'confirms') THEN 'partly'
            WHEN bool_or(one = 'claims') THEN 'claimed'
            ELSE 'unconfirmed'
        END FROM unnest(%(expressions)s) AS one
    )"""
    arity = 1
    output_field = CharField()


_LATEST = Confirmation.objects.filter(party=OuterRef("pk")).order_by("-confirmed_at", "-pk")
_CHANGED = ChangedFacts(
    F("facts"),
    Subquery(
        Agreement.objects.filter(pk=OuterRef("party__agreement")).annotate(facts_now=KEY_FACTS).values("facts_now")
    ),
)

# Of a party: the latest word that it gave, and the facts that changed since; and how it stands to the record.
WORD = Subquery(
    _LATEST.annotate(word=JSONDocument("verdict", "reason", "confirmed_at", changed=_CHANGED)).values("word")[:1]
)
STANDING = Case(
    When(
        role=Party.Role.PARTY,
        then=Coalesce(
            Subquery(
                _LATEST.annotate(
                    standing=Case(
                        When(verdict=Confirmation.Verdict.DISPUTED, then=Value(Standing.DISPUTES)),
                        When(Exact(_CHANGED, Value([], ArrayField(TextField()))), then=Value(Standing.CONFIRMS)),
                        default=Value(Standing.CONFIRMED_EARLIER),
                    )
                ).values("standing")[:1]
            ),
            Case(
                When(municipality=F("agreement__recorded_by"), then=Value(Standing.CLAIMS)),
                default=Value(Standing.SILENT),
            ),
        ),
    ),
    output_field=CharField(),
)
# Of an agreement: its badge. Those of whom no party has spoken need no comparing.
CONFIRMATION = Case(
    When(
        facets__is_spoken_for=True,
        then=BadgeOf(
            ArraySubquery(
                Party.objects.filter(agreement=OuterRef("pk"), role=Party.Role.PARTY)
                .order_by()
                .annotate(standing=STANDING)
                .values("standing")
            )
        ),
    ),
    When(facets__is_claimed=True, then=Value(Badge.CLAIMED)),
    default=Value(Badge.UNCONFIRMED),
    output_field=CharField(),
)

"""What the page of one agreement shows, read from the database as one document.

Shaped like the canonical document of the API (`agreements.documents`), with what only a page needs (arms, places,
terms of office, the latest word of each party) and without what it asks for once for all rows (sources, history).
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import Exact

from agreements.confirmation import WORD
from agreements.documents import ACT_FACTS, ACTIVITY_FACTS, COMMITMENT_FACTS
from agreements.ledger import with_keeping
from agreements.models import (
    Act,
    Activity,
    Agreement,
    AgreementField,
    AgreementNetwork,
    AgreementQuerySet,
    Commitment,
    Document,
    GoodPractice,
    JointProject,
    Link,
    Party,
    Representative,
    StatusPeriod,
)
from municipalities.documents import municipality_named
from municipalities.models import Mayor
from provenance.compiled import Compiled, Given
from provenance.documents import JSONDocument, array, columns, in_languages

MOST_ACTIVITIES = 100

NUMBER = Given("number", models.CharField())
ON = Given("on", models.DateField())
OF_AGREEMENT = {"agreement": OuterRef("pk")}


def _file(column: str) -> Case:
    """The address of an uploaded file; null where there is none."""
    return Case(
        When(~Q(**{column: ""}), then=Concat(Value(settings.MEDIA_URL), column, output_field=models.CharField()))
    )


PARTY = JSONDocument(
    "uid",
    municipality=municipality_named(
        "municipality",
        key="municipality__pk",
        local_type="municipality__local_type",
        region_name="municipality__region_name",
        latitude="municipality__latitude",
        longitude="municipality__longitude",
        arms=_file("municipality__coat_of_arms"),
        arms_credit="municipality__coat_of_arms_credit",
    ),
    **columns(
        "role", "is_initiator", "joined_on", "left_on", "council_decision", "council_decided_on",
        "council_decision_url", "signatory_name", "signed_on",
    ),
    signatory=Case(When(signatory__isnull=False, then=JSONDocument(uid="signatory__uid"))),
    signatory_title=in_languages("signatory_title"),
    word=WORD,
)  # fmt: skip

TERM = JSONDocument("uid", "name", "starts_on", "ends_on", "ongoing", "acting", municipality="municipality_id")

REPRESENTATIVE = JSONDocument(
    "uid", "name", "mandate", post=in_languages("post"), party="party__uid", **columns("starts_on", "ends_on")
)

ACT = JSONDocument(**ACT_FACTS)
COMMITMENT = JSONDocument(**COMMITMENT_FACTS, **columns("keeping", "last_served_on", "next_due_on"))
ACTIVITY = JSONDocument(**ACTIVITY_FACTS)

DOCUMENT = JSONDocument("uid", "kind", "title", "language", "is_authentic", "sha256", "size", url=_file("file"))

LINK = JSONDocument(
    "uid", "since",
    one=JSONDocument(name=in_languages("one__name"), municipality=in_languages("one__municipality__name")),
    other=JSONDocument(name=in_languages("other__name"), municipality=in_languages("other__municipality__name")),
)  # fmt: skip

AGREEMENT = JSONDocument(
    "uid", "number", "form", "publication", "withdrawn_at", "withdrawal_reason",
    title=in_languages("title"),
    summary=in_languages("summary"),
    preamble=in_languages("preamble"),
    objectives=in_languages("objectives"),
    since="search__since",
    # Not the one of the day: the index of days would be asked for the whole register.
    status_periods=array(
        StatusPeriod.objects.filter(**OF_AGREEMENT),
        JSONDocument("status", first="days__startswith", end="days__endswith"),
        "days",
    ),
    last_activity_on="last_activity_on",
    **columns(
        "term", "term_ends_on", "notice_months", "tacit_renewal", "original_language", "governing_languages",
        "legal_basis", "origin", "registered_on",
    ),
    recorded_by=Case(When(recorded_by__isnull=False, then=municipality_named("recorded_by"))),
    predecessor=Subquery(Agreement.objects.public().filter(pk=OuterRef("predecessor")).values("number")),
    successors=array(
        Agreement.objects.public().filter(predecessor=OuterRef("pk")), JSONDocument("number"), "pk"
    ),
    parties=array(Party.objects.filter(**OF_AGREEMENT), PARTY, "position", "pk"),
    terms=array(
        Mayor.objects.public().filter(
            municipality__in=Party.objects.filter(agreement=OuterRef(OuterRef("pk"))).values("municipality")
        ),
        TERM,
    ),
    representatives=array(
        Representative.objects.filter(party__agreement=OuterRef("pk")), REPRESENTATIVE, "party__position", "pk"
    ),
    fields=array(
        AgreementField.objects.filter(**OF_AGREEMENT),
        JSONDocument("uid", code="field__code", name=in_languages("field__name")),
        "field__code",
    ),
    networks=array(
        AgreementNetwork.objects.filter(**OF_AGREEMENT),
        JSONDocument(
            "uid", network="network__uid", name=in_languages("network__name"), is_named="network__is_named",
            website="network__website",
        ),
        "pk",
    ),
    acts=array(Act.objects.filter(**OF_AGREEMENT), ACT, "pk"),
    commitments=array(with_keeping(Commitment.objects.filter(**OF_AGREEMENT), on=ON), COMMITMENT, "position", "pk"),
    activities=array(
        # One more than are shown tells that there are more.
        Activity.objects.filter(**OF_AGREEMENT).order_by(F("starts_on").desc(nulls_last=True), "-pk")[
            : MOST_ACTIVITIES + 1
        ],
        ACTIVITY,
    ),
    documents=array(Document.objects.filter(**OF_AGREEMENT, is_public=True), DOCUMENT, "pk"),
    links=array(Link.objects.filter(**OF_AGREEMENT), LINK, "pk"),
    projects=array(
        JointProject.objects.public().filter(**OF_AGREEMENT),
        JSONDocument(
            "uid", "status", "original_language", "planned_start", "planned_end", "actual_start", "actual_end",
            title=in_languages("title"),
        ),
        "pk",
    ),
    practices=array(
        GoodPractice.objects.public().filter(**OF_AGREEMENT),
        JSONDocument("uid", "original_language", title=in_languages("title"), owner=in_languages("owner__name")),
        "pk",
    ),
)  # fmt: skip

_agreement = Compiled(
    AgreementQuerySet(Agreement)
    .once_public()
    .filter(Exact(F("number"), NUMBER))
    .with_last_activity(ON)
    .values_list(Cast(AGREEMENT, models.TextField()))
)


def written(number: str, on: dt.date) -> str | None:
    """The agreement of this number, published or withdrawn, with what stood on the day, as JSON; None if there is none.

    One query.
    """
    rows = _agreement.rows(number=number, on=on)
    return rows[0][0] if rows else None


# What sources and history speak of by the rows' own uids
ROWS = (
    "parties", "acts", "commitments", "fields", "networks", "representatives", "activities", "documents", "links",
)  # fmt: skip


def uids(record: dict) -> list[str]:
    """Of the record and of all its rows that may have sources (`agreement_page` names them)."""
    return [record["uid"], *(row["uid"] for name in ROWS for row in record[name])]


@dataclass(frozen=True)
class Tombstone:
    """What is told of a record that was withdrawn."""

    uid: str
    withdrawn_at: dt.datetime
    withdrawal_reason: str


def tombstone(record: dict) -> Tombstone:
    return Tombstone(record["uid"], dt.datetime.fromisoformat(record["withdrawn_at"]), record["withdrawal_reason"])

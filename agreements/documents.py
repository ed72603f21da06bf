"""The canonical public form of agreements, joint projects and fields (`provenance.documents` says how it is written).

Of an agreement, legal status and ledger are computed for a day; all else stands in the record.
"""

from django.conf import settings
from django.db.models import Case, CharField, DateField, Func, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat

from agreements.confirmation import CONFIRMATION, STANDING, WORD
from agreements.ledger import with_keeping
from agreements.models import (
    Act,
    Activity,
    Agreement,
    AgreementField,
    AgreementNetwork,
    Commitment,
    Document,
    Field,
    JointProject,
    Link,
    Party,
    ProjectField,
    ProjectPartner,
    Representative,
    Service,
    StatusPeriod,
)
from agreements.models.document import MEDIA_TYPES
from agreements.models.publication import Publication
from municipalities.documents import municipality_named
from provenance.documents import Day, Documents, JSONDocument, Known, array, citations, columns, in_languages

OF_AGREEMENT = {"agreement": OuterRef("pk")}
DAY = Day()
FIELD = JSONDocument("uid", "code", name=in_languages("name"), sdgs="sdgs")
FIELD_OF = {"uid": "field__uid", "code": "field__code", "name": in_languages("field__name")}


class DayBefore(Func):
    """The last day of a range that is stored with the first day after it."""

    template = "(%(expressions)s - 1)"
    output_field = DateField()


STATUS_PERIOD = JSONDocument("status", first="days__startswith", last=DayBefore("days__endswith"))

REPRESENTATIVE = JSONDocument(
    "uid", "name",
    post=in_languages("post"),
    **columns("mandate", "starts_on", "ends_on"),
    citations=citations("agreements.representative"),
)  # fmt: skip

PARTY = JSONDocument(
    "uid",
    municipality=municipality_named("municipality"),
    **columns(
        "role", "is_initiator", "joined_on", "left_on", "council_decision", "council_decided_on",
        "council_decision_url",
    ),
    signatory="signatory__uid",
    signatory_name="signatory_name",
    signatory_title=in_languages("signatory_title"),
    signed_on="signed_on",
    standing=STANDING,
    word=WORD,
    representatives=array(Representative.objects.filter(party=OuterRef("pk")), REPRESENTATIVE, "pk"),
    citations=citations("agreements.party"),
)  # fmt: skip

# What pages tell of it, too, which ask for the sources of all rows at once; so below.
ACT_FACTS = {
    **columns("uid", "kind", "happened_on", "known_by", "extends_to", "instrument", "note", "struck_out"),
    "document": Case(When(document__is_public=True, then="document__uid")),
}
ACT = JSONDocument(**ACT_FACTS, citations=citations("agreements.act"))

DOCUMENT = JSONDocument(
    "uid", "kind", "title", "language", "is_authentic", "sha256", "size",
    media_type=Case(
        *(When(file__endswith=f".{suffix}", then=Value(kind)) for suffix, kind in MEDIA_TYPES.items()),
        default=Value("application/octet-stream"),
        output_field=CharField(),
    ),
    url=Concat(Value(settings.MEDIA_URL), "file", output_field=CharField()),
    citations=citations("agreements.document"),
)  # fmt: skip

ACTIVITY_FACTS = {
    **columns("uid", "kind"),
    "title": in_languages("title"),
    **columns("starts_on", "ends_on", "place", "is_online", "participants"),
    "outcome": in_languages("outcome"),
    "minutes": Case(When(minutes__is_public=True, then="minutes__uid")),
    "commitments": array(Service.objects.filter(activity=OuterRef("pk")), Known("commitment__uid"), "commitment__uid"),
}
ACTIVITY = JSONDocument(**ACTIVITY_FACTS, citations=citations("agreements.activity"))

LINK = JSONDocument(
    "uid", "since",
    one=JSONDocument(
        uid="one__uid", name=in_languages("one__name"), municipality=municipality_named("one__municipality")
    ),
    other=JSONDocument(
        uid="other__uid", name=in_languages("other__name"), municipality=municipality_named("other__municipality")
    ),
    field="field__code",
    citations=citations("agreements.link"),
)  # fmt: skip

PROJECT_PARTNER = JSONDocument(
    "role",
    municipality=municipality_named("municipality"),
    supervisor=Case(
        When(
            supervisor__party__agreement__publication=Publication.PUBLISHED,
            then=JSONDocument(
                uid="supervisor__uid", name="supervisor__name", post=in_languages("supervisor__post")
            ),
        )
    ),
)  # fmt: skip

JOINT_PROJECT = JSONDocument(
    "uid",
    title=in_languages("title"),
    summary=in_languages("summary"),
    **columns(
        "status", "original_language", "programme", "planned_start", "planned_end", "actual_start", "actual_end",
        "funder",
    ),
    # Text, because a number of JSON is no sum of money.
    budget=Cast("budget", TextField()),
    currency="currency",
    results=in_languages("results"),
    **columns("sdgs", "published_at"),
    agreement=Case(
        When(agreement__isnull=False, then=JSONDocument(uid="agreement__uid", number="agreement__number"))
    ),
    partners=array(ProjectPartner.objects.filter(project=OuterRef("pk")), PROJECT_PARTNER, "role", "pk"),
    fields=array(
        ProjectField.objects.filter(project=OuterRef("pk")),
        JSONDocument(**FIELD_OF, citations=citations("agreements.projectfield")),
        "field__code",
    ),
    citations=citations("agreements.jointproject"),
)  # fmt: skip


COMMITMENT_FACTS = {
    **columns("uid", "kind"),
    "text": in_languages("text"),
    **columns("clause", "bound"),
    "bound_party": "bound_party__uid",
    **columns("cadence", "every_months", "due_on"),
    "responsible": "responsible__uid",
}
COMMITMENT = JSONDocument(
    **COMMITMENT_FACTS,
    ledger=JSONDocument("keeping", "last_served_on", "next_due_on"),
    citations=citations("agreements.commitment"),
)  # fmt: skip


AGREEMENT = JSONDocument(
    "uid", "number", "form",
    title=in_languages("title"),
    summary=in_languages("summary"),
    preamble=in_languages("preamble"),
    objectives=in_languages("objectives"),
    since="search__since",
    legal_status=JSONDocument(
        on=DAY,
        status=Subquery(StatusPeriod.objects.filter(**OF_AGREEMENT, days__contains=DAY).values("status")),
    ),
    status_periods=array(StatusPeriod.objects.filter(**OF_AGREEMENT), STATUS_PERIOD, "days"),
    badge=CONFIRMATION,
    **columns(
        "term", "term_ends_on", "notice_months", "tacit_renewal", "original_language", "governing_languages",
        "legal_basis", "origin",
    ),
    recorded_by="recorded_by__uid",
    **columns("registered_on", "published_at"),
    predecessor=Subquery(Agreement.objects.public().filter(pk=OuterRef("predecessor")).values("uid")),
    parties=array(Party.objects.filter(**OF_AGREEMENT), PARTY, "position", "pk"),
    fields=array(
        AgreementField.objects.filter(**OF_AGREEMENT),
        JSONDocument(**FIELD_OF, citations=citations("agreements.agreementfield")),
        "field__code",
    ),
    networks=array(
        AgreementNetwork.objects.filter(**OF_AGREEMENT),
        JSONDocument(
            uid="network__uid",
            name=in_languages("network__name"),
            is_named="network__is_named",
            website="network__website",
            citations=citations("agreements.agreementnetwork"),
        ),
        "pk",
    ),
    acts=array(Act.objects.filter(**OF_AGREEMENT), ACT, "happened_on", "pk"),
    commitments=array(
        with_keeping(Commitment.objects.filter(**OF_AGREEMENT), on=DAY), COMMITMENT, "position", "pk"
    ),
    activities=array(Activity.objects.filter(**OF_AGREEMENT), ACTIVITY, "starts_on", "pk"),
    documents=array(Document.objects.filter(**OF_AGREEMENT, is_public=True), DOCUMENT, "pk"),
    links=array(Link.objects.filter(**OF_AGREEMENT), LINK, "pk"),
    projects=array(
        JointProject.objects.public().filter(**OF_AGREEMENT),
        JSONDocument("uid", "status", title=in_languages("title")),
        "pk",
    ),
    citations=citations("agreements.agreement"),
)  # fmt: skip

agreements = Documents(Agreement, AGREEMENT)
joint_projects = Documents(JointProject, JOINT_PROJECT)
fields = Documents(Field, FIELD)

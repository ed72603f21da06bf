"""One row of every kind that the admin shows, all of one agreement."""

from dataclasses import dataclass

from django.contrib import admin

from agreements import workflow
from agreements.models import (
    Act,
    Activity,
    Agreement,
    Commitment,
    Confirmation,
    Document,
    GoodPractice,
    JointProject,
    Link,
    Party,
    Representative,
)
from municipalities.models import Institution, Mayor, Municipality
from provenance.models import Citation, ErrorReport
from tests.factories import (
    make_act,
    make_activity,
    make_agreement,
    make_commitment,
    make_joint_project,
    make_mayor,
    make_user,
)

SECRET = "Secret of"  # stands in every text of a world that others must not read


@dataclass
class World:
    """A municipality, a partner, and their agreement (recorded by the first) with all that belongs to it."""

    municipality: Municipality
    partner: Municipality
    agreement: Agreement
    rows: dict

    def row(self, model):
        return self.rows[model]


def make_world(municipality, partner, *, public: bool) -> World:
    secret = f"{SECRET} {municipality.name}"
    agreement = make_agreement(
        municipality, partner, public=public, recorded_by=municipality, title=secret, internal_notes=secret
    )
    party = agreement.parties.get(municipality=municipality)
    document = Document.objects.create(
        agreement=agreement, kind="annex", title=secret, file="documents/none.pdf", sha256="0" * 64, size=1
    )
    commitment = make_commitment(agreement, text=secret)
    institution, other = (
        Institution.objects.create(municipality=one, name=f"School of {one.name}") for one in (municipality, partner)
    )
    rows = {
        Municipality: municipality,
        Mayor: make_mayor(municipality, f"Mayor of {municipality.name}"),
        Institution: institution,
        Agreement: agreement,
        Party: party,
        Act: make_act(agreement, happened_on="1987", document=document, instrument=secret),
        Document: document,
        Commitment: commitment,
        Representative: Representative.objects.create(party=party, name=secret, mandate="contact"),
        Activity: make_activity(agreement, commitment, title=secret),
        JointProject: make_joint_project(municipality, partner, agreement=agreement, public=public, title=secret),
        GoodPractice: GoodPractice.objects.create(owner=municipality, title=secret, problem="p", solution="s"),
        Link: Link.objects.create(one=institution, other=other, agreement=agreement),
        Citation: Citation.objects.create(
            model="agreements.agreement", record=agreement.uid, field="title", value="x", grade="press", title=secret
        ),
        ErrorReport: ErrorReport.objects.create(
            model="agreements.agreement", record=agreement.uid, what=secret, source=secret, language="en"
        ),
    }
    if public:
        officer = make_user(confirms_for=[municipality])
        rows[Confirmation] = workflow.confirm(party, by=officer)
    return World(municipality, partner, agreement, rows)


def url(model, view, row=None, query="") -> str:
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    return base + {"list": "", "add": "add/"}.get(view, f"{row.pk if row else 0}/{view}/") + query


def registered() -> list:
    return list(admin.site._registry)

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.confirmation import Badge, badge, key_facts, sides_of
from agreements.models import Agreement, JointProject, LegalStatus, ProjectPartner, Representative
from agreements.status import periods, status_on
from api.serializers.municipalities import NamedMunicipalitySerializer
from api.serializers.parts import (
    ActivitySerializer,
    ActSerializer,
    CommitmentSerializer,
    DocumentSerializer,
    FieldOfAgreementSerializer,
    FieldOfProjectSerializer,
    LinkSerializer,
    NetworkOfAgreementSerializer,
    PartySerializer,
)
from api.serializers.records import CitedSerializer, PartialDateText, RecordSerializer, TextsField, uid


class LegalStatusSerializer(serializers.Serializer):
    """The legal status on the day `on`; null before the agreement's first act."""

    on = serializers.DateField(read_only=True)
    status = serializers.ChoiceField(LegalStatus.choices, allow_null=True, read_only=True)


class StatusPeriodSerializer(serializers.Serializer):
    """From `first` (null: always before) to `last` (null: as far as is known), both included."""

    status = serializers.ChoiceField(LegalStatus.choices, read_only=True)
    first = serializers.DateField(allow_null=True, read_only=True)
    last = serializers.DateField(allow_null=True, read_only=True)


class NamedProjectSerializer(RecordSerializer):
    title = TextsField("title")

    class Meta:
        model = JointProject
        fields = ["uid", "status", "title"]

    def in_order(self, projects):
        return super().in_order(projects).public()


class AgreementSerializer(CitedSerializer):
    """What municipalities have promised each other; `legal_status` and `ledger` for the day asked for, or today."""

    # `context["on"]` is that day.

    title = TextsField("title")
    summary = TextsField("summary")
    preamble = TextsField("preamble")
    objectives = TextsField("objectives")
    since = PartialDateText(source="search.since", allow_null=True, read_only=True)
    recorded_by = uid(allow_null=True)
    predecessor = serializers.SerializerMethodField()
    legal_status = serializers.SerializerMethodField()
    status_periods = serializers.SerializerMethodField()
    badge = serializers.SerializerMethodField()
    parties = PartySerializer(many=True)
    fields = FieldOfAgreementSerializer(many=True, source="field_links")
    networks = NetworkOfAgreementSerializer(many=True, source="network_links")
    acts = ActSerializer(many=True)
    commitments = CommitmentSerializer(many=True)
    activities = ActivitySerializer(many=True)
    documents = DocumentSerializer(many=True)
    links = LinkSerializer(many=True)
    projects = NamedProjectSerializer(many=True)

    class Meta:
        model = Agreement
        fields = [
            "uid", "number", "form", "title", "summary", "preamble", "objectives", "since", "legal_status",
            "status_periods", "badge", "term", "term_ends_on", "notice_months", "tacit_renewal",
            "original_language", "governing_languages", "legal_basis", "origin", "recorded_by", "registered_on",
            "published_at", "predecessor", "parties", "fields", "networks", "acts", "commitments", "activities",
            "documents", "links", "projects", "citations",
        ]  # fmt: skip

    def to_representation(self, agreement):
        sides = sides_of([agreement])[agreement.pk]
        self.context.update(
            sides={side.party.pk: side for side in sides},
            badge=badge(sides),
            key_facts=key_facts(agreement),
            since=agreement.search.since,
            acts=list(agreement.acts.all()),
        )
        return super().to_representation(agreement)

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_predecessor(self, agreement):
        predecessor = agreement.predecessor
        return str(predecessor.uid) if predecessor and predecessor.is_public else None

    @extend_schema_field(LegalStatusSerializer)
    def get_legal_status(self, agreement):
        on = self.context["on"]
        return LegalStatusSerializer({"on": on, "status": status_on(agreement, self.context["acts"], on)}).data

    @extend_schema_field(StatusPeriodSerializer(many=True))
    def get_status_periods(self, agreement):
        return StatusPeriodSerializer(periods(agreement, self.context["acts"]), many=True).data

    @extend_schema_field(serializers.ChoiceField([(word, label) for word, label in Badge.LABELS.items()]))
    def get_badge(self, agreement):
        return self.context["badge"]


class NamedAgreementSerializer(RecordSerializer):
    class Meta:
        model = Agreement
        fields = ["uid", "number"]


class SupervisorSerializer(RecordSerializer):
    post = TextsField("post")

    class Meta:
        model = Representative
        fields = ["uid", "name", "post"]


class ProjectPartnerSerializer(RecordSerializer):
    order = ["role", "pk"]
    municipality = NamedMunicipalitySerializer(read_only=True)
    supervisor = SupervisorSerializer(allow_null=True, read_only=True)

    class Meta:
        model = ProjectPartner
        fields = ["role", "municipality", "supervisor"]


class JointProjectSerializer(CitedSerializer):
    """A project that municipalities carry out together. `status` is an activity status code of IATI."""

    title = TextsField("title")
    summary = TextsField("summary")
    results = TextsField("results")
    agreement = NamedAgreementSerializer(allow_null=True, read_only=True)
    partners = ProjectPartnerSerializer(many=True)
    fields = FieldOfProjectSerializer(many=True, source="field_links")

    class Meta:
        model = JointProject
        fields = [
            "uid", "title", "summary", "status", "original_language", "programme", "planned_start", "planned_end",
            "actual_start", "actual_end", "funder", "budget", "currency", "results", "sdgs", "published_at",
            "agreement", "partners", "fields", "citations",
        ]  # fmt: skip

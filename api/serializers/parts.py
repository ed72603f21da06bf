"""The parts of an agreement."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.confirmation import FACT_NAMES, Standing
from agreements.ledger import Keeping, entry
from agreements.ledger import day_of as day_of_activity
from agreements.models import (
    Act,
    Activity,
    AgreementField,
    AgreementNetwork,
    Commitment,
    Confirmation,
    Document,
    Field,
    Link,
    Party,
    ProjectField,
    Representative,
)
from agreements.models.document import MEDIA_TYPES
from api.serializers.municipalities import NamedMunicipalitySerializer
from api.serializers.records import CitedSerializer, KnownTextField, RecordSerializer, TextsField, uid
from municipalities.models import Institution

STANDINGS = [Standing.SILENT, Standing.CLAIMS, Standing.CONFIRMS, Standing.CONFIRMED_EARLIER, Standing.DISPUTES]


class FieldSerializer(RecordSerializer):
    name = TextsField("name")

    class Meta:
        model = Field
        fields = ["uid", "code", "name", "sdgs"]


class FieldOfAgreementSerializer(CitedSerializer):
    """A field of cooperation, with the sources that name it for this record."""

    order = ["field__code"]
    uid = serializers.UUIDField(source="field.uid")
    code = serializers.CharField(source="field.code")
    name = TextsField("name", source="field")

    class Meta:
        model = AgreementField
        fields = ["uid", "code", "name", "citations"]


class FieldOfProjectSerializer(FieldOfAgreementSerializer):
    class Meta:
        model = ProjectField
        fields = ["uid", "code", "name", "citations"]


class NetworkOfAgreementSerializer(CitedSerializer):
    """A network under which the agreement came about. Not every source names it."""

    uid = serializers.UUIDField(source="network.uid")
    name = TextsField("name", source="network")
    is_named = serializers.BooleanField(source="network.is_named")
    website = KnownTextField(source="network.website", allow_null=True)

    class Meta:
        model = AgreementNetwork
        fields = ["uid", "name", "is_named", "website", "citations"]


class RepresentativeSerializer(CitedSerializer):
    """Who sees to the agreement for a party. The name is null where the sources do not give it."""

    post = TextsField("post")

    class Meta:
        model = Representative
        fields = ["uid", "name", "post", "mandate", "starts_on", "ends_on", "citations"]


class WordSerializer(RecordSerializer):
    """The latest word that a party gave on the record, and the key facts that changed since it did."""

    changed = serializers.SerializerMethodField()

    class Meta:
        model = Confirmation
        fields = ["verdict", "reason", "confirmed_at", "changed"]

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(list(FACT_NAMES))))
    def get_changed(self, word):
        facts = self.context["key_facts"]
        return [name for name in FACT_NAMES if word.facts.get(name) != facts[name]]


class PartySerializer(CitedSerializer):
    """One municipality's side. The signatory's name and title are as they stood at the signature."""

    order = ["position", "pk"]
    municipality = NamedMunicipalitySerializer(read_only=True)
    signatory = uid(allow_null=True, help_text="The mayor's term of office.")
    signatory_title = TextsField("signatory_title")
    standing = serializers.SerializerMethodField()
    word = serializers.SerializerMethodField()
    representatives = RepresentativeSerializer(many=True)

    class Meta:
        model = Party
        fields = [
            "uid", "municipality", "role", "is_initiator", "joined_on", "left_on", "council_decision",
            "council_decided_on", "council_decision_url", "signatory", "signatory_name", "signatory_title",
            "signed_on", "standing", "word", "representatives", "citations",
        ]  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(STANDINGS, allow_null=True))
    def get_standing(self, party):
        side = self.context["sides"].get(party.pk)
        return side.standing if side else None

    @extend_schema_field(WordSerializer(allow_null=True))
    def get_word(self, party):
        latest = party.confirmations.order_by("-confirmed_at", "-pk").first()
        return WordSerializer(latest, context=self.context).data if latest else None


def public_uid(document: Document | None) -> str | None:
    return str(document.uid) if document and document.is_public else None


class ActSerializer(CitedSerializer):
    """A legal act. One that is struck out was recorded by mistake, and has no effect."""

    order = ["happened_on", "pk"]
    document = serializers.SerializerMethodField()

    class Meta:
        model = Act
        fields = [
            "uid", "kind", "happened_on", "known_by", "extends_to", "instrument", "note", "struck_out", "document",
            "citations",
        ]  # fmt: skip

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_document(self, act):
        return public_uid(act.document)


class DocumentSerializer(CitedSerializer):
    media_type = serializers.ChoiceField(sorted({*MEDIA_TYPES.values(), "application/octet-stream"}), read_only=True)
    url = serializers.CharField(source="file.url", read_only=True, help_text="Where the file is, on this server.")

    class Meta:
        model = Document
        fields = [
            "uid", "kind", "title", "language", "is_authentic", "sha256", "size", "media_type", "url", "citations",
        ]  # fmt: skip

    def in_order(self, documents):
        return super().in_order(documents).filter(is_public=True)


class LedgerSerializer(serializers.Serializer):
    """Whether the promise is kept on the day, when it was last served, and when it is due (again)."""

    keeping = serializers.ChoiceField(Keeping.choices, read_only=True)
    last_served_on = serializers.DateField(allow_null=True, read_only=True)
    next_due_on = serializers.DateField(allow_null=True, read_only=True)


class CommitmentSerializer(CitedSerializer):
    order = ["position", "pk"]
    text = TextsField("text")
    bound_party = uid(allow_null=True)
    responsible = uid(allow_null=True)
    ledger = serializers.SerializerMethodField()

    class Meta:
        model = Commitment
        fields = [
            "uid", "kind", "text", "clause", "bound", "bound_party", "cadence", "every_months", "due_on",
            "responsible", "ledger", "citations",
        ]  # fmt: skip

    @extend_schema_field(LedgerSerializer)
    def get_ledger(self, commitment):
        since = self.context["since"]
        line = entry(
            commitment, commitment.activities.all(), since=since.first if since else None, on=self.context["on"]
        )
        return LedgerSerializer(
            {
                "keeping": line.keeping,
                "last_served_on": day_of_activity(line.last) if line.last else None,
                "next_due_on": line.due_on,
            }
        ).data


class ActivitySerializer(CitedSerializer):
    order = ["starts_on", "pk"]
    title = TextsField("title")
    outcome = TextsField("outcome")
    minutes = serializers.SerializerMethodField()
    commitments = serializers.SerializerMethodField()

    class Meta:
        model = Activity
        fields = [
            "uid", "kind", "title", "starts_on", "ends_on", "place", "is_online", "participants", "outcome",
            "minutes", "commitments", "citations",
        ]  # fmt: skip

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_minutes(self, activity):
        return public_uid(activity.minutes)

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_commitments(self, activity):
        return sorted(str(commitment.uid) for commitment in activity.commitments.all())


class NamedInstitutionSerializer(RecordSerializer):
    name = TextsField("name")
    municipality = NamedMunicipalitySerializer(read_only=True)

    class Meta:
        model = Institution
        fields = ["uid", "name", "municipality"]


class LinkSerializer(CitedSerializer):
    """Two institutions that work together under the agreement."""

    one = NamedInstitutionSerializer(read_only=True)
    other = NamedInstitutionSerializer(read_only=True)
    field = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Link
        fields = ["uid", "since", "one", "other", "field", "citations"]

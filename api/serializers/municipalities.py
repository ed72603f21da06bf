from api.serializers.records import CitedSerializer, RecordSerializer, TextsField, uid
from municipalities.models import Alias, Institution, Mayor, Municipality

TERM_FIELDS = ["uid", "name", "starts_on", "ends_on", "ongoing", "acting", "wikidata_qid"]


class NamedMunicipalitySerializer(RecordSerializer):
    """A municipality as other documents name it."""

    name = TextsField("name")

    class Meta:
        model = Municipality
        fields = ["uid", "name", "country"]


class AliasSerializer(RecordSerializer):
    order = ["text", "pk"]

    class Meta:
        model = Alias
        fields = ["uid", "text", "language", "kind"]


class InstitutionSerializer(RecordSerializer):
    name = TextsField("name")

    class Meta:
        model = Institution
        fields = ["uid", "name", "kind", "website"]


class TermOfOfficeSerializer(CitedSerializer):
    """One term of office of a mayor. A start or end that is null is not known; `ongoing` has not ended."""

    class Meta:
        model = Mayor
        fields = [*TERM_FIELDS, "citations"]

    def in_order(self, terms):
        return terms.public().in_time()


class MayorSerializer(TermOfOfficeSerializer):
    municipality = NamedMunicipalitySerializer(read_only=True)

    class Meta:
        model = Mayor
        fields = [*TERM_FIELDS, "municipality", "citations"]


class MunicipalitySerializer(CitedSerializer):
    name = TextsField("name")
    successor = uid(allow_null=True)
    aliases = AliasSerializer(many=True)
    mayors = TermOfOfficeSerializer(many=True)
    institutions = InstitutionSerializer(many=True)

    class Meta:
        model = Municipality
        fields = [
            "uid", "name", "local_name", "local_type", "level", "country", "region", "region_name", "wikidata_qid",
            "geonames_id", "osm_relation", "national_code", "national_code_scheme", "latitude", "longitude",
            "population", "population_year", "website", "existed_from", "existed_to", "is_member",
            "successor", "aliases", "mayors", "institutions", "citations",
        ]  # fmt: skip

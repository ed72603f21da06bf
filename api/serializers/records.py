"""How the columns of any record look to the outside: the same rules as in `provenance.documents`."""

import datetime as dt

from django.conf import settings
from django.db import models
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers

from provenance.dates import PartialDateField
from provenance.models import Change, Citation


class KnownTextField(serializers.CharField):
    """A text; an empty one is nothing known."""

    def to_representation(self, value):
        return super().to_representation(value) or None


class MomentField(serializers.DateTimeField):
    """A moment in UTC, to the second."""

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%dT%H:%M:%SZ", default_timezone=dt.UTC, **kwargs)


@extend_schema_field(
    {
        "type": "string",
        "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
        "description": "A day, a month or a year alone, in the reduced forms of ISO 8601.",
        "examples": ["1987", "1987-06", "1987-06-21"],
    }
)
class PartialDateText(serializers.CharField):
    def to_representation(self, value):
        return str(value)


Texts = inline_serializer(
    "Texts",
    {language: serializers.CharField(allow_null=True) for language in settings.MODELTRANSLATION_LANGUAGES},
)


@extend_schema_field(Texts)
class TextsField(serializers.Field):
    """A translated text in every language of the content."""

    def __init__(self, field: str, source: str = "*"):
        super().__init__(source=source, read_only=True)
        self.field = field

    def to_representation(self, record):
        return {
            language: getattr(record, f"{self.field}_{language}") or None
            for language in settings.MODELTRANSLATION_LANGUAGES
        }


def uid(**kwargs) -> serializers.SlugRelatedField:
    """Another record, by its identifier."""
    return serializers.SlugRelatedField(slug_field="uid", read_only=True, **kwargs)


class InOrder(serializers.ListSerializer):
    """Related records, those that are public, in the order that their serializer gives them."""

    def to_representation(self, records):
        return super().to_representation(self.child.in_order(records.all()))


class RecordSerializer(serializers.ModelSerializer):
    """`order` are the columns by which lists of it are ordered inside another document."""

    order = ["pk"]

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: KnownTextField,
        models.TextField: KnownTextField,
        models.URLField: KnownTextField,
        models.DateTimeField: MomentField,
        PartialDateField: PartialDateText,
    }

    @classmethod
    def many_init(cls, *args, **kwargs):
        return InOrder(*args, child=cls(), **{"read_only": True, **kwargs})

    def in_order(self, records):
        return records.order_by(*self.order)

    def build_standard_field(self, field_name, model_field):
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        if field_class is KnownTextField and model_field.blank:
            kwargs["allow_null"] = True
        if field_class is PartialDateText:
            kwargs = {"allow_null": True, "help_text": kwargs.get("help_text", "")}
        return field_class, {**kwargs, "read_only": True}


class CitationSerializer(RecordSerializer):
    class Meta:
        model = Citation
        fields = [
            "uid", "field", "value", "grade", "publisher", "title", "url", "published_on", "retrieved_on", "quote",
            "quote_language", "licence", "source", "source_row",
        ]  # fmt: skip


class CitedSerializer(RecordSerializer):
    """A record with the sources that speak of it."""

    citations = serializers.SerializerMethodField()

    @extend_schema_field(CitationSerializer(many=True))
    def get_citations(self, record):
        return CitationSerializer(Citation.objects.about(record), many=True).data


class ChangeSerializer(serializers.ModelSerializer):
    """One row of one table that was created, changed or deleted, and the record to which it belongs."""

    at = MomentField(read_only=True)
    record = serializers.SerializerMethodField()

    class Meta:
        model = Change
        fields = ["at", "action", "model", "uid", "record"]
        read_only_fields = fields

    @extend_schema_field(
        inline_serializer("RecordAddress", {"model": serializers.CharField(), "uid": serializers.UUIDField()})
    )
    def get_record(self, change):
        return {"model": change.record_model, "uid": str(change.record_uid)}

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError as FormError
from django.db.models import F
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError

from agreements import documents
from agreements.filters import AgreementFilter, JointProjectFilter
from agreements.models import Agreement, Field, JointProject
from api.serializers.agreements import AgreementSerializer, JointProjectSerializer
from api.serializers.parts import FieldSerializer
from api.views.records import RecordViewSet
from provenance.keyset import Order

AS_OF = OpenApiParameter("asOf", dt.date, description="The day for which legal status and ledger are told; today.")


class AgreementViewSet(RecordViewSet):
    """Agreements, the latest in the register first. With `asOf`, the whole list answers for that day."""

    queryset = Agreement.objects.public()
    tombstones = Agreement.objects.withdrawn()
    documents = documents.agreements
    serializer_class = AgreementSerializer
    filterset_class = AgreementFilter
    orders = AgreementFilter.orders
    usual_order = "-registered"
    query_keys = ("asOf",)

    @property
    def day(self) -> dt.date:
        try:
            asked = AgreementFilter.base_filters["asOf"].field.clean(self.request.query_params.get("asOf"))
        except FormError as error:
            raise ValidationError({"asOf": error.messages}) from None
        return asked or timezone.localdate()

    def texts(self, keys):
        return self.documents.texts(keys, on=self.day)

    @extend_schema(parameters=[AS_OF])
    def retrieve(self, request, **address):
        """One agreement, by its identifier or its number."""
        return super().retrieve(request, **address)


class JointProjectViewSet(RecordViewSet):
    """Joint projects, the latest in the register first."""

    queryset = JointProject.objects.public()
    tombstones = JointProject.objects.withdrawn()
    documents = documents.joint_projects
    serializer_class = JointProjectSerializer
    filterset_class = JointProjectFilter
    orders = JointProjectFilter.orders
    usual_order = "-registered"


class FieldViewSet(RecordViewSet):
    """Fields of cooperation."""

    queryset = Field.objects.all()
    documents = documents.fields
    serializer_class = FieldSerializer
    orders = {"code": Order(by=F("code"), form_field=forms.SlugField())}
    usual_order = "code"

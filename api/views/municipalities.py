from django import forms
from django.db.models import F

from api.serializers.municipalities import MayorSerializer, MunicipalitySerializer
from api.views.records import RecordViewSet
from municipalities import documents
from municipalities.filters import MayorFilter, MunicipalityFilter
from municipalities.models import Mayor, Municipality
from provenance.keyset import Order


class MunicipalityViewSet(RecordViewSet):
    """Municipalities, in the order of the alphabet: scripts and accents are folded together."""

    # Not rewritten: the order is of the names as the register keeps them, the same in every language.
    queryset = Municipality.objects.public().rewrite(False)
    documents = documents.municipalities
    serializer_class = MunicipalitySerializer
    filterset_class = MunicipalityFilter
    orders = MunicipalityFilter.orders
    usual_order = "name"


class MayorViewSet(RecordViewSet):
    """Terms of office of mayors."""

    queryset = Mayor.objects.public()
    documents = documents.mayors
    serializer_class = MayorSerializer
    filterset_class = MayorFilter
    orders = MayorFilter.orders | {"name": Order(by=F("name"), form_field=forms.CharField(strip=False, required=False))}
    usual_order = "name"

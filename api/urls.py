"""`/api/v1`: no trailing slashes; whatever else lies below it is a problem document."""

from django.urls import path, re_path

from agreements.models import Agreement
from api import problems
from api.views.agreements import AgreementViewSet, FieldViewSet, JointProjectViewSet
from api.views.changes import ChangeViewSet
from api.views.description import DocsView, OpenAPIView
from api.views.municipalities import MayorViewSet, MunicipalityViewSet

LIST, ONE = {"get": "list"}, {"get": "retrieve"}

app_name = "api"
urlpatterns = [
    path("openapi.json", OpenAPIView.as_view(), name="openapi"),
    path("docs", DocsView.as_view(), name="docs"),
    path("agreements", AgreementViewSet.as_view(LIST), name="agreement-list"),
    path("agreements/<uuid:uid>", AgreementViewSet.as_view(ONE), name="agreement-detail"),
    re_path(rf"^agreements/(?P<number>{Agreement.NUMBER})$", AgreementViewSet.as_view(ONE), name="agreement-by-number"),
    path("municipalities", MunicipalityViewSet.as_view(LIST), name="municipality-list"),
    path("municipalities/<uuid:uid>", MunicipalityViewSet.as_view(ONE), name="municipality-detail"),
    path("mayors", MayorViewSet.as_view(LIST), name="mayor-list"),
    path("mayors/<uuid:uid>", MayorViewSet.as_view(ONE), name="mayor-detail"),
    path("joint-projects", JointProjectViewSet.as_view(LIST), name="joint-project-list"),
    path("joint-projects/<uuid:uid>", JointProjectViewSet.as_view(ONE), name="joint-project-detail"),
    path("fields", FieldViewSet.as_view(LIST), name="field-list"),
    path("fields/<uuid:uid>", FieldViewSet.as_view(ONE), name="field-detail"),
    path("changes", ChangeViewSet.as_view(LIST), name="change-list"),
    re_path("", problems.not_found),
]

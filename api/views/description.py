"""The API's own description: the OpenAPI document, and a page to read it on."""

from functools import cache

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from api.views.records import ReadOnly


@cache
def described(language: str) -> dict:
    """The OpenAPI document, with labels in this language (one of the site's)."""
    return SchemaGenerator().get_schema(public=True)


class OpenAPIView(ReadOnly, APIView):
    renderer_classes = [JSONRenderer, OpenApiJsonRenderer, OpenApiJsonRenderer2]

    @extend_schema(exclude=True)
    def get(self, request):
        self.check_query(request)
        return Response(described(get_language()))


@method_decorator(csp_update({"style-src": [UNSAFE_INLINE], "img-src": ["data:"]}), name="dispatch")
class DocsView(ReadOnly, SpectacularSwaggerSplitView):
    """Swagger UI sets styles on elements and draws its icons from data addresses: only that is allowed here."""

    url_name = "api:openapi"
    query_keys = ("script",)

    @extend_schema(exclude=True)
    def get(self, request, *args, **kwargs):
        self.check_query(request)
        response = super().get(request, *args, **kwargs)
        # Nothing is written by this page: asked for, the token would be a cookie.
        response.data["csrf_token"] = ""
        return response

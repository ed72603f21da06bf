"""The API's own description: the OpenAPI document, and a page to read it on."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import JSONRenderer

from api.views.records import ReadOnly


class OpenAPIView(ReadOnly, SpectacularAPIView):
    renderer_classes = [JSONRenderer, OpenApiJsonRenderer, OpenApiJsonRenderer2]

    @extend_schema(exclude=True)
    def get(self, request, *args, **kwargs):
        self.check_query(request)
        return super().get(request, *args, **kwargs)


@method_decorator(csp_update({"style-src": [UNSAFE_INLINE], "img-src": ["data:"]}), name="dispatch")
class DocsView(ReadOnly, SpectacularSwaggerSplitView):
    """Swagger UI sets styles on elements and draws its icons from data addresses: only that is allowed here."""

    url_name = "api:openapi"
    query_keys = ("script",)

    @extend_schema(exclude=True)
    def get(self, request, *args, **kwargs):
        self.check_query(request)
        return super().get(request, *args, **kwargs)

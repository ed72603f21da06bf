"""What every endpoint does alike: it reads, knows its query's words, and sends documents as the database wrote them."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django_filters import MultipleChoiceFilter
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.viewsets import GenericViewSet

from api.pagination import KeysetPagination
from api.problems import GoneError
from provenance.documents import Documents
from provenance.keyset import Order

LONGEST_ECHO = 100


class ReadOnly:
    """Answers GET, HEAD and OPTIONS; refuses query keys that it does not know, or that are repeated without sense."""

    query_keys: tuple[str, ...] = ()
    repeatable_keys: tuple[str, ...] = ()

    @property
    def default_response_headers(self):
        return {**super().default_response_headers, "API-Version": settings.API_VERSION}

    def options(self, request, *args, **kwargs):
        return HttpResponse(status=204)

    def check_query(self, request, known=(), repeatable=()):
        problems = {}
        for key, values in request.query_params.lists():
            if key not in (*self.query_keys, *known):
                problems[key[:LONGEST_ECHO]] = [_("This address knows no such parameter.")]
            elif len(values) > 1 and key not in repeatable:
                problems[key] = [_("This parameter can be given once.")]
        if problems:
            raise ValidationError(problems)


class RecordViewSet(ReadOnly, GenericViewSet):
    """The public records of one noun: `queryset` says which, `documents` how they are written.

    `serializer_class` is their schema. `tombstones` are those that were public and are withdrawn.
    """

    documents: Documents
    filterset_class = None
    pagination_class = KeysetPagination
    orders = {"registered": Order()}
    usual_order = "registered"
    tombstones = None

    def texts(self, keys: list[int]) -> list[str]:
        return self.documents.texts(keys)

    def list(self, request):
        filters = self.filterset_class.base_filters if self.filterset_class else {}
        several = [key for key, one in filters.items() if isinstance(one, MultipleChoiceFilter)]
        self.check_query(request, known=[*filters, *self.pagination_class.query_keys], repeatable=several)
        return self.get_paginated_response(self.paginate_queryset(self.filter_queryset(self.get_queryset())))

    def retrieve(self, request, **address):
        """One record."""
        self.check_query(request)
        key = self.get_queryset().values_list("pk", flat=True).filter(**address).first()
        if key is None:
            gone = self.tombstones.filter(**address).first() if self.tombstones is not None else None
            raise GoneError(gone) if gone else NotFound(_("There is no such record."))
        return HttpResponse(self.texts([key])[0], content_type="application/json")

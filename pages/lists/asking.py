"""What an address asks of a whole list, for its forms that have no boxes beside which to tell what is wrong."""

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest
from django_filters import FilterSet


def understood(request: HttpRequest, filterset_class: type[FilterSet], records: QuerySet) -> FilterSet:
    """The filter of these records that has understood the address; BadRequest, in words, for what cannot be asked."""
    filterset = filterset_class(request.GET, queryset=records, request=request)
    form = filterset.form
    if not filterset.is_valid():
        raise BadRequest(" ".join(f"{form[name].label}: {' '.join(told)}" for name, told in form.errors.items()))
    return filterset

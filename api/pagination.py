"""Pages that move by key: each begins behind the last record of the one before, however many there are.

Nothing is counted, and nothing is skipped or shown twice when records come in between.
"""

import base64
import binascii
import json
import uuid
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError as FormError
from django.db import models
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.utils.urls import replace_query_param

USUAL, MOST = 50, 100
# Of a name of 200 letters, however they are written
LONGEST_CURSOR = 3_500
LARGEST_INTEGER = 2**63 - 1
BAD_CURSOR = _("This is no cursor of this list. Take it from `next`, or begin without one.")


class BadCursorError(ValueError):
    """A cursor that this list did not give out."""


def written(place: list) -> str:
    """A place in a list as a cursor: opaque, and safe in an address."""
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def read(cursor: str, length: int) -> list:
    """The place that a cursor stands for, a list of so many values; BadCursorError for any other text."""
    try:
        place = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise BadCursorError from error
    if not isinstance(place, list) or len(place) != length:
        raise BadCursorError
    return place


class Row(models.Func):
    """Values that are compared together, one after the other: one index serves such a comparison."""

    function = "ROW"
    output_field = models.BooleanField()


@dataclass(frozen=True)
class Order:
    """By an expression, or by none; then, in the same direction, by the order of registration.

    `form_field` reads the expression's value from a cursor. Where it may be NULL, such records come last.
    """

    by: object = None
    form_field: forms.Field | None = None
    descending: bool = False
    nullable: bool = False

    def rows(self, records: models.QuerySet, behind: tuple | None, size: int) -> list[tuple]:
        """(key, uid, value) of up to `size` records behind a place (value, key)."""
        found = []
        for stretch in self._stretches(records, behind):
            if len(found) < size:
                found += stretch[: size - len(found)]
        return found

    def _stretches(self, records, behind):
        """Records in order; those without a value are a stretch of their own, since no index would serve both."""
        value, key = behind or (None, None)
        none = models.Value(None, output_field=models.TextField())
        sign = "-" if self.descending else ""
        compare, or_equal = (LessThan, LessThanOrEqual) if self.descending else (GreaterThan, GreaterThanOrEqual)
        if self.by is not None and (behind is None or value is not None):
            with_value = records.annotate(place=self.by)
            if self.nullable:
                with_value = with_value.filter(place__isnull=False)
            if behind:
                # The first condition is what an index serves where value and key stand in two tables.
                with_value = with_value.filter(
                    or_equal(models.F("place"), models.Value(value)),
                    compare(Row("place", "pk"), Row(models.Value(value), models.Value(key))),
                )
            yield with_value.order_by(f"{sign}place", f"{sign}pk").values_list("pk", "uid", "place")
        if self.by is None or self.nullable:
            without = records if self.by is None else records.annotate(place=self.by).filter(place__isnull=True)
            if behind and (self.by is None or value is None):
                without = without.filter(compare(models.F("pk"), models.Value(key)))
            yield without.order_by(f"{sign}pk").values_list("pk", "uid", none)


class PageForm(forms.Form):
    limit = forms.IntegerField(required=False, min_value=1, max_value=MOST)
    cursor = forms.CharField(required=False, max_length=LONGEST_CURSOR)


class KeysetPagination(BasePagination):
    """Pages of a view's `documents`, in one of its `orders`."""

    query_keys = ("limit", "cursor")

    def paginate_queryset(self, queryset, request, view=None) -> list[str]:
        """The documents of one page, as JSON text."""
        self.request, self.view = request, view
        form = PageForm(request.query_params)
        if not form.is_valid():
            raise ValidationError({key: list(errors) for key, errors in form.errors.items()})
        self.limit = form.cleaned_data["limit"] or USUAL
        try:
            return self.page(queryset, form.cleaned_data["cursor"])
        except BadCursorError:
            raise ValidationError({"cursor": [BAD_CURSOR]}) from None

    def page(self, queryset, cursor: str) -> list[str]:
        name = self.request.query_params.get("sort") or self.view.usual_order
        order = self.view.orders[name]
        behind = self.place(name, order, cursor) if cursor else None
        rows = order.rows(queryset, behind, self.limit + 1)
        more, rows = len(rows) > self.limit, rows[: self.limit]
        self.links = {"next": None}
        if more:
            _key, uid, value = rows[-1]
            self.links["next"] = self.address(written([name, None if value is None else str(value), uid.hex]))
        return self.view.texts([row[0] for row in rows])

    def place(self, name: str, order: Order, cursor: str) -> tuple:
        """The value and the key of the record at which the cursor stands."""
        cursor_name, value, uid = read(cursor, 3)
        may_be_null = order.by is None or order.nullable
        if cursor_name != name or not isinstance(uid, str) or not (may_be_null if value is None else order.by):
            raise BadCursorError
        records = self.view.documents.model._base_manager
        try:
            if value is not None:
                value = str(order.form_field.clean(value.encode().decode()))
            return value, records.values_list("pk", flat=True).get(uid=uuid.UUID(uid))
        except (ValueError, AttributeError, FormError, records.model.DoesNotExist) as error:
            raise BadCursorError from error

    def address(self, cursor: str) -> str:
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def get_paginated_response(self, data: list[str]) -> HttpResponse:
        links = json.dumps(self.links, separators=(",", ":"))
        text = f'{links[:-1]},"results":[{",".join(data)}]}}'
        response = HttpResponse(text, content_type="application/json")
        response["Link"] = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in self.links.items() if address)
        if not response["Link"]:
            del response["Link"]
        return response

    def get_paginated_response_schema(self, schema):
        next_page = {
            "type": ["string", "null"],
            "format": "uri",
            "description": "The address of the next page; null on the last.",
        }
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": next_page, "results": schema},
        }

    def get_schema_operation_parameters(self, view):
        return [
            {
                "name": "limit",
                "in": "query",
                "description": "How many records a page holds.",
                "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
            },
            {
                "name": "cursor",
                "in": "query",
                "description": "Where the page begins: taken from `next`, never made up.",
                "schema": {"type": "string", "maxLength": LONGEST_CURSOR},
            },
        ]


class ChangesPagination(KeysetPagination):
    """Pages of the log, in the order that readers follow: (epoch, transaction, sequence).

    `resume` is where to go on at any later time, also when there is nothing more now. The cursor `end` begins behind
    all that is there.
    """

    place_of_row = ("epoch", "transaction_id", "pk")

    def page(self, queryset, cursor: str) -> list[str]:
        behind = self.place_in_log(queryset, cursor) if cursor else None
        if behind:
            queryset = queryset.after(*behind)
        rows = list(queryset.values_list(*self.place_of_row)[: self.limit + 1])
        more, rows = len(rows) > self.limit, rows[: self.limit]
        behind = rows[-1] if rows else behind
        resume = self.address(written(list(behind))) if behind else self.request.build_absolute_uri()
        self.links = {"next": resume if more else None, "resume": resume}
        return self.view.texts([row[-1] for row in rows])

    def place_in_log(self, queryset, cursor: str) -> tuple:
        if cursor == "end":
            return queryset.values_list(*self.place_of_row).last() or (0, 0, 0)
        place = read(cursor, 3)
        if not all(type(one) is int and 0 <= one <= LARGEST_INTEGER for one in place):
            raise BadCursorError
        return tuple(place)

    def get_paginated_response_schema(self, schema):
        document = super().get_paginated_response_schema(schema)
        document["required"].append("resume")
        document["properties"]["resume"] = {
            "type": "string",
            "format": "uri",
            "description": "Where to go on at any later time; keep it.",
        }
        return document

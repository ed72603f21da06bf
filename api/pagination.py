"""Pages of the API: `next` leads behind the last record of each (`provenance.keyset` says how). Nothing is counted."""

import json

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.utils.urls import replace_query_param

from provenance.keyset import LONGEST_CURSOR, BadCursorError, read, written

USUAL, MOST = 50, 100
LARGEST_INTEGER = 2**63 - 1
BAD_CURSOR = _("This is no cursor of this list. Take it from `next`, or begin without one.")


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
        behind = order.place(name, cursor, self.view.documents.model) if cursor else None
        rows = order.rows(queryset, behind, self.limit + 1)
        more, rows = len(rows) > self.limit, rows[: self.limit]
        self.links = {"next": self.address(order.cursor(name, rows[-1])) if more else None}
        return self.view.texts([row[0] for row in rows])

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

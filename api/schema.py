"""What the OpenAPI document adds to what the views say of themselves: the errors, which all endpoints share."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema_field

from agreements.filters import DecadeFilter, FieldFilter, NetworkFilter, PartyFilter
from municipalities.filters import CountryFilter

for of_words, word in (
    (FieldFilter, {"description": "The code of a field of cooperation."}),
    (NetworkFilter, {"description": "The uid of a network.", "format": "uuid"}),
    (PartyFilter, {"description": "A uid or a name.", "maxLength": 200}),
    (DecadeFilter, {"description": "The first year of a decade, or `unknown`.", "pattern": "^([0-9]{3}0|unknown)$"}),
    (CountryFilter, {"description": "Two letters of ISO 3166-1.", "pattern": "^[A-Za-z]{2}$"}),
):
    extend_schema_field({"type": "string", **word})(of_words)

PROBLEM = {
    "type": "object",
    "description": "A problem document of RFC 9457.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "detail"],
                "properties": {"parameter": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "uid": {"type": "string", "format": "uuid"},
        "withdrawn_at": {"type": "string", "format": "date-time"},
        "reason": {"type": "string"},
    },
}
ERRORS = {
    "400": "The query cannot be answered: `errors` names each parameter and says why.",
    "404": "There is no such public record.",
    "406": "Only JSON can be sent.",
    "410": "The record was public and is withdrawn: `withdrawn_at` and `reason` say when and why.",
}


class ReadSchema(AutoSchema):
    """Of an endpoint that reads."""

    def get_operation_id(self):
        """`listJointProjects`, `getAgreement`, `getAgreementByNumber`."""
        if self._is_list_view():
            noun = self.path.rpartition("/")[2]
            return "list" + "".join(word.capitalize() for word in noun.split("-"))
        name = self.view.get_queryset().model.__name__
        return f"get{name}ByNumber" if "number" in self.path else f"get{name}"

    def _get_response_bodies(self, direction="response"):
        answers = super()._get_response_bodies(direction)
        answers["200"]["description"] = "A page of records." if self._is_list_view() else "The record."
        for status, description in ERRORS.items():
            if status in ("400", "406") or not self._is_list_view():
                problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
                answers[status] = {"description": description, "content": problem}
        return answers


def with_problem(result, generator, request, public):
    """A hook of drf-spectacular: the one schema to which all errors refer."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    return result

"""What the log and the citations speak of, by the names that people use."""

from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

# Facts that citations name where they are no columns of their record.
OTHER_FACTS = {
    "": _("the whole record"),
    "since": _("year"),
    "until": _("end"),
    "kind": _("form"),
    "confirmation": _("confirmation"),
}


@cache
def fact_name(model: str, fact: str):
    """`agreements.party`, `signatory_name` → “signatory's name”, lazily in the reader's language.

    What is no column of the model and no other fact stays as it is written.
    """
    try:
        return apps.get_model(model)._meta.get_field(fact).verbose_name
    except (LookupError, ValueError, FieldDoesNotExist):
        return OTHER_FACTS.get(fact, fact.replace("_", " "))


@cache
def model_name(model: str):
    """`agreements.party` → “party”, lazily; what is no model stays as it is written."""
    try:
        return apps.get_model(model)._meta.verbose_name
    except (LookupError, ValueError):
        return model

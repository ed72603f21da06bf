from municipalities.models.institution import Institution
from municipalities.models.mayor import Mayor, MayorQuerySet
from municipalities.models.membership import Membership
from municipalities.models.municipality import Alias, Municipality, MunicipalityQuerySet, SearchName

__all__ = [
    "Alias",
    "Institution",
    "Mayor",
    "MayorQuerySet",
    "Membership",
    "Municipality",
    "MunicipalityQuerySet",
    "SearchName",
]

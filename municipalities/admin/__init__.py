from municipalities.admin.institution import InstitutionAdmin
from municipalities.admin.mayor import MayorAdmin
from municipalities.admin.membership import MembershipAdmin
from municipalities.admin.municipality import MunicipalityAdmin

__all__ = ["InstitutionAdmin", "MayorAdmin", "MembershipAdmin", "MunicipalityAdmin"]

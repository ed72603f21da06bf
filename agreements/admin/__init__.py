from agreements.admin.act import ActAdmin
from agreements.admin.activity import ActivityAdmin
from agreements.admin.agreement import AgreementAdmin
from agreements.admin.commitment import CommitmentAdmin
from agreements.admin.confirmation import ConfirmationAdmin
from agreements.admin.document import DocumentAdmin
from agreements.admin.field import FieldAdmin, NetworkAdmin
from agreements.admin.good_practice import GoodPracticeAdmin
from agreements.admin.joint_project import JointProjectAdmin
from agreements.admin.link import LinkAdmin
from agreements.admin.party import PartyAdmin
from agreements.admin.report import ErrorReportAdmin
from agreements.admin.representative import RepresentativeAdmin

__all__ = [
    "ActAdmin",
    "ActivityAdmin",
    "AgreementAdmin",
    "CommitmentAdmin",
    "ConfirmationAdmin",
    "DocumentAdmin",
    "ErrorReportAdmin",
    "FieldAdmin",
    "GoodPracticeAdmin",
    "JointProjectAdmin",
    "LinkAdmin",
    "NetworkAdmin",
    "PartyAdmin",
    "RepresentativeAdmin",
]

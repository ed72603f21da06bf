from agreements.models.act import Act
from agreements.models.activity import Activity, Service
from agreements.models.agreement import Agreement, AgreementQuerySet
from agreements.models.commitment import Commitment, Representative
from agreements.models.document import Document
from agreements.models.facets import AgreementFacets
from agreements.models.field import AgreementField, AgreementNetwork, Field, Network
from agreements.models.good_practice import Adoption, GoodPractice, PracticeField
from agreements.models.joint_project import JointProject, ProjectField, ProjectPartner
from agreements.models.link import Link
from agreements.models.party import Confirmation, Party
from agreements.models.publication import Publication, Publishable
from agreements.models.search import AgreementSearch, GoodPracticeSearch, JointProjectSearch
from agreements.models.status import LegalStatus, StatusPeriod

__all__ = [
    "Act",
    "Activity",
    "Adoption",
    "Agreement",
    "AgreementFacets",
    "AgreementField",
    "AgreementNetwork",
    "AgreementQuerySet",
    "AgreementSearch",
    "Commitment",
    "Confirmation",
    "Document",
    "Field",
    "GoodPractice",
    "GoodPracticeSearch",
    "JointProject",
    "JointProjectSearch",
    "LegalStatus",
    "Link",
    "Network",
    "Party",
    "PracticeField",
    "ProjectField",
    "ProjectPartner",
    "Publication",
    "Publishable",
    "Representative",
    "Service",
    "StatusPeriod",
]

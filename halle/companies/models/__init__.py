"""Tables of the companies app, one file a noun."""

from halle.companies.models.company import AdministrativeState, Company, CompanyCategory, FieldSource, Source
from halle.companies.models.establishment import Establishment, EstablishmentProposal, ProposalState
from halle.companies.models.membership import (
    Invitation,
    Membership,
    MembershipState,
    NotificationChoice,
    RoomRole,
    SocleRole,
)
from halle.companies.models.officer import Officer, OfficerKind
from halle.companies.models.register import RegisterReport, RegisterRequest, RequestState

__all__ = [
    "AdministrativeState",
    "Company",
    "CompanyCategory",
    "Establishment",
    "EstablishmentProposal",
    "FieldSource",
    "Invitation",
    "Membership",
    "MembershipState",
    "NotificationChoice",
    "Officer",
    "OfficerKind",
    "ProposalState",
    "RegisterReport",
    "RegisterRequest",
    "RequestState",
    "RoomRole",
    "SocleRole",
    "Source",
]

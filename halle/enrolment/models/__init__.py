"""Tables of the enrolment app, one file a noun."""

from halle.enrolment.models.application import Application, ApplicationState
from halle.enrolment.models.deputy import AbsenceNotice, AbsenceStep, Deputy
from halle.enrolment.models.joining import JoinRequest, JoinState
from halle.enrolment.models.proof import Evidence, Proof, ProofKind, ProofPurpose, ProofState
from halle.enrolment.models.recovery import Objection, Recovery, RecoveryState

__all__ = [
    "AbsenceNotice",
    "AbsenceStep",
    "Application",
    "ApplicationState",
    "Deputy",
    "Evidence",
    "JoinRequest",
    "JoinState",
    "Objection",
    "Proof",
    "ProofKind",
    "ProofPurpose",
    "ProofState",
    "Recovery",
    "RecoveryState",
]

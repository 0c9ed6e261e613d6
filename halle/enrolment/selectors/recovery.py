"""Recoveries, for whoever asked and for those who may object; the operators' workbench is in `selectors.desk`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from halle.accounts.models import User
from halle.enrolment.models import Objection, Proof, ProofPurpose, ProofState, Recovery, RecoveryState
from halle.enrolment.objection_links import Voice, voice_of
from halle.enrolment.selectors.joining import OF_THE_NAME, public_label
from halle.enrolment.selectors.proofs import proofs_of

UNDER_WAY = (ProofState.TO_POST, ProofState.CODE_SENT, ProofState.SUBMITTED, ProofState.SECONDING)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of « Où en est votre demande »: done at a date, under way, or still to come (`at` when it is known)."""

    label: str
    at: datetime | None = None
    is_done: bool = False
    is_current: bool = False


def recoveries_of(user: User) -> "QuerySet[Recovery]":
    """What the person asked for, newest first."""
    sources = Prefetch("company__field_sources", OF_THE_NAME, to_attr="name_sources")
    found = user.recoveries.select_related("company", "user", "proof").prefetch_related(sources)
    return found.order_by("-created_at", "id")


def proofs_for(recovery: Recovery) -> "QuerySet[Proof]":
    """What that person tried to prove with, for that company's recovery."""
    return proofs_of(recovery.company, ProofPurpose.RECOVERY).filter(user=recovery.user_id)


def running_proofs(recovery: Recovery) -> tuple[list[Proof], set[str]]:
    """The proofs under way, and the ways that they use."""
    found = [proof for proof in proofs_for(recovery).filter(state__in=UNDER_WAY) if not proof.has_expired]
    return found, {proof.kind for proof in found}


def heard(token: str) -> tuple[Recovery, User | None] | None:
    """The recovery that a personal link names and who speaks by it, as long as the delay runs, else None."""
    voice = voice_of(token)
    recovery = Recovery.objects.select_related("company", "user").filter(pk=voice.recovery).first() if voice else None
    if voice is None or recovery is None or not recovery.takes_objections:
        return None
    return _speaker(recovery, voice)


def _speaker(recovery: Recovery, voice: Voice) -> tuple[Recovery, User | None] | None:
    if voice.user is None:
        return recovery, None
    seat = recovery.company.memberships.listed().select_related("user").filter(user=voice.user).first()
    return (recovery, seat.user) if seat else None


def objection_of(recovery: Recovery, user: User | None) -> Objection | None:
    """What that person, or the company's own addresses, already said."""
    found: Objection | None = recovery.objections.filter(user=user).first()
    return found


def steps_of(recovery: Recovery) -> list[Step]:
    """The way from the request to the decision, with dates; of the objections only how many there are."""
    state = recovery.current_state
    proven = recovery.told_at is not None
    over = state in {RecoveryState.TO_DECIDE, RecoveryState.SECONDING}
    running = recovery.is_running
    steps = [
        Step(_("Demande enregistrée"), recovery.created_at, is_done=True),
        Step(_("Preuve présentée"), recovery.told_at, is_done=proven, is_current=state == RecoveryState.PROVING),
        Step(_("Personnes de l’entreprise prévenues"), recovery.told_at, is_done=proven),
        Step(
            _("Fin du délai d’opposition"),
            recovery.objections_until,
            is_done=over or (proven and not running),
            is_current=state == RecoveryState.OPEN,
        ),
    ]
    decided = recovery.decided_at if not running else None
    label = _("Décision d’un exploitant") if running else str(recovery.get_state_display())
    steps.append(Step(label, decided, is_done=not running, is_current=over))
    return steps if running else [step for step in steps if step.is_done]


def export_of(user: User) -> list[dict[str, Any]]:
    """The person's requests, ready for JSON."""
    return [
        {
            "entreprise": public_label(recovery.company),
            "date": recovery.created_at,
            "fonction": recovery.function,
            "téléphone": recovery.phone,
            "message": recovery.message,
            "état": str(recovery.get_state_display()),
            "motif": recovery.reason,
        }
        for recovery in recoveries_of(user)
    ]

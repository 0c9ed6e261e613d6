"""Typing the code of a mail or of a letter."""

from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from halle.audit import services as audit
from halle.audit.events import Event
from halle.core.actors import Actor
from halle.core.decisions import require
from halle.enrolment import codes
from halle.enrolment.mailboxes import domain_of_mailbox
from halle.enrolment.models import Proof, ProofKind, ProofState
from halle.enrolment.policies import proofs as policies
from halle.enrolment.selectors.domains import known_domains
from halle.enrolment.services.proof_decisions import conclude
from halle.enrolment.services.proofs import announce, close, lock_proof

TRIES = 5


class Outcome(StrEnum):
    """What became of a proof whose code was typed."""

    ACCEPTED = "accepted"
    SUBMITTED = "submitted"
    WRONG = "wrong"
    EXHAUSTED = "exhausted"
    OVER = "over"


@transaction.atomic
def type_code(proof: Proof, *, actor: Actor, code: str) -> Outcome:
    """Count the try, then tell; the fifth wrong one ends the proof, and so does a code that came too late."""
    require(policies.continue_proof(actor, proof))
    proof = lock_proof(proof)
    if proof.state != ProofState.CODE_SENT:
        return Outcome.OVER
    if proof.has_expired:
        close(proof, actor=actor, state=ProofState.ABANDONED, event=Event.PROOF_ABANDONED, reason=_("Code expiré"))
        return Outcome.OVER
    proof.attempts += 1
    if codes.fits(code, proof.digest, proof.pk):
        return _right(proof, actor)
    if proof.attempts >= TRIES:
        close(proof, actor=actor, state=ProofState.ABANDONED, event=Event.PROOF_ABANDONED, reason=_("Essais épuisés"))
        return Outcome.EXHAUSTED
    proof.save(update_fields=["attempts", "updated_at"])
    return Outcome.WRONG


def proves_alone(proof: Proof) -> bool:
    """Whether the code is enough: by post it is; by mail when the domain was known before the person typed it."""
    if proof.kind == ProofKind.LETTER_CODE:
        return True
    return domain_of_mailbox(proof.target) in known_domains(proof)


def _right(proof: Proof, actor: Actor) -> Outcome:
    if proves_alone(proof):
        conclude(proof, actor=actor)
        return Outcome.ACCEPTED
    proof.state, proof.digest = ProofState.SUBMITTED, ""
    proof.version += 1
    proof.save()
    announce(proof)
    audit.record(
        Event.PROOF_CODE_TYPED,
        actor=actor,
        subject=proof,
        subject_label=str(proof.get_kind_display()),
        company=proof.company_id,
        person=proof.user_id,
    )
    return Outcome.SUBMITTED

"""How a proof ends: accepted, by its code or by operators, or refused; and what follows from it."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from halle.audit import services as audit
from halle.audit.changes import apply_changes
from halle.audit.events import Event
from halle.core.actors import Actor
from halle.core.clock import now
from halle.core.decisions import Denied, require
from halle.enrolment.models import Proof, ProofPurpose, ProofState
from halle.enrolment.policies import desk as policies
from halle.enrolment.services.proofs import RUNNING, announce, close, lock_proof, recovery_of
from halle.enrolment.services.recovery import unproven
from halle.mail import services as mail
from halle.mail.links import absolute

JUDGED = (ProofState.SUBMITTED, ProofState.SECONDING)
REFUSABLE = (*JUDGED, ProofState.TO_POST)


@transaction.atomic
def decide(proof: Proof, *, actor: Actor, accept: bool, reason: str) -> Proof:
    """An operator's answer. With HALLE_TWO_EYES an acceptance waits for a second, different operator."""
    proof = lock_proof(proof)
    require((policies.accept if accept else policies.refuse)(actor, proof))
    if proof.company.memberships.filter(user=actor.user).exists():
        raise Denied(_("Vous avez été rattaché à cette entreprise : un autre exploitant doit traiter la demande."))
    if proof.state not in (JUDGED if accept else REFUSABLE):
        raise Denied(_("Cette demande n’attend plus de décision."))
    if not reason.strip():
        raise Denied(_("Dites pourquoi : le motif est écrit au journal de l’entreprise."))
    if not accept:
        return _refuse(proof, actor, reason)
    if proof.state == ProofState.SECONDING:
        proof.seconded_by_id = actor.user
    else:
        proof.decided_by_id, proof.reason = actor.user, reason
        if settings.TWO_EYES:
            return _ask_second(proof, actor, reason)
    return conclude(proof, actor=actor, reason=reason)


def conclude(proof: Proof, *, actor: Actor, reason: str = "") -> Proof:
    """Accept a locked proof: the company is verified, its administrators are told."""
    if proof.purpose == ProofPurpose.VERIFICATION:
        _require_applicant_administers(proof)
    close(proof, actor=actor, state=ProofState.ACCEPTED, event=Event.PROOF_ACCEPTED, reason=reason)
    if proof.purpose == ProofPurpose.VERIFICATION:
        _verify(proof, actor, reason)
    announce(proof)
    return proof


def _require_applicant_administers(proof: Proof) -> None:
    if not proof.company.memberships.administrators().filter(user=proof.user_id).exists():
        raise Denied(_("La personne qui a présenté cette preuve n’administre plus l’entreprise."))


def _refuse(proof: Proof, actor: Actor, reason: str) -> Proof:
    proof.decided_by_id, proof.seconded_by_id, proof.reason = actor.user, None, reason
    close(proof, actor=actor, state=ProofState.REFUSED, event=Event.PROOF_REFUSED, reason=reason)
    recovery = recovery_of(proof)
    if recovery is not None and recovery.proof_id == proof.pk:
        unproven(recovery, actor=actor, reason=reason)
    own = reverse("enrolment:recoveries")
    page = reverse("enrolment:verification", args=[proof.company.identifier])
    context = {"proof": proof, "link": absolute(page if proof.purpose == ProofPurpose.VERIFICATION else own)}
    mail.post("enrolment/mail/proof_refused", to=proof.user, context=context, company=proof.company_id)
    return proof


def _ask_second(proof: Proof, actor: Actor, reason: str) -> Proof:
    proof.state = ProofState.SECONDING
    proof.version += 1
    proof.save()
    audit.record(
        Event.PROOF_SECONDING,
        actor=actor,
        subject=proof,
        subject_label=str(proof.get_kind_display()),
        company=proof.company_id,
        person=proof.user_id,
        reason=reason,
    )
    return proof


def _verify(proof: Proof, actor: Actor, reason: str) -> None:
    company = proof.company
    others = company.proofs.filter(purpose=ProofPurpose.VERIFICATION, state__in=RUNNING)
    others.update(state=ProofState.ABANDONED, decided_at=now(), digest="")
    changes = apply_changes(company, verified_at=now())
    company.version += 1
    company.save()
    context = {"company": company, "link": absolute(reverse("companies:sheet", args=[company.identifier]))}
    for seat in company.memberships.administrators().select_related("user"):
        mail.post("enrolment/mail/verified", to=seat.user, context=context, company=company.pk)
    audit.record(
        Event.COMPANY_VERIFIED, actor=actor, subject=company, company=company.pk, changes=changes, reason=reason
    )

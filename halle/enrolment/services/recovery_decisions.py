"""How a recovery ends at the operators': a new administrator, or a reason why not."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from halle.accounts.models import User
from halle.audit import services as audit
from halle.audit.changes import Changes, apply_changes
from halle.audit.events import Event
from halle.companies.models import Company, Membership, MembershipState, NotificationChoice, RoomRole, SocleRole
from halle.core.actors import Actor
from halle.core.clock import now
from halle.core.decisions import Denied, require
from halle.enrolment.models import Proof, ProofState, Recovery, RecoveryState
from halle.enrolment.policies import desk
from halle.enrolment.policies import recovery as policies
from halle.enrolment.services.recovery import end, lock_recovery, note_end_of_delay, record, save

BOTH = {"room_role": RoomRole.ADMINISTRATOR, "socle_role": SocleRole.ADMINISTRATOR}
JUDGED_HERE = (ProofState.SUBMITTED, ProofState.SECONDING)


@transaction.atomic
def decide(recovery: Recovery, *, actor: Actor, accept: bool, reason: str) -> Recovery:
    """An operator's answer, once the delay is over. With HALLE_TWO_EYES an acceptance waits for a second operator.

    When the company got an administrator meanwhile, the recovery is refused whatever the answer, and says why.
    """
    recovery = lock_recovery(recovery)
    require((desk.accept if accept else desk.refuse)(actor, recovery))
    if recovery.company.memberships.filter(user=actor.user).exists():
        raise Denied(_("Vous avez été rattaché à cette entreprise : un autre exploitant doit traiter la demande."))
    require(policies.decide(recovery))
    if not reason.strip():
        raise Denied(_("Dites pourquoi : le motif est écrit au journal de l’entreprise."))
    note_end_of_delay(recovery)
    if recovery.company.memberships.administrators().exists():
        return end_administered(recovery, actor=actor)
    if not accept:
        recovery.decided_by_id, recovery.seconded_by_id = actor.user, None
        _judge_proof(recovery, actor, ProofState.REFUSED, reason)
        return end(recovery, RecoveryState.REFUSED, Event.RECOVERY_REFUSED, actor=actor, reason=reason)
    return _accept(recovery, actor, reason)


def end_administered(recovery: Recovery, *, actor: Actor) -> Recovery:
    """Refuse a locked recovery because somebody administers the company now: it is joined, not recovered."""
    reason = _("L’entreprise a de nouveau un administrateur. Demandez à la rejoindre : il vous répondra.")
    recovery.decided_by_id, recovery.seconded_by_id = actor.user, None
    return end(recovery, RecoveryState.REFUSED, Event.RECOVERY_REFUSED, actor=actor, reason=reason)


def _accept(recovery: Recovery, actor: Actor, reason: str) -> Recovery:
    if not recovery.user.is_active:
        raise Denied(_("Cette personne n’a plus de compte : refusez sa demande."))
    if recovery.proof is None:
        raise Denied(_("Cette demande n’a pas de preuve : elle ne peut pas être acceptée."))
    if recovery.state == RecoveryState.SECONDING:
        recovery.seconded_by_id = actor.user
    else:
        recovery.decided_by_id = actor.user
        if settings.TWO_EYES:
            recovery.state, recovery.reason = RecoveryState.SECONDING, reason
            save(recovery)
            record(Event.RECOVERY_SECONDING, recovery, actor=actor, reason=reason)
            return recovery
    _judge_proof(recovery, actor, ProofState.ACCEPTED, reason)
    _verify(recovery.company, actor, reason)
    _seat(recovery, actor)
    end(recovery, RecoveryState.ACCEPTED, Event.RECOVERY_ACCEPTED, actor=actor, reason=reason)
    _refuse_others(recovery, actor)
    return recovery


def _judge_proof(recovery: Recovery, actor: Actor, state: ProofState, reason: str) -> None:
    """Pieces that nobody had judged are judged with the recovery; their files are then erased in time."""
    proof: Proof | None = recovery.proof
    if proof is None or proof.state not in JUDGED_HERE:
        return
    proof.state, proof.decided_at, proof.reason = state, now(), reason
    proof.decided_by_id, proof.seconded_by_id = recovery.decided_by_id, recovery.seconded_by_id
    proof.version += 1
    proof.save()
    audit.record(
        Event.PROOF_ACCEPTED if state == ProofState.ACCEPTED else Event.PROOF_REFUSED,
        actor=actor,
        subject=proof,
        subject_label=str(proof.get_kind_display()),
        company=recovery.company_id,
        person=recovery.user_id,
        reason=reason,
    )


def _verify(company: Company, actor: Actor, reason: str) -> None:
    """What proved the recovery proves the company's account too."""
    if company.verified_at:
        return
    changes = apply_changes(company, verified_at=now())
    company.version += 1
    company.save()
    audit.record(
        Event.COMPANY_VERIFIED, actor=actor, subject=company, company=company.pk, changes=changes, reason=reason
    )


def _seat(recovery: Recovery, actor: Actor) -> None:
    """The seat that the person has, active again, or a new one: administrator on both axes."""
    company, user = recovery.company, recovery.user
    found = company.memberships.listed().select_related("user").filter(user=user).first()
    membership = found or _new_seat(company, user, recovery)
    changes = apply_changes(membership, state=MembershipState.ACTIVE, **BOTH)
    membership.state_changed_at = now()
    membership.version += 1 if found else 0
    membership.save()
    membership.invitations.filter(used_at=None).update(used_at=now())
    _record(Event.MEMBER_ENABLED if found else Event.MEMBER_CREATED, membership, actor, changes)


def _new_seat(company: Company, user: User, recovery: Recovery) -> Membership:
    return Membership(
        company=company,
        user=user,
        establishment=company.head_office,
        civility=user.civility,
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
        function=recovery.function,
        phone=recovery.phone,
        notification=NotificationChoice.EMAIL if user.mail_notifications else NotificationChoice.IN_APP,
    )


def _record(event: Event, membership: Membership, actor: Actor, changes: Changes) -> None:
    audit.record(
        event,
        actor=actor,
        subject=membership,
        company=membership.company_id,
        person=membership.user_id,
        changes=changes,
    )


def _refuse_others(accepted: Recovery, actor: Actor) -> None:
    """Whoever else asked learns why it is over; the company's people hear of the one that was accepted."""
    others = accepted.company.recoveries.running().exclude(pk=accepted.pk).select_related("user")
    for other in others:
        other.company, other.told_at = accepted.company, None
        end_administered(other, actor=actor)

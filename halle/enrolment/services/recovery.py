"""« Reprise du compte » of a company without any active administrator, up to the operators' decision.

Asked (PROVING), proven (OPEN: everybody is told and has seven days to object), then TO_DECIDE. The proofs are those of
`services.proofs` with `ProofPurpose.RECOVERY`; they call `proven` and `unproven`. Deciding is in
`recovery_decisions`, what the clock does in `recovery_nightly`.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from halle.accounts.models import User
from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.models import Company
from halle.companies.services.members import lock_company
from halle.core.actors import SYSTEM, Actor
from halle.core.clock import now
from halle.core.decisions import Denied, require
from halle.enrolment.models import Objection, Proof, ProofPurpose, ProofState, Recovery, RecoveryState
from halle.enrolment.policies import recovery as policies
from halle.enrolment.services.evidence import DECIDED
from halle.enrolment.services.recovery_telling import tell_applicant, tell_everybody

DELAY = timedelta(days=7)
RUNNING_AT_MOST = 3
AFTER_A_REFUSAL = timedelta(days=30)


@transaction.atomic
def open_recovery(company: Company, *, user: User, function: str = "", phone: str = "", message: str = "") -> Recovery:
    """Begin, for a company that nobody administers; the same request again while one of that person's runs.

    Raises Denied, with a sentence that tells nothing of the company's people, when somebody administers it or the
    person asks too much.
    """
    company = lock_company(company)
    user = User.objects.select_for_update().get(pk=user.pk)
    mine = company.recoveries.running().select_related("company", "user").filter(user=user)
    running: Recovery | None = mine.first()
    if running:
        return running
    if company.memberships.administrators().exists():
        raise Denied(_("Cette entreprise a déjà un compte administré : demandez à le rejoindre."))
    _require_patience(company, user)
    recovery = Recovery.objects.create(company=company, user=user, function=function, phone=phone, message=message)
    tell_applicant(recovery, "asked")
    record(Event.RECOVERY_ASKED, recovery, actor=Actor(user=user.pk, name=str(user)), reason=message)
    return recovery


def _require_patience(company: Company, user: User) -> None:
    if user.recoveries.running().count() >= RUNNING_AT_MOST:
        raise Denied(_("Trois de vos demandes de reprise sont déjà en cours. Menez-en une à bien, ou retirez-la."))
    refused = company.recoveries.filter(user=user, state=RecoveryState.REFUSED)
    if refused.filter(decided_at__gt=now() - AFTER_A_REFUSAL).exists():
        raise Denied(_("Votre demande a été refusée il y a moins de 30 jours. Vous pourrez la présenter ensuite."))


@transaction.atomic
def proven(recovery: Recovery, *, proof: Proof) -> Recovery:
    """A proof is accepted, or its pieces wait for an operator: tell everybody, the seven days begin.

    Later on, a proof that is accepted takes the place of pieces that still wait; the delay goes on.
    """
    recovery = lock_recovery(recovery)
    if not recovery.is_running or (recovery.proof is not None and not _is_better(proof, recovery.proof)):
        return recovery
    recovery.proof = proof
    if recovery.state != RecoveryState.PROVING:
        return save(recovery)
    recovery.state, recovery.told_at = RecoveryState.OPEN, now()
    recovery.objections_until = recovery.told_at + DELAY
    save(recovery)
    told = tell_everybody(recovery, "announced", objecting=True)
    tell_applicant(recovery, "open")
    reason = _("%(told)d personnes et adresses prévenues") % {"told": told}
    record(Event.RECOVERY_OPENED, recovery, actor=SYSTEM, reason=reason)
    return recovery


def _is_better(proof: Proof, earlier: Proof) -> bool:
    return proof.state == ProofState.ACCEPTED and earlier.state != ProofState.ACCEPTED


@transaction.atomic
def unproven(recovery: Recovery, *, actor: Actor, reason: str) -> Recovery:
    """An operator refused the proof: the person may bring another, and everybody is then told again."""
    recovery = lock_recovery(recovery)
    if not recovery.is_running or recovery.state == RecoveryState.PROVING:
        return recovery
    recovery.state, recovery.proof = RecoveryState.PROVING, None
    recovery.told_at = recovery.objections_until = recovery.decided_by = None
    save(recovery)
    record(Event.RECOVERY_UNPROVEN, recovery, actor=actor, reason=reason)
    return recovery


@transaction.atomic
def object_to(recovery: Recovery, *, user: User | None, text: str) -> Objection:
    """Say why the recovery must not be: a member once, the company's own addresses (`user` None) once together."""
    recovery = lock_recovery(recovery)
    require(policies.object_to(recovery))
    if recovery.objections.filter(user=user).exists():
        raise Denied(_("Votre opposition est déjà enregistrée."))
    is_first = not recovery.objections.exists()
    objection = Objection.objects.create(recovery=recovery, user=user, text=text, created_at=now())
    if is_first:
        tell_applicant(recovery, "objected")
    label = str(user) if user else _("Adresse de l’entreprise")
    record(Event.RECOVERY_OBJECTED, recovery, actor=Actor(user=user.pk if user else None, name=label), reason=text)
    return objection


@transaction.atomic
def withdraw(recovery: Recovery, *, actor: Actor) -> Recovery:
    """Take one's own request back; those who had been told are told."""
    require(policies.follow(actor, recovery))
    recovery = lock_recovery(recovery)
    require(policies.withdraw(actor, recovery))
    return end(recovery, RecoveryState.WITHDRAWN, Event.RECOVERY_WITHDRAWN, actor=actor, reason="")


def lock_recovery(recovery: Recovery) -> Recovery:
    """The recovery as it is now, after locking its company; one whose delay is over is to be decided."""
    company = lock_company(recovery.company)
    found = company.recoveries.select_related("user", "proof", "decided_by")
    locked: Recovery = found.get(pk=recovery.pk)
    locked.company = company
    return locked


def note_end_of_delay(recovery: Recovery) -> bool:
    """Write that the delay of a locked recovery is over; whether there was anything to write."""
    if recovery.state == recovery.current_state:
        return False
    recovery.state = recovery.current_state
    save(recovery)
    record(Event.RECOVERY_TO_DECIDE, recovery, actor=SYSTEM)
    return True


def end(recovery: Recovery, state: RecoveryState, event: Event, *, actor: Actor, reason: str) -> Recovery:
    """Close a locked recovery; everybody who heard of it hears of its end, and so does the applicant."""
    was_told = recovery.told_at is not None
    recovery.state, recovery.decided_at, recovery.reason = state, now(), reason
    save(recovery)
    proofs = recovery.company.proofs.filter(user=recovery.user, purpose=ProofPurpose.RECOVERY)
    proofs.exclude(state__in=DECIDED).update(state=ProofState.ABANDONED, decided_at=now(), digest="")
    if was_told:
        tell_everybody(recovery, f"{state.value}_all")
    if state != RecoveryState.WITHDRAWN:
        tell_applicant(recovery, state.value)
    record(event, recovery, actor=actor, reason=reason)
    return recovery


def save(recovery: Recovery) -> Recovery:
    """Store a locked recovery."""
    recovery.version += 1
    recovery.save()
    return recovery


def record(event: Event, recovery: Recovery, *, actor: Actor, reason: str = "") -> None:
    """One line of the company's journal about that request."""
    audit.record(
        event,
        actor=actor,
        subject=recovery,
        subject_label=str(recovery.user),
        company=recovery.company_id,
        person=recovery.user_id,
        reason=reason,
    )

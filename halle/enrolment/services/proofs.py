"""Beginning to prove that one may act for a company, four ways; and giving up.

A recovery uses the same four with `purpose=ProofPurpose.RECOVERY`, by the person whose recovery waits for its proof.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.models import Company
from halle.companies.services.members import lock_company
from halle.core.actors import Actor
from halle.core.clock import now, today
from halle.core.decisions import Denied, require
from halle.enrolment import codes
from halle.enrolment.mailboxes import domain_of_mailbox, is_free_mail
from halle.enrolment.models import Proof, ProofKind, ProofPurpose, ProofState, Recovery, RecoveryState
from halle.enrolment.models.proof import LINE_BREAK
from halle.enrolment.policies import proofs as policies
from halle.enrolment.services import evidence
from halle.enrolment.services.recovery import proven
from halle.mail import services as mail

RUNNING = (ProofState.TO_POST, ProofState.CODE_SENT, ProofState.SUBMITTED, ProofState.SECONDING)
# A recovery takes another proof until an operator looks at it.
OVER = (RecoveryState.ACCEPTED, RecoveryState.REFUSED, RecoveryState.WITHDRAWN)
PROVABLE = (RecoveryState.PROVING, RecoveryState.OPEN, RecoveryState.TO_DECIDE)
MAIL_LIFE = timedelta(hours=48)
LETTER_LIFE = timedelta(days=30)
# What one company may ask for: mails a day, letters a month (they cost money and an operator's time).
MAILS_A_DAY, LETTERS_A_MONTH = 5, 2
OLDEST_KBIS_MONTHS = 3


@transaction.atomic
def mail_code(company: Company, *, actor: Actor, address: str, purpose: str = ProofPurpose.VERIFICATION) -> Proof:
    """Mail a code to a mailbox of the company's own domain."""
    company = _begin(company, actor, purpose, ProofKind.MAIL_CODE)
    if is_free_mail(address):
        raise Denied(
            _("%(domain)s offre des adresses à tout le monde : une telle adresse ne prouve rien de l’entreprise.")
            % {"domain": domain_of_mailbox(address)}
        )
    if _asked(company, ProofKind.MAIL_CODE, timedelta(days=1)) >= MAILS_A_DAY:
        raise Denied(_("Assez de codes ont été envoyés aujourd’hui pour cette entreprise. Essayez demain."))
    code = codes.new_code()
    proof = _draft(company, actor, purpose, ProofKind.MAIL_CODE, ProofState.CODE_SENT, target=address)
    proof.digest, proof.expires_at = codes.digest_of(code, proof.pk), now() + MAIL_LIFE
    proof.save(force_insert=True)
    context = {"proof": proof, "code": codes.displayed(code), "asked_by": actor.name}
    mail.post("enrolment/mail/proof_code", to=address, context=context, company=company.pk, secret=True)
    return _started(proof, actor)


@transaction.atomic
def ask_letter(
    company: Company, *, actor: Actor, address: Iterable[str], purpose: str = ProofPurpose.VERIFICATION
) -> Proof:
    """Ask for a code by post. `address`: lines of the head office's address as the State publishes it, never typed."""
    company = _begin(company, actor, purpose, ProofKind.LETTER_CODE)
    if _asked(company, ProofKind.LETTER_CODE, timedelta(days=30)) >= LETTERS_A_MONTH:
        raise Denied(_("Deux lettres au plus partent en un mois. Choisissez un autre moyen."))
    target = LINE_BREAK.join(address)
    if not target:
        raise Denied(_("Le registre ne donne pas d’adresse où écrire. Choisissez un autre moyen."))
    proof = _draft(company, actor, purpose, ProofKind.LETTER_CODE, ProofState.TO_POST, target=target)
    proof.save(force_insert=True)
    return _started(proof, actor)


@transaction.atomic
def submit_kbis(
    company: Company, *, actor: Actor, file: "File[bytes]", issued_on: date, purpose: str = ProofPurpose.VERIFICATION
) -> Proof:
    """Give a Kbis to the operators; the form has looked at the file (`halle.enrolment.evidence`)."""
    company = _begin(company, actor, purpose, ProofKind.KBIS)
    if not oldest_kbis() <= issued_on <= today():
        raise Denied(_("Le Kbis doit avoir moins de 3 mois."))
    proof = _draft(company, actor, purpose, ProofKind.KBIS, ProofState.SUBMITTED, issued_on=issued_on)
    proof.save(force_insert=True)
    evidence.keep(proof, file=file)
    return _started(proof, actor)


@transaction.atomic
def name_officer(company: Company, *, actor: Actor, officer: str, purpose: str = ProofPurpose.VERIFICATION) -> Proof:
    """Say which of the register's officers one is; an operator confirms."""
    company = _begin(company, actor, purpose, ProofKind.OFFICER)
    proof = _draft(company, actor, purpose, ProofKind.OFFICER, ProofState.SUBMITTED, officer=officer)
    proof.save(force_insert=True)
    return _started(proof, actor)


@transaction.atomic
def abandon(proof: Proof, *, actor: Actor) -> Proof:
    """Give up, before an operator decided."""
    require(policies.continue_proof(actor, proof))
    proof = lock_proof(proof)
    if proof.state not in RUNNING:
        raise Denied(_("Cette preuve n’est plus en cours."))
    recovery = recovery_of(proof)
    if recovery is not None and recovery.proof_id == proof.pk:
        raise Denied(_("Votre demande de reprise repose sur cette preuve : retirez plutôt la demande."))
    return close(proof, actor=actor, state=ProofState.ABANDONED, event=Event.PROOF_ABANDONED)


def recovery_of(proof: Proof) -> Recovery | None:
    """The recovery that a proof is for, while it goes on."""
    if proof.purpose != ProofPurpose.RECOVERY:
        return None
    own = proof.company.recoveries.filter(user=proof.user_id).exclude(state__in=OVER)
    return own.select_related("company").first()


def announce(proof: Proof) -> None:
    """A proof is accepted, or waits for operators: what it proves may go on."""
    recovery = recovery_of(proof)
    if recovery is not None:
        proven(recovery, proof=proof)


def lock_proof(proof: Proof) -> Proof:
    """The proof as it is now, after locking its company."""
    company = lock_company(proof.company)
    locked: Proof = company.proofs.select_related("user").get(pk=proof.pk)
    locked.company = company
    return locked


def close(proof: Proof, *, actor: Actor, state: str, event: Event, reason: str = "") -> Proof:
    """Write how a locked proof ended, and forget its code."""
    proof.state, proof.decided_at, proof.digest = state, now(), ""
    proof.version += 1
    proof.save()
    audit.record(
        event,
        actor=actor,
        subject=proof,
        company=proof.company_id,
        reason=reason,
        person=proof.user_id,
        subject_label=str(proof.get_kind_display()),
    )
    return proof


def oldest_kbis() -> date:
    """The first day of issue that is admitted today."""
    day = today()
    month = day.month - OLDEST_KBIS_MONTHS
    year, month = (day.year, month) if month > 0 else (day.year - 1, month + 12)
    return _last_possible(year, month, day.day)


def _last_possible(year: int, month: int, day: int) -> date:
    while True:
        try:
            return date(year, month, day)
        except ValueError:  # the 31st of a shorter month
            day -= 1


def _begin(company: Company, actor: Actor, purpose: str, kind: ProofKind) -> Company:
    company = lock_company(company)
    own = company.recoveries.filter(user=actor.user, state__in=PROVABLE)
    applicant = own.values_list("user", flat=True).first() if purpose == ProofPurpose.RECOVERY else None
    require(policies.prove_for(actor, company, purpose, applicant))
    running = company.proofs.filter(user=actor.user, purpose=purpose, kind=kind, state__in=RUNNING)
    running.filter(expires_at__lte=now()).update(state=ProofState.ABANDONED, decided_at=now(), digest="")
    if running.exists():
        raise Denied(_("Vous avez déjà une preuve en cours par ce moyen. Menez-la à bien, ou abandonnez-la d’abord."))
    return company


def _asked(company: Company, kind: ProofKind, during: timedelta) -> int:
    return int(company.proofs.filter(kind=kind, created_at__gt=now() - during).count())


def _draft(company: Company, actor: Actor, purpose: str, kind: ProofKind, state: ProofState, **values: Any) -> Proof:
    return Proof(company=company, user_id=cast(UUID, actor.user), purpose=purpose, kind=kind, state=state, **values)


def _started(proof: Proof, actor: Actor) -> Proof:
    label = str(proof.get_kind_display())
    if proof.state == ProofState.SUBMITTED:
        announce(proof)
    audit.record(
        Event.PROOF_STARTED,
        actor=actor,
        subject=proof,
        subject_label=label,
        company=proof.company_id,
        person=proof.user_id,
    )
    return proof

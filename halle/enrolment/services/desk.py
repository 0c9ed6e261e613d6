"""What operators do besides deciding: printing letters and posting them."""

from django.db import transaction
from django.utils.translation import gettext as _

from halle.audit import services as audit
from halle.audit.events import Event
from halle.core.actors import Actor
from halle.core.clock import now
from halle.core.decisions import Denied, require
from halle.enrolment import codes
from halle.enrolment.models import Proof, ProofState
from halle.enrolment.policies import desk as policies
from halle.enrolment.services.proofs import LETTER_LIFE, lock_proof


@transaction.atomic
def print_letter(proof: Proof, *, actor: Actor) -> tuple[Proof, str]:
    """Draw the letter's code: it is shown this once, and the code of an earlier print no longer serves."""
    require(policies.handle(actor, proof))
    proof = _to_post(proof)
    code = codes.new_code()
    proof.digest = codes.digest_of(code, proof.pk)
    proof.version += 1
    proof.save()
    _record(Event.LETTER_PRINTED, proof, actor)
    return proof, codes.displayed(code)


@transaction.atomic
def mark_posted(proof: Proof, *, actor: Actor) -> Proof:
    """The printed letter is on its way: its code may be typed for 30 days."""
    require(policies.handle(actor, proof))
    proof = _to_post(proof)
    if not proof.digest:
        raise Denied(_("Imprimez d’abord la lettre : son code n’existe pas encore."))
    proof.state, proof.expires_at = ProofState.CODE_SENT, now() + LETTER_LIFE
    proof.version += 1
    proof.save()
    _record(Event.LETTER_POSTED, proof, actor)
    return proof


def _to_post(proof: Proof) -> Proof:
    proof = lock_proof(proof)
    if proof.state != ProofState.TO_POST:
        raise Denied(_("Cette lettre n’est plus à envoyer."))
    return proof


def _record(event: Event, proof: Proof, actor: Actor) -> None:
    audit.record(
        event,
        actor=actor,
        subject=proof,
        subject_label=str(proof.get_kind_display()),
        company=proof.company_id,
        person=proof.user_id,
        reason=_("Vérification demandée par %(person)s") % {"person": proof.user},
    )

"""Who proves what for a company."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company
from halle.core.actors import Actor
from halle.core.decisions import Decision, allow_if, deny
from halle.enrolment.models import Proof, ProofPurpose


def view_proofs(actor: Actor, company: Company) -> Decision:
    """Administrators see how their company's account is verified."""
    return allow_if(
        actor.administers(company), _("Seul un administrateur de l’entreprise peut faire vérifier son compte.")
    )


def prove(actor: Actor, company: Company) -> Decision:
    """An administrator proves that he may act, as long as nobody did."""
    if not (administers := view_proofs(actor, company)):
        return administers
    return allow_if(company.verified_at is None, _("Le compte de l’entreprise est déjà vérifié."))


def prove_for(actor: Actor, company: Company, purpose: str, applicant: UUID | None = None) -> Decision:
    """`prove`; or, to take over a company, the person whose recovery waits for it (`applicant`)."""
    if purpose == ProofPurpose.VERIFICATION:
        return prove(actor, company)
    return allow_if(
        actor.user is not None and actor.user == applicant, _("Aucune reprise de compte n’attend votre preuve.")
    )


def continue_proof(actor: Actor, proof: Proof) -> Decision:
    """Whoever began a proof types its code or gives it up; an administrator may do it for a colleague's."""
    if actor.user is not None and actor.user == proof.user_id:
        return prove_for(actor, proof.company, proof.purpose, proof.user_id)
    if proof.purpose == ProofPurpose.VERIFICATION:
        return prove(actor, proof.company)
    return deny(_("Cette preuve est celle d’une autre personne."))

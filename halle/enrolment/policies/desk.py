"""What the platform's operators may do; none judges his own case."""

from django.utils.translation import gettext_lazy as _

from halle.core.actors import Actor
from halle.core.decisions import ALLOWED, Decision, allow_if, deny
from halle.enrolment.models import Proof, ProofState, Recovery

Case = Proof | Recovery


def work(actor: Actor) -> Decision:
    """The workbench is for staff."""
    return allow_if(actor.is_staff, _("Cette page est réservée aux exploitants de la plate-forme."))


def handle(actor: Actor, case: Case) -> Decision:
    """An operator who has nothing to do with the company nor with the request."""
    if not actor.is_staff:
        return work(actor)
    if actor.user == case.user_id:
        return deny(_("Cette demande est la vôtre : un autre exploitant doit la traiter."))
    if actor.belongs_to(case.company):
        return deny(_("Vous êtes rattaché à cette entreprise : un autre exploitant doit traiter la demande."))
    return ALLOWED


def accept(actor: Actor, case: Case) -> Decision:
    """`handle`; and the second look is somebody else's than the first."""
    if case.state == ProofState.SECONDING and case.decided_by_id == actor.user:
        return deny(_("Vous avez déjà accepté : un second exploitant doit confirmer."))
    return handle(actor, case)


def refuse(actor: Actor, case: Case) -> Decision:
    """`handle`: one operator is enough to refuse."""
    return handle(actor, case)

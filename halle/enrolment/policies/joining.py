"""Who asks for a seat in a known company, and who answers."""

from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company
from halle.core.actors import Actor
from halle.core.decisions import Decision, allow_if
from halle.enrolment.models import JoinRequest


def answer_joining(actor: Actor, company: Company) -> Decision:
    """Administrators read the requests for their company and answer them."""
    return allow_if(
        actor.administers(company),
        _("Seul un administrateur de l’entreprise peut répondre aux demandes de rattachement."),
    )


def withdraw(actor: Actor, request: JoinRequest) -> Decision:
    """Whoever asked takes it back."""
    return allow_if(
        actor.user is not None and actor.user == request.user_id, _("Cette demande est celle d’une autre personne.")
    )

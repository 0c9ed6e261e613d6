"""Who follows, stops and fights the recovery of a company; who decides is in `policies.desk`, when is here."""

from django.utils.translation import gettext_lazy as _

from halle.core.actors import Actor
from halle.core.decisions import Decision, allow_if
from halle.enrolment.models import Recovery, RecoveryState

DECIDED_IN = (RecoveryState.TO_DECIDE, RecoveryState.SECONDING)


def follow(actor: Actor, recovery: Recovery) -> Decision:
    """Whoever asked sees where it stands, proves, and takes it back."""
    return allow_if(
        actor.user is not None and actor.user == recovery.user_id,
        _("Cette demande de reprise est celle d’une autre personne."),
    )


def withdraw(actor: Actor, recovery: Recovery) -> Decision:
    """Whoever asked, as long as nothing is decided."""
    own = follow(actor, recovery)
    return own and allow_if(recovery.is_running, _("Cette demande de reprise n’est plus en cours."))


def object_to(recovery: Recovery) -> Decision:
    """Those who were told, as long as the delay runs."""
    return allow_if(recovery.takes_objections, _("Le délai d’opposition à cette reprise n’est plus en cours."))


def decide(recovery: Recovery) -> Decision:
    """Never before the delay is over, never twice."""
    if recovery.takes_objections:
        return allow_if(False, _("Le délai d’opposition court encore : la décision vient après."))
    return allow_if(recovery.current_state in DECIDED_IN, _("Cette demande de reprise n’attend pas de décision."))

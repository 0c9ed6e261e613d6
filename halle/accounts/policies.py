"""Who may do what to a person's account."""

from django.utils.translation import gettext_lazy as _

from halle.accounts.models import User
from halle.core.actors import Actor, Role
from halle.core.decisions import Decision, allow_if


def edit_identity(actor: Actor, user: User) -> Decision:
    """A person alone changes his own name and preferences; the system may too."""
    return allow_if(actor.is_system or actor.user == user.pk, _("Chacun modifie ses propres informations."))


def needs_second_factor(actor: Actor) -> bool:
    """Whoever administers a company, on either axis, or the platform."""
    administers = any({Role.SOCLE_ADMINISTRATOR, Role.ROOM_ADMINISTRATOR} & seat.roles for seat in actor.seats)
    return actor.is_staff or administers

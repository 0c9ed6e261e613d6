"""People of a company."""

from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company, Membership, MembershipState, RoomRole, SocleRole
from halle.core.actors import Actor, Role
from halle.core.decisions import ALLOWED, Decision, allow_if, deny


def list_members(actor: Actor, company: Company) -> Decision:
    """Administrators see everybody; a plain user sees his own sheet only."""
    return allow_if(
        actor.is_system or actor.administers(company),
        _("Seul un administrateur de l’entreprise peut gérer les utilisateurs."),
    )


def create_member(actor: Actor, company: Company) -> Decision:
    """Administrators invite people."""
    return list_members(actor, company)


def is_own(actor: Actor, membership: Membership) -> bool:
    """Whether the seat is the actor's."""
    return actor.user is not None and actor.user == membership.user_id


def view_member(actor: Actor, membership: Membership) -> Decision:
    """One's own sheet, or any when one administers the company."""
    return ALLOWED if is_own(actor, membership) else list_members(actor, membership.company)


def edit_member(actor: Actor, membership: Membership) -> Decision:
    """One's own coordinates, or anybody's when one administers the company."""
    return view_member(actor, membership)


def move_member(actor: Actor, membership: Membership) -> Decision:
    """Only an administrator attaches people to an establishment (S-094)."""
    return allow_if(
        actor.is_system or actor.administers(membership.company),
        _("Seul un administrateur de l’entreprise peut changer l’établissement d’un utilisateur."),
    )


def change_roles(actor: Actor, membership: Membership) -> Decision:
    """Administrators give and take roles, their own included."""
    return list_members(actor, membership.company)


def change_state(actor: Actor, membership: Membership) -> Decision:
    """Disable, enable or remove somebody else (S-074)."""
    if is_own(actor, membership):
        return deny(_("Vous ne pouvez ni désactiver ni supprimer votre propre compte : demandez-le à un autre."))
    return list_members(actor, membership.company)


def leave(actor: Actor, membership: Membership) -> Decision:
    """Everybody may leave by himself."""
    return allow_if(is_own(actor, membership), _("On ne peut quitter une entreprise que pour soi-même."))


def grant_socle_role(actor: Actor, company: Company, role: str) -> Decision:
    """Nobody grants more than he has."""
    return allow_if(
        actor.is_system or role == SocleRole.USER or actor.holds(Role.SOCLE_ADMINISTRATOR, company),
        _("Vous ne pouvez donner que les rôles que vous avez vous-même."),
    )


def grant_room_role(actor: Actor, company: Company, role: str, *, held_by_somebody: bool) -> Decision:
    """Nobody grants more than he has, unless the role would die: then an administrator may give it again."""
    return allow_if(
        actor.is_system
        or role == RoomRole.EMPLOYEE
        or actor.holds(Role.ROOM_ADMINISTRATOR, company)
        or (actor.administers(company) and not held_by_somebody),
        _(
            "Vous n’êtes pas « Administrateur Entreprise » : vous ne pouvez pas donner ce rôle. "
            "Demandez-le à une personne qui l’a."
        ),
    )


def counts_as_administrator(membership: Membership) -> bool:
    """Whether this seat is one of those that a company needs at least one of."""
    return membership.state == MembershipState.ACTIVE and membership.socle_role == SocleRole.ADMINISTRATOR


def go_without(membership: Membership, *, other_administrators: int) -> Decision:
    """Never a company without an active administrator of the socle (S-084)."""
    return allow_if(
        not counts_as_administrator(membership) or other_administrators > 0,
        _(
            "%(person)s est le seul administrateur actif de l’entreprise. Donnez d’abord le rôle « Administrateur » "
            "de « Administration de mon entité » à une autre personne active, puis recommencez."
        )
        % {"person": membership},
    )

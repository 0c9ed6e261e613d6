"""A person's active memberships as the seats of an Actor."""

from halle.accounts.models import User
from halle.companies.models import Membership, RoomRole, SocleRole
from halle.core.actors import Actor, Role, Seat, Side

# All that a seat needs: the actor is built on every page.
COLUMNS = ("company_id", "establishment_id", "socle_role", "room_role")


def actor_of(user: User) -> Actor:
    """The actor that this person is now, with one query; a closed account has no seat."""
    memberships = Membership.objects.active().filter(user=user).only(*COLUMNS) if user.is_active else []
    return Actor(
        user=user.pk, name=str(user), seats=tuple(seat_of(member) for member in memberships), is_staff=user.is_staff
    )


def seat_of(membership: Membership) -> Seat:
    """What the membership lets its person do."""
    roles = set()
    if membership.socle_role == SocleRole.ADMINISTRATOR:
        roles.add(Role.SOCLE_ADMINISTRATOR)
    if membership.room_role == RoomRole.ADMINISTRATOR:
        roles.add(Role.ROOM_ADMINISTRATOR)
    return Seat(
        side=Side.COMPANY,
        organisation=membership.company_id,
        membership=membership.pk,
        establishment=membership.establishment_id,
        roles=frozenset(roles),
    )

"""Who acts: built once a request (or by a job) and passed down explicitly, so that policies need no query."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Side(StrEnum):
    """Which side of the market a seat is on."""

    COMPANY = "company"
    BUYER = "buyer"


class Role(StrEnum):
    """What a seat may hold beyond plain membership; the two axes of S-080 and S-081 are independent."""

    SOCLE_ADMINISTRATOR = "socle_administrator"
    ROOM_ADMINISTRATOR = "room_administrator"


class Organisation(Protocol):
    """Whatever has people seated in it."""

    @property
    def pk(self) -> UUID: ...


@dataclass(frozen=True, slots=True)
class Seat:
    """One active membership of the actor."""

    side: Side
    organisation: UUID
    membership: UUID
    establishment: UUID | None = None
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with all his seats, or the system itself (no user, no seat)."""

    user: UUID | None
    name: str
    seats: tuple[Seat, ...] = field(default=())
    is_staff: bool = False
    is_system: bool = False

    def seat_in(self, organisation: Organisation) -> Seat | None:
        """The actor's seat in that organisation, if he has one."""
        return next((seat for seat in self.seats if seat.organisation == organisation.pk), None)

    def belongs_to(self, organisation: Organisation) -> bool:
        """Whether the actor is an active member there."""
        return self.seat_in(organisation) is not None

    def holds(self, role: Role, organisation: Organisation) -> bool:
        """Whether the actor holds the role there."""
        seat = self.seat_in(organisation)
        return seat is not None and role in seat.roles

    def administers(self, organisation: Organisation) -> bool:
        """Whether the actor is « Administrateur » of the administration space there."""
        return self.holds(Role.SOCLE_ADMINISTRATOR, organisation)


SYSTEM = Actor(user=None, name="Système", is_system=True)
ANONYMOUS = Actor(user=None, name="")

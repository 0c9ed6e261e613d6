"""What a person is in each of his companies, and what waits for him there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from halle.accounts.models import User
from halle.companies.models import (
    Company,
    EstablishmentProposal,
    Membership,
    MembershipState,
    NotificationChoice,
    ProposalState,
    RoomRole,
    SocleRole,
)
from halle.core.clock import today
from halle.enrolment.models import JoinRequest, JoinState, Recovery
from halle.mail.selectors import unread_count

# Days before the end of a password from which « Mon compte » says so: the first reminder's.
SOON = 30
IS_ADMINISTRATOR = Q(state=MembershipState.ACTIVE, socle_role=SocleRole.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Place:
    """One seat of the person; the counts are 0 for whoever does not administer the company."""

    membership: Membership
    administrators: int = 0
    invited: int = 0
    proposals: int = 0
    joinings: int = 0

    @property
    def company(self) -> Company:
        """Where the seat is."""
        return self.membership.company

    @property
    def administers(self) -> bool:
        """Whether the administration space is his."""
        return self.membership.socle_role == SocleRole.ADMINISTRATOR

    @property
    def is_administrator(self) -> bool:
        """Whether « Mon compte » calls him administrator: on either axis (S-013, S-026)."""
        return self.administers or self.membership.room_role == RoomRole.ADMINISTRATOR

    @property
    def is_alone(self) -> bool:
        """Whether he is the only administrator (S-084)."""
        return self.administers and self.administrators == 1

    @property
    def attachment(self) -> str:
        """« 00047, 15 RUE CLAUDE CHAPPE, 35510 CESSON-SEVIGNE » (S-027); the name where there is no NIC."""
        establishment = self.membership.establishment
        return ", ".join(part for part in (establishment.nic or establishment.name, establishment.one_line) if part)

    @property
    def needs_attention(self) -> bool:
        """Whether something of the company waits for him."""
        return self.is_alone or bool(self.invited or self.proposals or self.joinings)


def places_of(user: User) -> list[Place]:
    """The person's active seats by name of company, in four queries whatever their number."""
    memberships = list(_seats(user).order_by("company__name", "pk"))
    return _with_counts(memberships)


def place_in(company: Company, user: User) -> Place:
    """The person's seat in that company, which he has."""
    membership = _seats(user).get(company=company)
    membership.company = company
    return _with_counts([membership])[0]


def _seats(user: User) -> Any:
    return Membership.objects.active().filter(user=user).select_related("user", "company", "establishment")


def _with_counts(memberships: list[Membership]) -> list[Place]:
    administered = [seat.company_id for seat in memberships if seat.socle_role == SocleRole.ADMINISTRATOR]
    people = _people(administered)
    proposals = _pending(EstablishmentProposal.objects.filter(state=ProposalState.PENDING), administered)
    joinings = _pending(JoinRequest.objects.filter(state=JoinState.PENDING), administered)
    return [
        Place(
            seat,
            *people.get(seat.company_id, (0, 0)),
            proposals=proposals.get(seat.company_id, 0),
            joinings=joinings.get(seat.company_id, 0),
        )
        for seat in memberships
    ]


def _people(companies: list[UUID]) -> dict[UUID, tuple[int, int]]:
    if not companies:
        return {}
    waiting = Q(state=MembershipState.INVITED)
    interesting = Membership.objects.filter(IS_ADMINISTRATOR | waiting, company__in=companies)
    counted = interesting.values("company").annotate(
        administrators=Count("pk", filter=IS_ADMINISTRATOR), invited=Count("pk", filter=waiting)
    )
    rows = counted.order_by("company").values_list("company", "administrators", "invited")
    return {company: (administrators, invited) for company, administrators, invited in rows}


def _pending(pending: "QuerySet[Any]", companies: list[UUID]) -> dict[UUID, int]:
    if not companies:
        return {}
    counted = pending.filter(company__in=companies).values("company").annotate(waiting=Count("pk")).order_by("company")
    return dict(counted.values_list("company", "waiting"))


def waiting_for(user: User) -> dict[str, Any]:
    """What waits for the person himself: unread messages, a password soon too old, invitations, requests to join."""
    expires_on = user.password_expires_on
    invited = Membership.objects.filter(user=user, state=MembershipState.INVITED).select_related("company")
    return {
        "unread": unread_count(user),
        "password_expires_on": expires_on if expires_on and (expires_on - today()).days <= SOON else None,
        **_asked(user),
        "invitations": [seat.company.name for seat in invited.order_by("company__name", "pk")],
    }


def _asked(user: User) -> dict[str, bool]:
    """Whether he has requests to read again, of both kinds in one query."""
    mine = OuterRef("pk")
    kinds = Exists(JoinRequest.objects.filter(user=mine)), Exists(Recovery.objects.filter(user=mine))
    to_join, to_recover = User.objects.filter(pk=user.pk).values_list(*kinds).get()
    return {"asked_to_join": to_join, "asked_to_recover": to_recover}


def notification_of(user: User) -> str:
    """What the person chose, as a NotificationChoice."""
    return NotificationChoice.EMAIL if user.mail_notifications else NotificationChoice.IN_APP

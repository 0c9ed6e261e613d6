"""People of a company, as its pages list them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from halle.companies.models import (
    Company,
    Establishment,
    Invitation,
    Membership,
    MembershipState,
    RoomRole,
    SocleRole,
)
from halle.core.clock import now

# Only a person who takes part shows his password's age: that of an invited one would tell that he has an account.
AGE = Case(When(state=MembershipState.ACTIVE, then=F("user__password_changed_at")))
SORTS: dict[str, tuple[Any, ...]] = {
    "nom": ("last_name", "first_name", "id"),
    "-nom": ("-last_name", "-first_name", "-id"),
    "courriel": ("email", "id"),
    "-courriel": ("-email", "-id"),
    "mot-de-passe": (AGE.asc(nulls_last=True), "id"),
    "-mot-de-passe": (AGE.desc(nulls_last=True), "-id"),
}
STATES = {
    "actif": MembershipState.ACTIVE,
    "invite": MembershipState.INVITED,
    "desactive": MembershipState.DISABLED,
}
STATE_WORDS: dict[str, tuple[Any, str]] = {
    MembershipState.INVITED.value: (_("Invité"), "info"),
    MembershipState.DISABLED.value: (_("Désactivé"), "warning"),
}
ROLES = {
    "administrateur": Q(socle_role=SocleRole.ADMINISTRATOR),
    "utilisateur": Q(socle_role=SocleRole.USER),
    "administrateur-entreprise": Q(room_role=RoomRole.ADMINISTRATOR),
    "employe": Q(room_role=RoomRole.EMPLOYEE),
}
COLUMNS = ("id", "user_id", "first_name", "last_name", "email", "state", "user__password_changed_at")

NEVER = "—"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; light, because the list is the page that is opened most."""

    id: UUID
    name: str
    email: str
    password_expires_on: str
    state: str
    is_own: bool

    @property
    def words(self) -> tuple[Any, str] | None:
        """The state beside the name and its tone; nothing for the usual one."""
        return STATE_WORDS.get(self.state)


def members_of(
    company: Company, *, sort: str = "nom", state: str = "", role: str = "", text: str = ""
) -> QuerySet[Membership]:
    """The people of the company, filtered and ordered; unknown words change nothing."""
    found = company.memberships.listed()
    if state in STATES:
        found = found.filter(state=STATES[state])
    if role in ROLES:
        found = found.filter(ROLES[role])
    for word in text.split()[:5]:
        found = found.filter(_containing(word))
    return found.order_by(*SORTS.get(sort, SORTS["nom"]))


def _containing(word: str) -> Q:
    """SQLite folds the case of A to Z only: « lefèvre » is also looked for as « LEFÈVRE » and « Lefèvre »."""
    ways = {word} if word.isascii() else {word, word.upper(), word.lower(), word.capitalize()}
    found = Q()
    for way in sorted(ways):
        found |= Q(first_name__icontains=way) | Q(last_name__icontains=way) | Q(email__icontains=way)
    return found


def rows(members: QuerySet[Membership], *, own: UUID | None) -> list[Row]:
    """The lines of these members, in one query."""
    return [
        Row(pk, f"{first} {last}".strip() or email, email, expiry(changed, state), state, user == own)
        for pk, user, first, last, email, state, changed in members.values_list(*COLUMNS)
    ]


def expiry(changed_at: datetime | None, state: str) -> str:
    """« 2019-05-17 » (S-072), or a dash when passwords do not age, none was set or the person has no part here."""
    if state != MembershipState.ACTIVE or changed_at is None or not settings.PASSWORD_MAX_AGE_DAYS:
        return NEVER
    day = timezone.localdate(changed_at) + timedelta(days=settings.PASSWORD_MAX_AGE_DAYS)
    return day.isoformat()


def headcount(company: Company) -> tuple[int, int]:
    """How many people the company has, and how many of them administer it, in one query over one index."""
    administers = Q(state=MembershipState.ACTIVE, socle_role=SocleRole.ADMINISTRATOR)
    found = company.memberships.listed().aggregate(people=Count("pk"), administrators=Count("pk", filter=administers))
    return found["people"], found["administrators"]


def single_administrator(company: Company) -> bool:
    """Whether only one active person administers the company (S-084)."""
    return company.memberships.administrators().count() == 1


def export_of(members: QuerySet[Membership]) -> tuple[list[str], Iterator[list[str]]]:
    """Header and lines of the list as a file."""
    header = [_("Nom"), _("Prénom"), _("Courriel"), _("Date exp. mot de passe"), _("État"), _("Établissement")]
    header += [_("Administration de mon entité"), _("Salle des marchés")]
    return [str(word) for word in header], (
        [
            member.last_name,
            member.first_name,
            member.email,
            expiry(member.user.password_changed_at, member.state),
            member.get_state_display(),
            member.establishment.name,
            member.get_socle_role_display(),
            member.get_room_role_display(),
        ]
        for member in members.select_related("user", "establishment").iterator(chunk_size=500)
    )


def pending_invitation(membership: Membership) -> Invitation | None:
    """The invitation that waits for an answer, expired or not."""
    if membership.state != MembershipState.INVITED:
        return None
    return membership.invitations.filter(used_at__isnull=True).order_by("-created_at").first()


def usable_invitation(token: str) -> Invitation | None:
    """The invitation behind that link, when it can still be accepted."""
    return (
        Invitation.objects.select_related("membership__user", "membership__company", "membership__establishment")
        .filter(
            digest=hashlib.sha256(token.encode()).hexdigest(),
            used_at__isnull=True,
            expires_at__gt=now(),
            membership__state=MembershipState.INVITED,
        )
        .first()
    )


def members_at(establishment: Establishment) -> QuerySet[Membership]:
    """The people attached to a place, by name."""
    found: QuerySet[Membership] = establishment.memberships.listed().order_by(*SORTS["nom"])
    return found

"""The two role axes of a member (S-080, S-081)."""

from django.db import transaction

from halle.audit import services as audit
from halle.audit.changes import apply_changes
from halle.audit.events import Event
from halle.companies.models import Membership, RoomRole, SocleRole
from halle.companies.policies import members as policies
from halle.companies.services.members import lock_member, require_an_administrator_left
from halle.companies.services.telling import tell, warn_the_last_administrator
from halle.core.actors import Actor
from halle.core.decisions import require


@transaction.atomic
def change_roles(membership: Membership, *, actor: Actor, room_role: str, socle_role: str) -> Membership:
    """Give and take roles; raises Denied when somebody would grant more than he has or nobody would administer."""
    require(policies.change_roles(actor, membership))
    company = membership.company
    membership = lock_member(company, membership)
    if room_role != membership.room_role:
        held = company.memberships.active().filter(room_role=RoomRole.ADMINISTRATOR).exists()
        require(policies.grant_room_role(actor, company, room_role, held_by_somebody=held))
    if socle_role != membership.socle_role:
        require(policies.grant_socle_role(actor, company, socle_role))
        if socle_role == SocleRole.USER:
            require_an_administrator_left(membership)
    changes = apply_changes(membership, room_role=room_role, socle_role=socle_role)
    if changes:
        membership.version += 1
        membership.save(update_fields=[*changes, "version", "updated_at"])
        audit.record(
            Event.ROLES_CHANGED,
            actor=actor,
            subject=membership,
            company=company.pk,
            changes=changes,
            person=membership.user_id,
        )
        if not policies.is_own(actor, membership):
            tell(membership, "roles")
        if "socle_role" in changes and socle_role == SocleRole.USER:
            warn_the_last_administrator(company)
    return membership

"""What is done to the people of a company."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from halle.accounts import services as accounts
from halle.accounts.models import User
from halle.audit import services as audit
from halle.audit.changes import Changes, apply_changes
from halle.audit.events import Event
from halle.companies.models import (
    Company,
    Establishment,
    Membership,
    MembershipState,
    NotificationChoice,
    RoomRole,
    SocleRole,
)
from halle.companies.policies import members as policies
from halle.companies.services.invitations import invite
from halle.companies.services.telling import tell, warn_the_last_administrator
from halle.core.actors import Actor
from halle.core.clock import now
from halle.core.decisions import Denied, require

IDENTITY = ("civility", "first_name", "last_name")


def _record(event: Event, membership: Membership, actor: Actor, changes: Changes | None = None) -> None:
    audit.record(
        event,
        actor=actor,
        subject=membership,
        company=membership.company_id,
        changes=changes,
        person=membership.user_id,
    )


def ever_accepted(membership: Membership) -> bool:
    """Whether the person said yes to this seat; until then it gives nobody a say over his account.

    Every seat but the first of a company is offered by an invitation.
    """
    if membership.state == MembershipState.INVITED:
        return False
    invitations = membership.invitations
    return not invitations.exists() or invitations.filter(used_at__isnull=False).exists()


def lock_company(company: Company) -> Company:
    """Take the company's row: whatever counts its administrators waits its turn, on both databases."""
    return Company.objects.select_for_update(of=("self",)).get(pk=company.pk)


def lock_member(company: Company, membership: Membership) -> Membership:
    """The membership as it is now, after locking the company."""
    lock_company(company)
    listed: Membership = (
        company.memberships.listed().select_related("user", "company", "establishment").get(pk=membership.pk)
    )
    return listed


def require_an_administrator_left(membership: Membership) -> None:
    """Raise Denied when the company would be left without an active administrator. Call with the company locked."""
    others = Membership.objects.administrators().filter(company_id=membership.company_id).exclude(pk=membership.pk)
    require(policies.go_without(membership, other_administrators=others.count()))


@transaction.atomic
def create_member(
    company: Company, *, actor: Actor, email: str, establishment: Establishment, **coordinates: Any
) -> Membership:
    """Prepare a seat and send its invitation.

    The address is the person's for ever; one who is already known to the site keeps his account. Raises Denied when
    the person already has a seat here.
    """
    require(policies.create_member(actor, company))
    lock_company(company)
    names = {name: coordinates[name] for name in IDENTITY}
    user, _created = accounts.person_for(email, **names)
    if company.memberships.listed().filter(user=user).exists():
        raise Denied(_("Cette personne est déjà utilisatrice de l’entreprise."))
    membership = Membership.objects.create(
        company=company, user=user, email=email, establishment=establishment, **coordinates
    )
    _record(Event.MEMBER_CREATED, membership, actor)
    invite(membership, actor=actor)
    return membership


@transaction.atomic
def edit_member(membership: Membership, *, actor: Actor, **values: Any) -> Membership:
    """Change somebody's coordinates, and his establishment when the actor may."""
    require(policies.edit_member(actor, membership))
    membership = lock_member(membership.company, membership)
    if "establishment" in values and values["establishment"] != membership.establishment:
        require(policies.move_member(actor, membership))
    changes = apply_changes(membership, **values)
    if not changes:
        return membership
    membership.version += 1
    membership.save(update_fields=[*changes, "version", "updated_at"])
    event = Event.MEMBER_MOVED if set(changes) == {"establishment"} else Event.MEMBER_CHANGED
    _record(event, membership, actor, changes)
    if set(changes) & {*IDENTITY}:
        _carry_to_the_person(membership, actor=actor)
    return membership


def _carry_to_the_person(membership: Membership, *, actor: Actor) -> None:
    """What one says of oneself is true everywhere; what an administrator says, only where he is alone to say it."""
    elsewhere = membership.user.memberships.listed().exclude(pk=membership.pk)
    names = {name: getattr(membership, name) for name in IDENTITY}
    if policies.is_own(actor, membership):
        accounts.change_identity(membership.user, actor=actor, **names)
        for other in elsewhere:
            changes = apply_changes(other, **names)
            if changes:
                other.version += 1
                other.save(update_fields=[*changes, "version", "updated_at"])
    elif not elsewhere.exists() and (ever_accepted(membership) or not membership.user.has_usable_password()):
        User.objects.filter(pk=membership.user_id).update(**names)


@transaction.atomic
def disable_member(membership: Membership, *, actor: Actor) -> Membership:
    """Take the seat away for a time; the person's sessions end at once.

    Somebody who has not accepted his invitation has no part in the company: his sessions are none of its business.
    """
    require(policies.change_state(actor, membership))
    membership = lock_member(membership.company, membership)
    if membership.state == MembershipState.DISABLED:
        return membership
    require_an_administrator_left(membership)
    _change_state(membership, actor, MembershipState.DISABLED, Event.MEMBER_DISABLED)
    if ever_accepted(membership):
        accounts.end_sessions(membership.user)
        tell(membership, "disabled")
    if membership.socle_role == SocleRole.ADMINISTRATOR:
        warn_the_last_administrator(membership.company)
    return membership


@transaction.atomic
def enable_member(membership: Membership, *, actor: Actor) -> Membership:
    """Give the seat back: active, or invited again when the person never said yes. Others are left as they are."""
    require(policies.change_state(actor, membership))
    membership = lock_member(membership.company, membership)
    if membership.state != MembershipState.DISABLED:
        return membership
    if ever_accepted(membership):
        _change_state(membership, actor, MembershipState.ACTIVE, Event.MEMBER_ENABLED)
        tell(membership, "enabled")
    else:
        _change_state(membership, actor, MembershipState.INVITED, Event.MEMBER_ENABLED)
        invite(membership, actor=actor)
    return membership


def _change_state(membership: Membership, actor: Actor, state: str, event: Event) -> None:
    changes = apply_changes(membership, state=state)
    membership.state_changed_at = now()
    membership.version += 1
    membership.save(update_fields=[*changes, "state_changed_at", "version", "updated_at"])
    _record(event, membership, actor, changes)


@transaction.atomic
def remove_member(membership: Membership, *, actor: Actor) -> None:
    """Make the seat nobody's, and the person too when it was his last one.

    The account of somebody who never accepted is only erased when the invitation itself had made it.
    """
    require(policies.change_state(actor, membership))
    _empty_seat(membership, actor, Event.MEMBER_REMOVED)


@transaction.atomic
def leave(membership: Membership, *, actor: Actor) -> None:
    """Leave the company by oneself. The account stays: a person may be invited elsewhere."""
    require(policies.leave(actor, membership))
    _empty_seat(membership, actor, Event.MEMBER_LEFT, keep_person=True)


def _empty_seat(membership: Membership, actor: Actor, event: Event, *, keep_person: bool = False) -> None:
    membership = lock_member(membership.company, membership)
    require_an_administrator_left(membership)
    administered = policies.counts_as_administrator(membership)
    user, addresses = membership.user, [address for address in (membership.email, membership.user.email) if address]
    is_theirs = ever_accepted(membership) or not user.has_usable_password()
    _record(event, membership, actor)
    last_seat = not user.memberships.listed().exclude(pk=membership.pk).exists()
    for name in (*IDENTITY, "function", "email", "mobile", "phone", "fax", "address", "postcode", "city", "canton"):
        setattr(membership, name, "")
    membership.last_name = _("Utilisateur supprimé")
    membership.country, membership.notification = "FR", NotificationChoice.EMAIL
    membership.room_role, membership.socle_role = RoomRole.EMPLOYEE, SocleRole.USER
    membership.state, membership.state_changed_at = MembershipState.REMOVED, now()
    membership.version += 1
    membership.save()
    membership.invitations.all().delete()
    if administered:
        warn_the_last_administrator(membership.company)
    if is_theirs:
        accounts.end_sessions(user)
    if keep_person:
        return
    if is_theirs and last_seat and not user.is_staff:
        accounts.anonymise(user, actor=actor)
    else:
        audit.forget_person(user.pk, membership.last_name, company=membership.company_id, words=addresses)


@transaction.atomic
def note_export(company: Company, *, actor: Actor) -> None:
    """Remember that the list of people left the site."""
    require(policies.list_members(actor, company))
    audit.record(Event.EXPORTED, actor=actor, subject=company, company=company.pk)

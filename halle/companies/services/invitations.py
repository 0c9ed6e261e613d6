"""Links that let a person take the seat prepared for him: once, within seven days."""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from halle.accounts import services as accounts
from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.models import Company, Invitation, Membership, MembershipState
from halle.companies.policies import members as policies
from halle.companies.services.telling import tell
from halle.core.actors import Actor
from halle.core.clock import now
from halle.core.decisions import Denied, require
from halle.mail import services as mail
from halle.mail.links import absolute

LIFE = timedelta(days=7)


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(membership: Membership, *, actor: Actor) -> Invitation:
    """Send a fresh link; those sent before no longer work. Raises Denied when the seat is already taken."""
    require(policies.create_member(actor, membership.company))
    _lock(membership)
    if membership.state != MembershipState.INVITED:
        raise Denied(_("Cette personne a déjà accepté son invitation."))
    token = secrets.token_urlsafe(32)
    membership.invitations.filter(used_at__isnull=True).delete()
    invitation = Invitation.objects.create(
        membership=membership, digest=digest_of(token), expires_at=now() + LIFE, created_at=now()
    )
    mail.post(
        "companies/mail/invitation",
        to=membership.user.email,
        context={
            "membership": membership,
            "company": membership.company,
            "actor": actor,
            "expires_at": invitation.expires_at,
            "link": absolute(reverse("companies:invitation", args=[token])),
        },
        company=membership.company_id,
        essential=True,
        secret=True,
    )
    audit.record(
        Event.INVITATION_SENT,
        actor=actor,
        subject=membership,
        company=membership.company_id,
        person=membership.user_id,
    )
    return invitation


def _lock(membership: Membership) -> None:
    """Take the company's row first, as every act on its people does (or two acts would wait for each other)."""
    Company.objects.select_for_update(of=("self",)).get(pk=membership.company_id)
    membership.refresh_from_db(fields=["state", "version"])


def _still_usable(invitation: Invitation) -> Invitation:
    found = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, expires_at__gt=now())
    usable = found.select_related("membership__user", "membership__company", "membership__establishment").first()
    if usable is None or usable.membership.state != MembershipState.INVITED:
        raise Denied(_("Ce lien n’est plus valable. Demandez une nouvelle invitation à votre administrateur."))
    return usable


@transaction.atomic
def accept(invitation: Invitation, *, password: str | None = None) -> Membership:
    """Take the seat: with a first password for a new person, without one for a person already signed in.

    Raises Denied when the link was used or replaced meanwhile, or has expired.
    """
    _lock(invitation.membership)
    invitation = _still_usable(invitation)
    membership = invitation.membership
    user = membership.user
    if password is not None:
        try:
            accounts.set_first_password(user, password)
        except ValidationError as error:
            raise Denied(" ".join(error.messages)) from error
    accounts.confirm_address(user)
    invitation.used_at = now()
    invitation.save(update_fields=["used_at"])
    membership.state, membership.state_changed_at = MembershipState.ACTIVE, now()
    membership.version += 1
    membership.save(update_fields=["state", "state_changed_at", "version", "updated_at"])
    audit.record(
        Event.INVITATION_ACCEPTED,
        actor=Actor(user=user.pk, name=str(user)),
        subject=membership,
        company=membership.company_id,
        person=user.pk,
    )
    for administrator in membership.company.memberships.administrators().select_related("user"):
        if administrator.user_id != user.pk:
            tell(administrator, "accepted", membership=membership)
    return membership

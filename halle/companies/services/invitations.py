"""Links that let a person take the seat prepared for him: once, within seven days."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from halle.accounts import services as accounts
from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.models import Company, Invitation, Membership, MembershipState
from halle.companies.policies import members as policies
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


@transaction.atomic
def accept(invitation: Invitation, *, password: str | None = None) -> Membership:
    """Take the seat: with a first password for a new person, without one for a person already signed in.

    Raises Denied when the link was used or replaced meanwhile, or has expired.
    """
    Company.objects.select_for_update(of=("self",)).get(pk=invitation.membership.company_id)
    current = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, expires_at__gt=now()).first()
    membership = Membership.objects.select_related("user", "company").get(pk=invitation.membership_id)
    if current is None or membership.state != MembershipState.INVITED:
        raise Denied(_("Ce lien n’est plus valable. Demandez une nouvelle invitation à votre administrateur."))
    user = membership.user
    if password is not None:
        accounts.set_first_password(user, password)
    accounts.confirm_address(user)
    current.used_at = now()
    current.save(update_fields=["used_at"])
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
            mail.post(
                "companies/mail/accepted",
                to=administrator.user,
                context={"membership": membership},
                company=membership.company_id,
            )
    return membership

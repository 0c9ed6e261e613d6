"""The personal link by which somebody who was told of a recovery objects to it.

It is signed, not stored: it names the recovery and whom it was sent to (a member, or one of the company's own
addresses), so that nobody needs an account to say no. Whether it still serves is up to the recovery.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.urls import reverse

from halle.enrolment.models import Recovery
from halle.mail.links import absolute

SALT = "halle.enrolment.objection"
ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Voice:
    """Which recovery, and the member who speaks; None for an address of the company."""

    recovery: UUID
    user: UUID | None


def token_for(recovery: Recovery, user: UUID | None) -> str:
    """What the link ends in."""
    return signing.dumps([recovery.pk.hex, user.hex if user else ADDRESS], salt=SALT)


def link_for(recovery: Recovery, user: UUID | None) -> str:
    """The whole link, for a mail."""
    return absolute(reverse("enrolment:objection", args=[token_for(recovery, user)]))


def voice_of(token: str) -> Voice | None:
    """Who speaks by that token; None when it was not signed by us."""
    try:
        recovery, user = signing.loads(token, salt=SALT)
        return Voice(UUID(recovery), None if user == ADDRESS else UUID(user))
    except (signing.BadSignature, ValueError, TypeError):
        return None

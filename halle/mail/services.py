"""Writing to people: `mail.post("companies/mail/invitation", to=…, context=…)` inside the caller's transaction."""

from typing import Any, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from halle.core.clock import now
from halle.mail import words
from halle.mail.delivery import LOOK_AGAIN
from halle.mail.models import Message, MessageState
from halle.mail.tasks import deliver

SUBJECT_LENGTH = 200


class Recipient(Protocol):
    """The person as this app needs to know him (accounts.User)."""

    pk: Any
    email: Any
    mail_notifications: Any


def post(
    name: str,
    *,
    to: Recipient | str,
    context: dict[str, Any] | None = None,
    company: UUID | None = None,
    email: bool = True,
    essential: bool = False,
    secret: bool = False,
) -> Message:
    """Write the message of templates `<name>.subject.txt` and `<name>.txt` to a person or an address.

    A person always gets the copy in « Mes messages », and the e-mail too when `email` and he wants e-mails, or when
    the message is `essential` (invitation, confirmation, password). A `secret` one carries a one-time link: it is only
    mailed, and its words are wiped once sent.
    """
    with translation.override(settings.LANGUAGE_CODE):
        subject = words.write(f"{name}.subject.txt", context or {})
        body = words.write(f"{name}.txt", context or {})
    person = None if isinstance(to, str) else to
    message = Message(name=name, subject=subject, body=body, company=company, secret=secret)
    wants_email = person is None or essential or secret or (email and bool(person.mail_notifications))
    return _keep(message, person, to if isinstance(to, str) else str(to.email), wants_email=wants_email)


def post_raw(
    to_address: str,
    subject: str,
    text: str,
    html: str = "",
    *,
    user: Recipient | None = None,
    name: str,
    secret: bool = True,
) -> Message:
    """Write a message whose words are ready (allauth's): always e-mailed.

    Unless told that it is not `secret` it carries a one-time link. Without `html`, the layout of our own messages is
    used.
    """
    message = Message(name=name, subject=subject, body=text, html=html, secret=secret)
    return _keep(message, user, to_address, wants_email=True)


@transaction.atomic
def _keep(message: Message, person: Recipient | None, address: str, *, wants_email: bool) -> Message:
    """Store the message and hand it to the worker, both or neither."""
    message.subject = " ".join(message.subject.split())[:SUBJECT_LENGTH]
    message.address = address
    message.user = cast(Any, person)
    message.in_app = person is not None and not message.secret
    message.wants_email = wants_email
    message.state = MessageState.QUEUED if wants_email else MessageState.IN_APP_ONLY
    if wants_email:
        validate_email(address)
        message.next_attempt_at = now() + LOOK_AGAIN
    message.save(force_insert=True)
    if wants_email:
        deliver.enqueue(str(message.pk))
    return message


def mark_read(message: Message) -> None:
    """Remember when its person first said that he has read the message."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now())


def mark_all_read(user_id: UUID) -> int:
    """Mark every message of « Mes messages » as read; how many were not."""
    return int(Message.objects.in_app().filter(user=user_id, read_at=None).update(read_at=now()))


@transaction.atomic
def forget_person(user: Recipient) -> None:
    """Delete the person's messages; what is about to be sent still is, then its words and address are wiped too."""
    theirs = Message.objects.filter(Q(user=user.pk) | Q(address__iexact=user.email))
    theirs.under_way().update(user=None, in_app=False, secret=True)
    theirs.exclude(state__in=[MessageState.QUEUED, MessageState.SENDING]).delete()

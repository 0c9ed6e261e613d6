"""From the outbox to the mail server: at least once, with patience.

A message is queued; whoever delivers it makes it `sending` and has until `next_attempt_at`. What is not done by then
(lost task, killed worker, mail server away) is queued again by `sweep`, every minute.
"""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import translation

from halle.core.clock import now
from halle.mail import words
from halle.mail.links import domain
from halle.mail.models import Message, MessageState

logger = logging.getLogger(__name__)
LOOK_AGAIN = timedelta(minutes=5)
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
KEEP_SECRETS = timedelta(days=8)
ERASED = "efface@efface.invalid"


def deliver(message_id: str) -> str:
    """Send the message unless somebody else does or did; the state it is then in."""
    message = _claim(message_id)
    if message is None:
        return "nothing to send"
    try:
        email_of(message).send()
    except Exception as error:  # noqa: BLE001 - whatever the mail server or a template does, the message stays
        _failed(message, error)
    else:
        _sent(message)
    return str(message.state)


@transaction.atomic
def _claim(message_id: str) -> Message | None:
    found = Message.objects.select_for_update(of=("self",)).filter(pk=message_id, state=MessageState.QUEUED).first()
    if found is None:
        return None
    message: Message = found
    message.state = MessageState.SENDING
    message.attempts += 1
    message.next_attempt_at = now() + LOOK_AGAIN
    message.save(update_fields=["state", "attempts", "next_attempt_at"])
    return message


def email_of(message: Message) -> EmailMultiAlternatives:
    """The e-mail: text and HTML, marked as automatic; sent twice, it has the same Message-ID twice."""
    headers = {"Message-ID": f"<{message.pk}@{domain()}>", "Auto-Submitted": "auto-generated"}
    with translation.override(settings.LANGUAGE_CODE):
        text = words.as_text(message.body)
        html = message.html or words.as_html(message.subject, message.body)
    email = EmailMultiAlternatives(message.subject, text, to=[message.address], headers=headers)
    email.attach_alternative(html, "text/html")
    return email


@transaction.atomic
def _sent(message: Message) -> None:
    """Read the row again: its person may have read it, or been forgotten, while it was being sent."""
    fresh = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    fresh.state, fresh.sent_at, fresh.last_error = MessageState.SENT, now(), ""
    if fresh.secret:
        wipe(fresh)
    fresh.save()
    message.state = fresh.state


def _failed(message: Message, error: Exception) -> None:
    message.last_error = f"{type(error).__name__}: {error}"[:500]
    if message.attempts > len(BACK_OFF) or is_final(error):
        message.state = MessageState.FAILED
        logger.error("Message %s is given up: %s", message.pk, message.last_error)
    else:
        message.state = MessageState.QUEUED
        message.next_attempt_at = now() + BACK_OFF[message.attempts - 1]
        logger.warning("Message %s was not sent, trying again later: %s", message.pk, message.last_error)
    message.save(update_fields=["state", "last_error", "next_attempt_at"])


def is_final(error: Exception) -> bool:
    """Whether the mail server said that this address will never do (5xx)."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _answer in error.recipients.values())


def wipe(message: Message) -> None:
    """Take out the words of a message with a one-time link, and the address of somebody who is nobody here."""
    message.body = message.html = ""
    if message.user_id is None:
        message.address, message.subject = ERASED, message.name


def wipe_stale_secrets() -> str:
    """Wipe one-time links that could not be sent for so long that they no longer work."""
    stale = Message.objects.filter(secret=True, state=MessageState.FAILED, created_at__lt=now() - KEEP_SECRETS)
    wiped = 0
    for message in stale.exclude(body="").order_by("created_at", "pk"):
        wipe(message)
        message.save(update_fields=["body", "html", "address", "subject"])
        wiped += 1
    return f"{wiped} unsent one-time links wiped"

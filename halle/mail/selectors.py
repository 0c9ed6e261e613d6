"""Reading one's own messages."""

from typing import Any, Protocol
from uuid import UUID

from django.db.models import Case, Count, QuerySet, Value, When

from halle.mail.models import Message, MessageState


class Person(Protocol):
    """Whoever has messages."""

    @property
    def pk(self) -> Any: ...


def inbox_of(user_id: UUID) -> QuerySet[Message]:
    """« Mes messages »: what is not read first, then the latest first."""
    is_read = Case(When(read_at=None, then=Value(0)), default=Value(1))
    shown: QuerySet[Message] = Message.objects.in_app().filter(user=user_id)
    return shown.annotate(is_read=is_read).order_by("is_read", "-created_at", "id")


def unread_count(user: Person | UUID) -> int:
    """How many messages the person (or his id) has not read."""
    user_id = user if isinstance(user, UUID) else user.pk
    return int(Message.objects.in_app().filter(user=user_id, read_at=None).count())


def export_of(user: Person) -> list[dict[str, str]]:
    """The person's messages for the download of his own data."""
    return [
        {
            "date": message.created_at.isoformat(),
            "objet": message.subject,
            "texte": message.body,
            "lu_le": message.read_at.isoformat() if message.read_at else "",
            "courriel": message.address if message.wants_email else "",
            "état": str(message.get_state_display()),
        }
        for message in Message.objects.filter(user=user.pk).order_by("created_at", "id")
    ]


def counts() -> dict[str, int]:
    """How many messages are in each state."""
    found = dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in MessageState.values}


def failed() -> QuerySet[Message]:
    """Messages given up, the latest first."""
    given_up: QuerySet[Message] = Message.objects.filter(state=MessageState.FAILED).order_by("-created_at", "id")
    return given_up

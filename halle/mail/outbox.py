"""Putting messages back in the queue."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from halle.core.clock import now
from halle.mail.delivery import LOOK_AGAIN
from halle.mail.models import Message, MessageState
from halle.mail.tasks import deliver

AT_ONCE = 500


def sweep() -> str:
    """Queue again what is due: tries after a failure, lost tasks, messages that a killed worker held."""
    due = Message.objects.under_way().filter(next_attempt_at__lte=now())
    keys = due.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:AT_ONCE]
    swept = sum(_hand_over(pk) for pk in list(keys))
    return f"{swept} messages queued again"


@transaction.atomic
def _hand_over(pk: UUID) -> bool:
    """Queue one message, unless somebody else just did."""
    moment = now()
    still_due = Message.objects.under_way().filter(pk=pk, next_attempt_at__lte=moment)
    if not still_due.update(state=MessageState.QUEUED, next_attempt_at=moment + LOOK_AGAIN):
        return False
    deliver.enqueue(str(pk))
    return True


def retry_failed(messages: QuerySet[Message] | None = None) -> int:
    """Give failed messages (all, or those) all their attempts again, at the next sweep; how many there are.

    Those whose words were wiped meanwhile can't be sent any more.
    """
    chosen = Message.objects.all() if messages is None else messages
    fresh = {"state": MessageState.QUEUED, "attempts": 0, "next_attempt_at": now()}
    return int(chosen.filter(state=MessageState.FAILED).exclude(body="").update(**fresh))

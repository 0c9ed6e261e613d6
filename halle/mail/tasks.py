"""Tasks of the mail app."""

from django_tasks import task

from halle.mail import delivery


@task()
def deliver(message_id: str) -> str:
    """Send one message of the outbox."""
    return delivery.deliver(message_id)

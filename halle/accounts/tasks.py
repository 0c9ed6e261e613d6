"""What the worker and the nightly run do for accounts."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django_tasks import task

from halle.accounts import services


@task()
def send_password_reset(email: str) -> None:
    """Look the address up and write to whoever signs in with it; nothing happens for an unknown one."""
    services.send_password_reset(email)


def remind_password_age() -> str:
    """Tell people whose password is about to expire."""
    return f"{services.remind_password_age()} password reminders sent"


def forget_ended_sessions() -> str:
    """Forget addresses and browsers of sessions that are over."""
    alive = Session.objects.values("session_key")
    deleted, _by_model = UserSession.objects.exclude(session_key__in=alive).delete()
    return f"{deleted} ended sessions forgotten"

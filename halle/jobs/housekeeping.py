"""Nightly jobs that keep our own tables small."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from halle.core.clock import now
from halle.jobs.models import Process

KEEP_DONE = timedelta(days=3)
KEEP_FAILED = timedelta(days=90)


def clear_sessions() -> str:
    """Forget sessions that have expired."""
    deleted, _by_model = Session.objects.filter(expire_date__lt=now()).delete()
    return f"{deleted} expired sessions deleted"


def prune_tasks() -> str:
    """Forget ended tasks; failed ones stay longer, so that somebody can read why."""
    ended = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now() - KEEP_DONE)
    ended |= Q(status=TaskResultStatus.FAILED, finished_at__lt=now() - KEEP_FAILED)
    deleted, _by_model = DBTaskResult.objects.filter(ended).delete()
    failed = DBTaskResult.objects.failed().count()
    return f"{deleted} ended tasks deleted, {failed} failed ones kept (halle tasks)"


def forget_silent_processes() -> str:
    """Forget workers and schedulers that were killed and so could not sign off."""
    deleted, _by_model = Process.objects.filter(seen_at__lt=now() - 10 * settings.TASK_LEASE).delete()
    return f"{deleted} silent processes forgotten"

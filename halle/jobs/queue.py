"""What an operator asks of the queue."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from halle.core.clock import now
from halle.jobs.models import Process


def counts() -> dict[str, int]:
    """How many tasks are in each state."""
    found = dict(DBTaskResult.objects.order_by("status").values_list("status").annotate(Count("pk")))
    return {status: found.get(status, 0) for status in TaskResultStatus.values}


def failed() -> QuerySet[DBTaskResult[..., Any]]:
    """Failed tasks, the latest first."""
    return DBTaskResult.objects.failed().order_by("-finished_at", "pk")


def reason(task: DBTaskResult[..., Any]) -> str:
    """The last line of what a failed task left."""
    return str(task.traceback).strip().rpartition("\n")[2]


def run_again(pk: UUID) -> bool:
    """Put a failed task back in the queue with all its attempts; False when there is no such failed task."""
    fresh: dict[str, Any] = {"status": TaskResultStatus.READY, "finished_at": None, "worker_ids": []}
    return bool(DBTaskResult.objects.failed().filter(pk=pk).update(**fresh))


def worker_is_alive() -> bool:
    """Whether some worker gave a sign of life within one lease."""
    since: timedelta = settings.TASK_LEASE
    return Process.objects.filter(kind=Process.Kind.WORKER, seen_at__gte=now() - since).exists()

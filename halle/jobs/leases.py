"""Who may finish which task: taking, keeping, ending and taking back.

django-tasks-db alone loses a task whose worker was killed: it stays RUNNING for ever (docs/decisions/0001-lease.md).
Here the right to finish it expires, and only the holder of that right may write the result.
"""

import traceback
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from halle.core.clock import now
from halle.jobs.models import Lease


class WorkerLost(Exception):  # noqa: N818 - named for the person who reads the list of failed tasks
    """Every worker that took the task died or fell silent before its end."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One run of one task by one worker."""

    task: DBTaskResult[..., Any]
    token: UUID


@dataclass(frozen=True, slots=True)
class Reaped:
    """What was taken back from silent workers."""

    requeued: int = 0
    abandoned: int = 0


def claim_next(worker: str) -> Claim | None:
    """Take the most urgent ready task, with a lease written in the same transaction; None when nothing is ready."""
    if not DBTaskResult.objects.ready().exists():
        return None
    with transaction.atomic():
        task = DBTaskResult.objects.ready().select_for_update(skip_locked=True).first()
        if task is None:
            return None
        task.claim(worker)
        lease = Lease.objects.create(task=task, worker=worker, expires_at=now() + settings.TASK_LEASE)
    return Claim(task=task, token=lease.token)


def extend(token: UUID) -> bool:
    """Keep the task for one more lease; False when it was taken back."""
    return bool(Lease.objects.filter(token=token).update(expires_at=now() + settings.TASK_LEASE))


def succeed(claim: Claim, value: Any) -> bool:
    """Write the result, unless the task was taken back meanwhile (False)."""
    return _finish(claim, _success(value))


def fail(claim: Claim, error: BaseException) -> bool:
    """Write the failure, unless the task was taken back meanwhile (False)."""
    return _finish(claim, _failure(error))


def _success(value: Any) -> dict[str, Any]:
    return {
        "status": TaskResultStatus.SUCCESSFUL,
        "return_value": value,
        "finished_at": now(),
        "exception_class_path": "",
        "traceback": "",
    }


def _failure(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    return {
        "status": TaskResultStatus.FAILED,
        "return_value": None,
        "finished_at": now(),
        "exception_class_path": f"{kind.__module__}.{kind.__qualname__}",
        "traceback": "".join(traceback.format_exception(error)),
    }


@transaction.atomic
def _finish(claim: Claim, outcome: dict[str, Any]) -> bool:
    # The task is locked before its lease, here as in _take_back, so that the two never wait for each other.
    task = DBTaskResult.objects.select_for_update().filter(pk=claim.task.pk)
    if not task or not Lease.objects.filter(token=claim.token).delete()[0]:
        return False
    task.update(**outcome)
    return True


def reap() -> Reaped:
    """Put back what silent workers hold; after settings.TASK_ATTEMPTS runs, fail it where everybody can see it."""
    stuck = DBTaskResult.objects.running().filter(Q(lease=None) | Q(lease__expires_at__lt=now())).order_by("pk")
    ends = [_take_back(pk) for pk in stuck.values_list("pk", flat=True)]
    return Reaped(requeued=ends.count(TaskResultStatus.READY), abandoned=ends.count(TaskResultStatus.FAILED))


@transaction.atomic
def _take_back(pk: UUID) -> str:
    """The task's new status, or "" when another reaper or its own worker was quicker."""
    task = DBTaskResult.objects.running().select_for_update(skip_locked=True).filter(pk=pk).first()
    if task is None:
        return ""
    lease = Lease.objects.select_for_update().filter(task=task).first()
    if lease is not None:
        if lease.expires_at >= now():
            return ""
        lease.delete()
    attempts = len(task.worker_ids)
    if attempts < settings.TASK_ATTEMPTS:
        DBTaskResult.objects.filter(pk=pk).update(status=TaskResultStatus.READY)
        return TaskResultStatus.READY
    lost = WorkerLost(f"No worker lived to its end in {attempts} attempts.")
    DBTaskResult.objects.filter(pk=pk).update(**_failure(lost))
    return TaskResultStatus.FAILED

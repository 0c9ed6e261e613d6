"""The worker: takes tasks one by one, keeps their lease, ends them, and takes back what dead workers left."""

import logging
import os
import time
from typing import Any, cast

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django_tasks.base import TaskContext, TaskResult
from django_tasks.utils import normalize_json

from halle.core.clock import now
from halle.jobs import leases
from halle.jobs.heartbeat import Heartbeat
from halle.jobs.models import Process

logger = logging.getLogger(__name__)
EXIT_LEASE_LOST = 75


class Worker:
    """One process that runs tasks. `stop()` may be called from a signal handler."""

    def __init__(self, name: str, *, poll: float = 1.0) -> None:
        self.name, self.poll = name, poll
        self.stopping = False
        self._reaped_at = float("-inf")

    def stop(self) -> None:
        """Finish the task in hand, take no other."""
        self.stopping = True

    def run(self, *, batch: bool = False) -> None:
        """Work until `stop()`, or in a batch until nothing is ready."""
        say_alive(self.name, Process.Kind.WORKER)
        with alive(self.name, Process.Kind.WORKER):
            while not self.stopping:
                worked = self._step_safely()
                if batch and not worked:
                    break
                if not worked and not self.stopping:
                    time.sleep(self.poll)
        Process.objects.filter(name=self.name).delete()

    def _step_safely(self) -> bool:
        close_old_connections()
        try:
            return self.step()
        except DatabaseError:
            logger.exception("The database did not answer, trying again.")
            return False

    def step(self) -> bool:
        """Take and run one task; False when nothing was ready."""
        self._reap_now_and_then()
        claim = leases.claim_next(self.name)
        if claim is None:
            return False
        run_claim(claim)
        return True

    def _reap_now_and_then(self) -> None:
        if time.monotonic() - self._reaped_at < third_of_lease():
            return
        self._reaped_at = time.monotonic()
        reaped = leases.reap()
        if reaped.requeued or reaped.abandoned:
            logger.warning("Silent workers: %s tasks put back, %s given up.", reaped.requeued, reaped.abandoned)


def run_claim(claim: leases.Claim) -> None:
    """Run the task to its end and write how it ended, if it is still ours to write.

    A database that does not take the result raises DatabaseError: the lease then ends and the task runs again.
    """
    started = time.monotonic()
    try:
        with Heartbeat(lambda: leases.extend(claim.token), seconds=third_of_lease(), on_lost=_leave):
            value = _call(claim)
    except (Exception, SystemExit) as error:
        logger.error("Task %s %s failed", claim.task.task_path, claim.task.pk, exc_info=error)
        kept = leases.fail(claim, error)
    else:
        kept = leases.succeed(claim, value)
    if not kept:
        logger.error("Task %s was taken back meanwhile; its result is dropped.", claim.task.pk)
    logger.debug("Task %s %s: %.1f s", claim.task.task_path, claim.task.pk, time.monotonic() - started)


def _call(claim: leases.Claim) -> Any:
    task, result = claim.task.task, claim.task.task_result
    context: list[Any] = [TaskContext(task_result=cast(TaskResult[Any], result))] if task.takes_context else []
    return normalize_json(task.call(*context, *result.args, **result.kwargs))


def _leave() -> None:
    """Stop at once: another worker runs this task now, and two runs must not go on side by side."""
    logger.critical("The lease was lost: this worker ends so that its task does not run twice at the same time.")
    os._exit(EXIT_LEASE_LOST)


def alive(name: str, kind: str) -> Heartbeat:
    """A heartbeat that tells the health page that this process lives."""
    return Heartbeat(lambda: say_alive(name, kind), seconds=third_of_lease(), on_lost=lambda: None)


def say_alive(name: str, kind: str) -> bool:
    """Write that the process lives."""
    Process.objects.update_or_create(name=name, defaults={"kind": kind, "seen_at": now()})
    return True


def third_of_lease() -> float:
    """How often a lease is extended and silent workers are looked for, in seconds."""
    return float(settings.TASK_LEASE.total_seconds()) / 3

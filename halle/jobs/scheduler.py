"""The scheduler: hands recurring jobs to the queue when they are due, once even when several run."""

import logging
import time
from datetime import datetime

from django.db import DatabaseError, close_old_connections, transaction
from django_tasks_db.models import DBTaskResult

from halle.core.clock import now
from halle.jobs import schedule
from halle.jobs.models import Process, Recurring
from halle.jobs.tasks import run_recurring
from halle.jobs.worker import alive, say_alive

logger = logging.getLogger(__name__)


class Scheduler:
    """One process that looks at the clock. `stop()` may be called from a signal handler."""

    def __init__(self, name: str, *, poll: float = 2.0) -> None:
        self.name, self.poll = name, poll
        self.stopping = False

    def stop(self) -> None:
        """End after this look."""
        self.stopping = True

    def run(self) -> None:
        """Look at the clock until `stop()`."""
        say_alive(self.name, Process.Kind.SCHEDULER)
        with alive(self.name, Process.Kind.SCHEDULER):
            while not self.stopping:
                close_old_connections()
                try:
                    hand_over(now())
                except DatabaseError:
                    logger.exception("The database did not answer, trying again.")
                time.sleep(self.poll)
        Process.objects.filter(name=self.name).delete()


def hand_over(moment: datetime) -> list[str]:
    """Enqueue every job that is due, and say which."""
    last_runs = dict(Recurring.objects.order_by("path").values_list("path", "last_run_at"))
    return [job.path for job in schedule.jobs() if _may_be_due(job, last_runs, moment) and _hand_over(job, moment)]


def _may_be_due(job: schedule.Job, last_runs: dict[str, datetime], moment: datetime) -> bool:
    """A look without any lock, so that a quiet second writes nothing."""
    return job.path not in last_runs or job.is_due(last_runs[job.path], moment)


@transaction.atomic
def _hand_over(job: schedule.Job, moment: datetime) -> bool:
    row, created = Recurring.objects.get_or_create(path=job.path, defaults={"last_run_at": moment})
    row = Recurring.objects.select_for_update().get(pk=row.pk)
    due = job.is_due_at_first() if created else job.is_due(row.last_run_at, moment)
    if not due or _still_running(row):
        return False
    row.task_id = run_recurring.enqueue(job.path).id
    row.last_run_at = moment
    row.save(update_fields=["task", "last_run_at"])
    return True


def _still_running(row: Recurring) -> bool:
    """The last run has not ended: without this, runs would pile up while no worker lives."""
    return row.task_id is not None and DBTaskResult.objects.filter(pk=row.task_id, finished_at=None).exists()

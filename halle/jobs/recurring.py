"""Running a nightly or periodic job, from the queue or by hand."""

import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from halle.core.clock import now
from halle.jobs import schedule
from halle.jobs.models import Recurring

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """How one job of the night went."""

    path: str
    ok: bool
    summary: str
    seconds: float


def run(path: str) -> str:
    """Run a job that the settings name; its one-line summary."""
    if path not in {job.path for job in schedule.jobs()}:
        raise ValueError(f"{path} is neither in NIGHTLY_JOBS nor in PERIODIC_JOBS.")
    return str(import_string(path)())


def run_in_queue(path: str) -> str:
    """`run`, for the worker: says what a nightly job did, and is silent about those of every minute."""
    summary = run(path)
    if path in settings.NIGHTLY_JOBS:
        logger.info("%s: %s", path, summary)
    return summary


def run_night() -> list[Report]:
    """Run every nightly job here and now, each alone: one that fails does not stop the others."""
    return [_report(path) for path in settings.NIGHTLY_JOBS]


def _report(path: str) -> Report:
    started, begun_at = time.monotonic(), now()
    try:
        ok, summary = True, run(path)
    except Exception as error:  # noqa: BLE001 - the other jobs of the night must run
        ok, summary = False, f"{type(error).__name__}: {error}"
    else:
        Recurring.objects.update_or_create(path=path, defaults={"last_run_at": begun_at})
    return Report(path, ok, summary, time.monotonic() - started)

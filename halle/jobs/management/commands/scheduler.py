"""`halle scheduler`: hand nightly and periodic jobs to the queue when they are due."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from halle.jobs.processes import process_name, stop_on_signal
from halle.jobs.scheduler import Scheduler


class Command(BaseCommand):
    """Several may run at the same time; each job is handed over once."""

    help = "Hand nightly and periodic jobs to the queue when they are due, until SIGTERM or Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at the clock."""
        scheduler = Scheduler(process_name())
        stop_on_signal(scheduler.stop, signal.SIGTERM, signal.SIGINT)
        scheduler.run()

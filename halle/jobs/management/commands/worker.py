"""`halle worker`: run the tasks that wait."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from halle.jobs.processes import process_name, stop_on_signal
from halle.jobs.worker import Worker


class Command(BaseCommand):
    """Several workers may run at the same time, on several machines."""

    help = (
        "Run waiting tasks until SIGTERM or Ctrl-C; the task in hand is finished first, a second signal ends at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--batch` is for cron and tests."""
        parser.add_argument("--batch", action="store_true", help="end when nothing is ready")
        parser.add_argument("--poll", type=float, default=1.0, help="seconds between two looks at an empty queue")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        worker = Worker(process_name(), poll=options["poll"])
        stop_on_signal(worker.stop, signal.SIGTERM, signal.SIGINT)
        worker.run(batch=options["batch"])

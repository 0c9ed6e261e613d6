"""`halle tasks`: what waits, runs and failed; run a failed task again."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from halle.jobs import queue


class Command(BaseCommand):
    """The dead letters of the queue, and the way back for them."""

    help = "Count tasks by state and list failed ones; --again ID puts a failed task back in the queue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--again` takes the identifier that the list shows."""
        parser.add_argument("--again", type=UUID, metavar="ID", help="run this failed task again")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or put back."""
        if options["again"]:
            if not queue.run_again(options["again"]):
                raise CommandError("No failed task has this identifier.")
            self.stdout.write("The task is back in the queue.")
            return
        for status, count in queue.counts().items():
            self.stdout.write(f"{status}: {count}")
        for task in queue.failed():
            self.stdout.write(f"{task.pk}  {task.finished_at:%Y-%m-%d %H:%M}  {task.task_path}  {queue.reason(task)}")

"""`halle serve`: the web server alone."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from halle.jobs import server


class Command(BaseCommand):
    """Becomes Granian: the process keeps its number, for systemd and its like."""

    help = "Serve the site with Granian until SIGTERM or Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen; HALLE_HOST and HALLE_PORT otherwise."""
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        command = server.command(options["host"], options["port"])
        os.execv(command[0], command)  # noqa: S606 - our own command

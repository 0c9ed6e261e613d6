"""`halle start`: everything in one command."""

import signal
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from halle.jobs import server
from halle.jobs.preparation import demonstration_accounts, prepare
from halle.jobs.processes import stop_on_signal
from halle.jobs.supervisor import LOOK_EVERY, Child, Supervisor

PATIENCE = 60


class Command(BaseCommand):
    """Prepare what is missing, then serve web, worker and scheduler until Ctrl-C."""

    help = "Prepare the database and static files if needed, then run web, worker and scheduler until Ctrl-C."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Start."""
        if not server.is_port_free(settings.HOST, settings.PORT):
            raise CommandError(
                f"Port {settings.PORT} of {settings.HOST} is taken. "
                "Choose another one: make run PORT=8123, or HALLE_PORT=8123."
            )
        prepare(self._say)
        accounts = demonstration_accounts() if settings.DEMO else []
        connections.close_all()
        supervisor = Supervisor(_children())
        stop_on_signal(supervisor.stop, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        supervisor.start()
        self._announce(supervisor, accounts)
        sys.exit(supervisor.run())

    def _announce(self, supervisor: Supervisor, accounts: list[dict[str, object]]) -> None:
        """Say where the site is, once it answers."""
        web = supervisor.children[0].process
        deadline = time.monotonic() + PATIENCE
        while not supervisor.stopping and web and web.poll() is None:
            if server.answers(settings.HOST, settings.PORT):
                self._say(_welcome(accounts))
                return
            if time.monotonic() > deadline:
                supervisor.end_all()
                raise CommandError(f"The web server did not answer within {PATIENCE} seconds; its messages are above.")
            time.sleep(LOOK_EVERY / 4)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _children() -> list[Child]:
    halle = [sys.executable, sys.argv[0]]
    return [
        Child("web", server.command(settings.HOST, settings.PORT), vital=True),
        Child("worker", [*halle, "worker"]),
        Child("scheduler", [*halle, "scheduler"]),
    ]


def _welcome(accounts: list[dict[str, object]]) -> str:
    lines = ["", f"  {settings.HALLE_NAME}: {settings.HALLE_BASE_URL}/", ""]
    if accounts:
        lines += ["  Demonstration mode: the data are invented, do not use it for real.", ""]
        lines += [f"  {account['email']}  {account['organisation']}  ({_roles(account)})" for account in accounts]
        lines += ["", f"  Password of all of them: {accounts[0]['password']}", ""]
    return "\n".join([*lines, "  Ctrl-C ends everything.", ""])


def _roles(account: dict[str, object]) -> str:
    roles = account["roles"]
    return ", ".join(map(str, roles)) if isinstance(roles, list) else str(roles)

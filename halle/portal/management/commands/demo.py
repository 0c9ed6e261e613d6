"""`halle demo`: load the demonstration data once, or print the accounts that may sign in to it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Invented companies and people; refused outside demonstration mode."""

    help = "Load the demonstration data (nothing when it is there), or print its accounts as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Sizes are for tests, which need neither a large company nor a register."""
        parser.add_argument("--accounts", action="store_true", help="print the accounts as JSON and load nothing")
        parser.add_argument("--users", type=int, default=3000, help="users of the large company")
        parser.add_argument("--establishments", type=int, default=400, help="establishments of the large company")

        parser.add_argument(
            "--companies", type=int, default=200_000, help="companies of the invented State register; 0 for none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Imports come late: most runs find the data there and must be quick."""
        if not settings.DEMO:
            raise CommandError("Demonstration data are refused outside demonstration mode (HALLE_DEMO=1).")
        if options["accounts"]:
            from halle.portal.demo.cast import accounts

            self.stdout.write(json.dumps(accounts(), ensure_ascii=False, indent=2))
            return
        from halle.portal.demo.loading import is_loaded, load

        self._build_register(options)
        if is_loaded():
            self._say("The demonstration data are already there: nothing was changed.", options)
            return
        self._say("Loading the demonstration data…", options)
        load(users=options["users"], establishments=options["establishments"])

    def _build_register(self, options: dict[str, Any]) -> None:
        from halle.portal.demo.register import build_register, is_built

        if options["companies"] and not is_built():
            self._say("Building an invented State register…", options)
            build_register(options["companies"])

    def _say(self, text: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(text)

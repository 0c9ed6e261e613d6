"""`halle mail status` and `halle mail retry`: the outbox seen by an operator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from halle.mail import outbox, selectors


class Command(BaseCommand):
    """Says what waits and what failed, and tries again what failed."""

    help = "The outbox: halle mail status | halle mail retry"

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("status", help="How many messages are in each state, and why some failed.")
        acts.add_parser("retry", help="Try again the messages that were given up.")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        if act == "retry":
            self.stdout.write(f"{outbox.retry_failed()} messages will be tried again; {outbox.sweep()}.")
            return
        for state, number in selectors.counts().items():
            self.stdout.write(f"{state}: {number}")
        for message in selectors.failed()[:50]:
            self.stdout.write(f"{message.created_at:%Y-%m-%d %H:%M} {message.pk} {message.name}: {message.last_error}")

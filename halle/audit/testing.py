"""For tests only: a journal that may be emptied between two tests, or tampered with on purpose."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands.flush import Command
from django.db import connection

from halle.audit import triggers


@contextmanager
def writable_journal() -> Iterator[None]:
    """Take the triggers away while the block runs."""
    triggers.remove(connection)
    try:
        yield
    finally:
        triggers.install(connection)


def flush_journal_too(patch: Callable[[Any, str, Any], None]) -> None:
    """Let `flush`, with which transactional tests end, empty the journal."""
    flush = Command.handle

    def handle(self: Command, **options: Any) -> str | None:
        with writable_journal():
            return flush(self, **options)

    patch(Command, "handle", handle)

"""The database refuses to empty the journal (halle.audit.triggers); the end of a transactional test must."""

from collections.abc import Callable
from typing import Any

from django.core.management.commands.flush import Command

from halle.audit.testing import writable_journal

_flush = Command.handle


def flush_with_journal(self: Command, **options: Any) -> str | None:
    """`flush` with the journal's triggers taken away meanwhile."""
    with writable_journal():
        return _flush(self, **options)


def let_tests_empty_it(patch: Callable[[Any, str, Any], None]) -> None:
    """Turn it on for the whole run."""
    patch(Command, "handle", flush_with_journal)

"""For tests only: a journal that may be emptied, as transactional tests end by doing (tests/harness/journal.py)."""

from collections.abc import Iterator
from contextlib import contextmanager

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

"""A query whose order nobody asked for has no order: ours fail, other people's are shuffled.

Only queries that return more than one row count. Exceptions, because order means nothing there: `exists()`, `count()`
and aggregates (they never come here), and the functions of Django named in NEUTRAL. Queries started by a test or by
another package are shuffled instead of refused, so that no test leans on the order in which a database happens to
answer.
"""

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.db.models import QuerySet
from django.db.models.query import RawQuerySet

ROOT = Path(__file__).resolve().parents[2]
HARNESS = str(Path(__file__).resolve().parent)
# Functions of Django itself for which the order of rows is without meaning.
NEUTRAL = {"get", "in_bulk", "delete", "collect", "_raw_delete", "get_or_create", "update_or_create", "bulk_update"}
NEUTRAL |= {"applied_migrations"}

_fetch_all = QuerySet._fetch_all
_iterator = QuerySet._iterator


def caller() -> tuple[FrameType | None, bool]:
    """The nearest frame that is not Django's, and whether Django was doing something for which order is neutral."""
    frame: FrameType | None = sys._getframe(2)
    neutral = False
    while frame is not None:
        name = frame.f_code.co_filename
        if "/django/" not in name and not name.startswith(HARNESS):
            return frame, neutral
        neutral = neutral or (frame.f_code.co_name in NEUTRAL and "/django/db/" in name)
        frame = frame.f_back
    return None, neutral


def is_ours(frame: FrameType | None) -> bool:
    """Whether the frame is in the site's own code, its tests and migrations left out."""
    if frame is None:
        return False
    name = frame.f_code.co_filename
    return name.startswith(str(ROOT / "halle")) and "/tests/" not in name and "/migrations/" not in name


def judge(queryset: Any, rows: list[Any]) -> list[Any]:
    """The same rows, shuffled; or a failure when our own code asked for them without an order."""
    frame, neutral = caller()
    if neutral:
        return rows
    if frame is not None and is_ours(frame):
        place = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        pytest.fail(f"Unordered query of {queryset.model.__name__} ({len(rows)} rows) at {place}: add order_by().")
    return random.sample(rows, len(rows))


def checked_fetch_all(self: Any) -> None:
    """QuerySet._fetch_all with the check."""
    fresh = self._result_cache is None
    _fetch_all(self)
    if fresh and not self.ordered and len(self._result_cache) > 1 and not isinstance(self, RawQuerySet):
        self._result_cache = judge(self, list(self._result_cache))


def checked_iterator(self: Any, *arguments: Any, **options: Any) -> Iterator[Any]:
    """QuerySet.iterator() with the check."""
    rows = _iterator(self, *arguments, **options)
    if self.ordered:
        return rows
    found = list(rows)
    return iter(judge(self, found) if len(found) > 1 else found)


def refuse_unordered(patch: Callable[[Any, str, Any], None]) -> None:
    """Turn the trap on."""
    patch(QuerySet, "_fetch_all", checked_fetch_all)
    patch(QuerySet, "_iterator", checked_iterator)

"""Threads that say "still here" while the main thread works."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connections

logger = logging.getLogger(__name__)


class Heartbeat:
    """Calls `beat` every `seconds` in a thread of its own, as long as the `with` block runs.

    `beat` answers whether to go on; at its first False, `on_lost` is called once and the thread ends. A database that
    does not answer is tried again at the next beat.
    """

    def __init__(self, beat: Callable[[], bool], *, seconds: float, on_lost: Callable[[], None]) -> None:
        self._beat, self._seconds, self._on_lost = beat, seconds, on_lost
        self._stop = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stop.wait(self._seconds):
                if not self._alive():
                    self._on_lost()
                    return
        finally:
            connections.close_all()

    def _alive(self) -> bool:
        try:
            return self._beat()
        except DatabaseError:
            logger.warning("The heartbeat could not be written, trying again.", exc_info=True)
            return True

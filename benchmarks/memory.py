"""Memory of this process and of all that it started, shared pages counted once (PSS, Linux)."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

EVERY = 0.5


class Memory:
    """`peak` in bytes, of pages that belong to the processes (files that they map are the system's cache)."""

    def __init__(self) -> None:
        self.peak = 0

    def look(self) -> None:
        """Count now."""
        self.peak = max(self.peak, sum(_bytes_of(number) for number in _family()))


@contextmanager
def memory_of_all() -> Iterator[Memory]:
    """Watch while the block runs."""
    memory, over = Memory(), threading.Event()

    def watch() -> None:
        while not over.wait(EVERY):
            memory.look()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        over.set()
        thread.join()


def _family() -> set[int]:
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    family = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _bytes_of(number: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss_Anon:"):
                return int(line.split()[1]) * 1024
    return 0

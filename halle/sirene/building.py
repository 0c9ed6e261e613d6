"""Making the register from INSEE's stock: two passes side by side, two halves of the name index, checks, one swap."""

import errno
import multiprocessing
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from halle.core.clock import now
from halle.sirene import checks, naming, writing
from halle.sirene.errors import Refused, StockError
from halle.sirene.facts import Facts, is_readable, read_facts, write_facts
from halle.sirene.folders import Folders
from halle.sirene.links import write_links
from halle.sirene.ranking import SHARDS
from halle.sirene.reading import rows_told
from halle.sirene.recent import create_recent

Answer = TypeVar("Answer")
# Bytes of register and scratch for one byte of zip or Parquet, with a margin.
ROOM = 2.5
LOOK_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of one stock."""

    units: Path
    places: Path
    duplicates: Path | None = None
    successions: Path | None = None
    history: Path | None = None


class Progress(Protocol):
    """Who is told how far the build has come."""

    def phase(self, name: str, total: int | None) -> None:
        """A new phase of so many rows begins."""

    def at(self, done: int) -> None:
        """So many rows of the phase are done."""


class Silent:
    """Tells nobody: for jobs."""

    def phase(self, name: str, total: int | None) -> None:
        """Nothing."""

    def at(self, done: int) -> None:
        """Nothing."""


def build(root: Path, sources: Sources, *, progress: Progress | None = None, accept_smaller: bool = False) -> Facts:
    """Build a register from the stock and let it serve; the old one serves until the last moment.

    Raises StockError with one sentence; then nothing has changed.
    """
    folders, progress = Folders(root), progress or Silent()
    with folders.locked(), _plain_disk_errors():
        _check_room(root, sources)
        folder = folders.begin(now())
        try:
            facts, wrong_keys = _fill(folder, sources, progress, folders.current())
            checks.check(folder, facts, wrong_keys=wrong_keys, previous=None if accept_smaller else folders.current())
            # Who compared with the old register while this one was being made has not seen it.
            facts.built_at = now().isoformat()
            write_facts(folder, facts)
            folders.publish(folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return facts


def _fill(folder: Path, sources: Sources, progress: Progress, previous: Path | None) -> tuple[Facts, int]:
    facts = Facts(built_at=now().isoformat(timespec="seconds"))
    with _Pool(progress) as pool:
        pool.phase("rows", _rows_expected(sources, previous))
        units, places = pool.both(
            [
                partial(writing.write, "unit", sources.units, folder),
                partial(writing.write, "place", sources.places, folder),
            ]
        )
        facts.units, facts.places = units.rows, places.rows
        facts.processed = {"unit": units.processed, "place": places.processed}
        pool.phase("names", units.rows)
        facts.named = sum(pool.both([partial(naming.index, folder, shard) for shard in range(SHARDS)]))
    for spool in folder.glob("*.arrow"):
        spool.unlink()
    facts.duplicates, facts.successions = write_links(folder, sources.duplicates, sources.successions, sources.history)
    create_recent(folder)
    write_facts(folder, facts)
    return facts, units.wrong_keys


def _rows_expected(sources: Sources, previous: Path | None) -> int | None:
    """What the files say, else what the last build counted."""
    told = [rows_told(sources.units), rows_told(sources.places)]
    if None not in told:
        return sum(rows for rows in told if rows)
    if previous is None or not is_readable(previous):
        return None
    before = read_facts(previous)
    return before.units + before.places


class _Pool:
    """Two processes that tell how many rows they have done."""

    def __init__(self, progress: Progress) -> None:
        self._context = multiprocessing.get_context("spawn")
        # One number a worker and no lock: a process that is killed while it holds one would leave the others waiting.
        self._done = self._context.RawArray("q", 2)
        self._progress = progress
        self._executor = ProcessPoolExecutor(2, self._context, initializer=_begin, initargs=(self._done,))

    def __enter__(self) -> "_Pool":
        return self

    def __exit__(self, *error: object) -> None:
        if error[0] is not None:
            for process in self._executor._processes.values():  # noqa: SLF001 - 3.11 has no public way to stop them
                process.kill()
        self._executor.shutdown(cancel_futures=True)

    def phase(self, name: str, total: int | None) -> None:
        self._done[:] = [0, 0]
        self._progress.phase(name, total)

    def both(self, works: Sequence[Callable[[writing.Count], Answer]]) -> list[Answer]:
        futures = [self._executor.submit(_work, number, work) for number, work in enumerate(works)]
        while not all(future.done() for future in futures):
            _raise_if_failed(futures)
            self._progress.at(sum(self._done))
            time.sleep(LOOK_EVERY)
        self._progress.at(sum(self._done))
        return [future.result() for future in futures]


def _raise_if_failed(futures: Sequence[Future[Any]]) -> None:
    for future in futures:
        if future.done():
            future.result()


_done: Any = None


def _begin(done: Any) -> None:
    global _done  # noqa: PLW0603 - how a pool hands its workers what cannot be pickled
    _done = done


def _work(number: int, work: Callable[[writing.Count], Answer]) -> Answer:
    def count(rows: int) -> None:
        _done[number] += rows

    return work(count)


def _check_room(root: Path, sources: Sources) -> None:
    needed = int(ROOM * sum(path.stat().st_size for path in (sources.units, sources.places) if path.exists()))
    free = shutil.disk_usage(root).free
    if free < needed:
        raise Refused(f"The disk is too full: the build needs about {needed >> 20} MB, {free >> 20} MB are free.")


@contextmanager
def _plain_disk_errors() -> Iterator[None]:
    try:
        yield
    except StockError:
        raise
    except (OSError, sqlite3.Error) as error:
        full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        if full or "disk is full" in str(error) or "disk I/O" in str(error):
            raise StockError(f"The disk is full, the old register goes on serving ({error}).") from error
        raise

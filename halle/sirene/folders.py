"""Where the register lies: one folder a build, and a link that says which one serves.

sirene/current -> builds/20261101T031500/
sirene/builds/20261101T031500/{units,places,names-0,names-1,recent}.sqlite
sirene/builds/20261201T030212.partial/     being built, or left by a build that was killed
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from halle.sirene.errors import Busy

PARTIAL = ".partial"


class Folders:
    """The folders under one root."""

    def __init__(self, root: Path) -> None:
        self.root, self.builds, self.link = root, root / "builds", root / "current"
        self._link = str(self.link)

    def target(self) -> str:
        """What the link says, nothing without one; a build never takes the name of another."""
        try:
            return os.readlink(self._link)
        except OSError:
            return ""

    def current(self) -> Path | None:
        """The register that serves, if there is one."""
        target = self.target()
        folder = self.root / target
        return folder if target and folder.is_dir() else None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One build or update at a time; the lock dies with its process. Raises Busy."""
        self.builds.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Busy("Another build or update of the register is running.") from error
            yield

    def begin(self, at: datetime) -> Path:
        """A new folder to build in, after sweeping what dead builds left; under the lock only."""
        self.sweep()
        folder = self.builds / f"{at:%Y%m%dT%H%M%S}{PARTIAL}"
        folder.mkdir()
        return folder

    def publish(self, folder: Path) -> Path:
        """Make a finished folder the one that serves, in one step; readers that hold the old one go on with it."""
        _to_disk(folder)
        done = folder.with_suffix("")
        folder.rename(done)
        pointer = self.root / "next"
        pointer.unlink(missing_ok=True)
        pointer.symlink_to(done.relative_to(self.root))
        pointer.replace(self.link)
        _flush(self.root)
        self.sweep()
        return done

    def sweep(self) -> None:
        """Remove every build but the one that serves; under the lock only."""
        kept = self.current()
        for folder in self.builds.iterdir():
            if kept is None or folder.name != kept.name:
                shutil.rmtree(folder, ignore_errors=True)


def _to_disk(folder: Path) -> None:
    """The link may only point at bytes that a power cut cannot take back."""
    for path in folder.iterdir():
        _flush(path)
    _flush(folder)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Several processes that live and end together: web, worker and scheduler under one Ctrl-C."""

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

logger = logging.getLogger(__name__)
LOOK_EVERY = 0.2
GRACE = 15.0
STEADY = 60.0
LONGEST_DELAY = 30.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process to keep alive; with `vital`, its end is the end of all."""

    name: str
    command: list[str]
    vital: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    delay: float = 1.0


class Supervisor:
    """Starts the children, restarts those that die (with growing delays), ends all of them together."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False

    def stop(self) -> None:
        """End everything; may be called from a signal handler."""
        self.stopping = True

    def start(self) -> None:
        """Start the vital children; `run` starts the others, so that they take nothing from those people wait for."""
        for child in self.children:
            if child.vital:
                _start(child)

    def run(self) -> int:
        """Watch until `stop()` or until a vital child ends; the exit status for the whole."""
        status = 0
        try:
            while not self.stopping:
                ended = self._look()
                if ended is not None:
                    status = ended
                    break
                time.sleep(LOOK_EVERY)
        finally:
            self.end_all()
        return status

    def _look(self) -> int | None:
        """Start again what died; the exit status of a vital child that ended."""
        for child in self.children:
            if child.process is None:
                if time.monotonic() >= child.start_again_at:
                    _start(child)
                continue
            code = child.process.poll()
            if code is None:
                continue
            if child.vital:
                logger.error("%s ended with status %s: everything stops.", child.name, code)
                return code if code > 0 else 1
            _plan_restart(child, code)
        return None

    def end_all(self) -> None:
        """Ask every child to end, wait a moment, then end whatever is left of their process groups."""
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
        for process in running:
            _kill_group(process)
            process.wait()


def _start(child: Child) -> None:
    # A session of its own: Ctrl-C reaches only the supervisor, and what a child leaves behind can be found and ended.
    child.process = subprocess.Popen(  # noqa: S603 - our own commands
        child.command,
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no thread runs here
    )
    child.started_at = time.monotonic()


def _plan_restart(child: Child, code: int) -> None:
    steady = time.monotonic() - child.started_at > STEADY
    child.delay = 1.0 if steady else min(2 * child.delay, LONGEST_DELAY)
    child.start_again_at = time.monotonic() + child.delay
    if child.process:
        _kill_group(child.process)
    child.process = None
    logger.warning("%s ended with status %s; starting it again in %.0f s.", child.name, code, child.delay)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _end_with_parent() -> None:
    """Linux: the child gets SIGTERM when the supervisor dies, even by kill -9."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

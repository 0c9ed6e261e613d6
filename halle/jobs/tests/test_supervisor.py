"""Processes that live and end together: none is left behind, however the end comes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

DRIVER = """
import json, signal, sys
from halle.jobs.processes import stop_on_signal
from halle.jobs.supervisor import Child, Supervisor
children = [Child(name, ["sh", "-c", script], vital, delay=0.1) for name, script, vital in json.loads(sys.argv[1])]
supervisor = Supervisor(children)
stop_on_signal(supervisor.stop, signal.SIGTERM, signal.SIGINT)
supervisor.start()
sys.exit(supervisor.run())
"""


class House:
    """A supervisor in a process of its own; its children write their numbers in a journal."""

    def __init__(self, journal: Path) -> None:
        self.journal = journal
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *children: tuple[str, str, bool]) -> None:
        """Start these children and wait until each has written."""
        scripts = [(name, script.format(journal=self.journal), vital) for name, script, vital in children]
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", DRIVER, json.dumps(scripts)],
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )
        eventually(lambda: len(self.pids()) >= len(children))

    def pids(self) -> list[int]:
        """Every process that ever wrote, in order."""
        return [int(line) for line in self.journal.read_text().split()] if self.journal.exists() else []

    def send(self, number: signal.Signals) -> int:
        """Signal the supervisor; its exit status."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(20)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A supervisor that ends with the test."""
    house = House(tmp_path / "journal")
    yield house
    if house.process and house.process.poll() is None:
        house.send(signal.SIGTERM)


LONG = "echo $$ >> {journal}; exec sleep 60"
STUBBORN = "trap '' TERM; sleep 60 & echo $! >> {journal}; wait"
WHEN_BOTH_WROTE = "while [ $(cat {journal} 2>/dev/null | wc -l) -lt 2 ]; do sleep 0.05; done;"
WITH_A_CHILD = "sleep 60 & echo $! >> {journal}; wait"


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def eventually(condition) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def all_gone(pids: list[int]) -> bool:
    return bool(pids) and not any(is_alive(pid) for pid in pids)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_end_of_the_supervisor_is_the_end_of_all(house, number):
    house.start(("web", LONG, True), ("worker", LONG, False), ("scheduler", WITH_A_CHILD, False))
    assert house.send(number) == 0
    eventually(lambda: all_gone(house.pids()))


def test_a_worker_that_dies_is_started_again(house):
    house.start(("web", LONG, True), ("worker", LONG, False))
    worker = house.pids()[1]
    os.kill(worker, signal.SIGKILL)
    eventually(lambda: len(house.pids()) == 3)
    assert is_alive(house.pids()[0])
    assert house.send(signal.SIGTERM) == 0
    eventually(lambda: all_gone(house.pids()))


def test_the_end_of_the_web_server_is_the_end_of_all_with_its_status(house):
    house.start(("worker", LONG, False), ("web", f"echo $$ >> {{journal}}; {WHEN_BOTH_WROTE} exit 3", True))
    assert house.process.wait(20) == 3
    eventually(lambda: all_gone(house.pids()))


def test_what_a_killed_web_server_left_behind_is_ended_too(house):
    house.start(("worker", LONG, False), ("web", f"sh -c '{LONG}' & {WHEN_BOTH_WROTE} kill -9 $$", True))
    assert house.process.wait(20) == 1
    eventually(lambda: all_gone(house.pids()))


def test_children_end_even_when_the_supervisor_is_killed(house):
    house.start(("web", LONG, True), ("worker", LONG, False))
    house.send(signal.SIGKILL)
    eventually(lambda: all_gone(house.pids()))


def test_a_child_that_will_not_end_is_ended(house, monkeypatch):
    monkeypatch.setattr(
        f"{__name__}.DRIVER",
        DRIVER.replace("supervisor =", "import halle.jobs.supervisor as s; s.GRACE = 0.5\nsupervisor ="),
    )
    house.start(("web", STUBBORN, True))
    assert house.send(signal.SIGTERM) == 0
    eventually(lambda: all_gone(house.pids()))

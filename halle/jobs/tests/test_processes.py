"""Real workers and schedulers on a real database of their own: killed, frozen, many at a time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from halle.jobs.worker import EXIT_LEASE_LOST

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
LEASE = 3


@pytest.fixture
def environment(database_url: str) -> dict[str, str]:
    """What the processes of this test see."""
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings_test", "DATABASE_URL": database_url}
    environment = {**os.environ, **ours, "HALLE_TASK_LEASE": str(LEASE), "PYTHONPATH": str(settings.BASE_DIR)}
    subprocess.run([*MANAGE, "migrate", "jobs", "--verbosity=0"], env=environment, check=True)  # noqa: S603
    return environment


@pytest.fixture
def start_worker(environment: dict[str, str]) -> Iterator[object]:
    """Start a worker; none outlives the test."""
    workers: list[subprocess.Popen[bytes]] = []

    def start(*flags: str) -> subprocess.Popen[bytes]:
        workers.append(subprocess.Popen([*MANAGE, "worker", "--poll=0.1", *flags], env=environment))  # noqa: S603
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()


def enqueue(environment: dict[str, str], code: str) -> None:
    setup = "import django; django.setup(); from halle.jobs.tests import sample; "
    subprocess.run([sys.executable, "-c", setup + code], env=environment, check=True)  # noqa: S603


def counts(environment: dict[str, str]) -> str:
    return subprocess.run(  # noqa: S603
        [*MANAGE, "tasks"], env=environment, check=True, capture_output=True, text=True
    ).stdout


def wait_for(journal: Path, line: str) -> None:
    deadline = time.monotonic() + 30
    while not journal.exists() or line not in journal.read_text().splitlines():
        assert time.monotonic() < deadline, f"“{line}” did not come"
        time.sleep(0.05)


def test_the_task_of_a_worker_killed_in_the_middle_runs_again_to_its_end(tmp_path, environment, start_worker):
    journal, gate = tmp_path / "journal", tmp_path / "gate"
    enqueue(environment, f"sample.write_slowly.enqueue({str(journal)!r}, {str(gate)!r})")
    first = start_worker()
    wait_for(journal, f"begin {first.pid}")
    first.send_signal(signal.SIGKILL)
    first.wait()
    gate.touch()
    second = start_worker()
    wait_for(journal, f"end {second.pid}")
    second.terminate()
    assert second.wait(10) == 0
    assert journal.read_text().split("\n") == [f"begin {first.pid}", f"begin {second.pid}", f"end {second.pid}", ""]
    assert counts(environment).split() == ["READY:", "0", "RUNNING:", "0", "FAILED:", "0", "SUCCESSFUL:", "1"]


def test_a_frozen_worker_that_wakes_too_late_ends_without_a_word(tmp_path, environment, start_worker):
    journal, gate = tmp_path / "journal", tmp_path / "gate"
    enqueue(environment, f"sample.write_slowly.enqueue({str(journal)!r}, {str(gate)!r})")
    frozen = start_worker()
    wait_for(journal, f"begin {frozen.pid}")
    frozen.send_signal(signal.SIGSTOP)
    second = start_worker()
    wait_for(journal, f"begin {second.pid}")
    frozen.send_signal(signal.SIGCONT)
    assert frozen.wait(10) == EXIT_LEASE_LOST
    gate.touch()
    wait_for(journal, f"end {second.pid}")
    second.terminate()
    assert second.wait(10) == 0
    assert f"end {frozen.pid}" not in journal.read_text()
    assert "SUCCESSFUL: 1" in counts(environment)


def test_a_long_task_is_kept_by_its_heartbeat(tmp_path, environment, start_worker):
    journal, gate = tmp_path / "journal", tmp_path / "gate"
    enqueue(environment, f"sample.write_slowly.enqueue({str(journal)!r}, {str(gate)!r})")
    first = start_worker()
    wait_for(journal, f"begin {first.pid}")
    second = start_worker()
    time.sleep(2 * LEASE)
    gate.touch()
    wait_for(journal, f"end {first.pid}")
    assert f"begin {second.pid}" not in journal.read_text()


def test_two_workers_share_the_queue_and_run_each_task_once(tmp_path, environment, start_worker):
    journal = tmp_path / "journal"
    enqueue(environment, f"[sample.write_once.enqueue({str(journal)!r}, number) for number in range(40)]")
    workers = [start_worker("--batch"), start_worker("--batch")]
    assert [worker.wait(30) for worker in workers] == [0, 0]
    numbers = sorted(int(line.split()[0]) for line in journal.read_text().splitlines())
    assert numbers == list(range(40))


def test_sigterm_lets_the_task_in_hand_end(tmp_path, environment, start_worker):
    journal, gate = tmp_path / "journal", tmp_path / "gate"
    enqueue(environment, f"sample.write_slowly.enqueue({str(journal)!r}, {str(gate)!r})")
    worker = start_worker()
    wait_for(journal, f"begin {worker.pid}")
    worker.terminate()
    time.sleep(0.3)
    assert worker.poll() is None
    gate.touch()
    assert worker.wait(10) == 0
    assert "SUCCESSFUL: 1" in counts(environment)


SCHEDULER = """
import sys, time; from pathlib import Path
import django; django.setup()
from django.conf import settings
from halle.core.clock import now
from halle.jobs.scheduler import hand_over
settings.NIGHTLY_JOBS, settings.PERIODIC_JOBS = [], [(f"job.number.{number}", 3600) for number in range(30)]
gate = Path(sys.argv[1])
while not gate.exists():
    time.sleep(0.001)
print(len(hand_over(now())))
"""


def test_schedulers_that_look_at_the_same_moment_hand_each_job_over_once(tmp_path, environment):
    gate = tmp_path / "gate"
    command = [sys.executable, "-c", SCHEDULER, str(gate)]
    together = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)]  # noqa: S603
    time.sleep(2)
    gate.touch()
    handed_over = [int(each.communicate(timeout=30)[0]) for each in together]
    assert sum(handed_over) == 30
    assert "READY: 30" in counts(environment)

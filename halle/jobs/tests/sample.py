"""Tasks and jobs that the tests of this app run."""

import os
import time
from pathlib import Path

from django_tasks import TaskContext, task


@task()
def greet(name: str) -> str:
    """The plainest task."""
    return f"Bonjour {name}"


@task()
def break_down() -> None:
    """A task that always fails."""
    raise ValueError("panne")


@task()
def answer_with_an_object() -> object:
    """A task whose result is not JSON."""
    return object()


@task(takes_context=True)
def count_attempts(context: TaskContext) -> int:
    """How many times the task has begun."""
    return context.attempt


@task()
def write_slowly(journal: str, gate: str) -> str:
    """Write a line, wait for the gate to open, write another."""
    _write(journal, "begin")
    while not Path(gate).exists():
        time.sleep(0.05)
    _write(journal, "end")
    return "written"


@task()
def write_once(journal: str, number: int) -> None:
    """Write the number."""
    _write(journal, str(number))


def _write(journal: str, text: str) -> None:
    with Path(journal).open("a") as file:
        file.write(f"{text} {os.getpid()}\n")


def good_job() -> str:
    """A nightly job that works."""
    return "3 things done"


def bad_job() -> str:
    """A nightly job that fails."""
    raise RuntimeError("no disk")

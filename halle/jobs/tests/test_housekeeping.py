"""The tables of the queue and of sessions do not grow for ever; an operator can see and repair."""

from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from halle.core.clock import now
from halle.jobs import housekeeping
from halle.jobs.models import Process
from halle.jobs.tests import sample
from halle.jobs.worker import Worker

pytestmark = pytest.mark.django_db


def ended(task: Task[Any, Any], *, days_ago: int) -> str:
    """The identifier of that task, run to its end so many days ago."""
    pk: str = task.enqueue(*(["Nicolas"] if task is sample.greet else [])).id
    Worker("worker").step()
    DBTaskResult.objects.filter(pk=pk).update(finished_at=now() - timedelta(days=days_ago))
    return pk


def test_expired_sessions_are_forgotten_and_others_kept():
    Session.objects.create(session_key="old", expire_date=now() - timedelta(seconds=1))
    Session.objects.create(session_key="new", expire_date=now() + timedelta(hours=1))
    assert housekeeping.clear_sessions() == "1 expired sessions deleted"
    assert Session.objects.get().session_key == "new"


def test_done_tasks_go_after_three_days_and_failed_ones_after_ninety():
    ended(sample.greet, days_ago=4)
    ended(sample.break_down, days_ago=91)
    kept = {ended(sample.greet, days_ago=2), ended(sample.break_down, days_ago=89)}
    assert housekeeping.prune_tasks() == "2 ended tasks deleted, 1 failed ones kept (halle tasks)"
    assert {str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)} == kept


def test_waiting_tasks_are_never_pruned():
    sample.greet.enqueue("Nicolas")
    DBTaskResult.objects.update(enqueued_at=now() - timedelta(days=400))
    housekeeping.prune_tasks()
    assert DBTaskResult.objects.count() == 1


def test_processes_that_fell_silent_are_forgotten():
    Process.objects.create(name="dead", kind="worker", seen_at=now() - timedelta(hours=1))
    Process.objects.create(name="alive", kind="worker", seen_at=now())
    housekeeping.forget_silent_processes()
    assert Process.objects.get().name == "alive"


def test_an_operator_sees_failed_tasks_and_runs_one_again():
    pk = ended(sample.break_down, days_ago=1)
    output = StringIO()
    call_command("tasks", stdout=output)
    assert "FAILED: 1" in output.getvalue()
    assert f"{pk}" in output.getvalue()
    assert "halle.jobs.tests.sample.break_down  ValueError: panne" in output.getvalue()
    call_command("tasks", again=DBTaskResult.objects.get().pk, stdout=output)
    assert DBTaskResult.objects.get().status == "READY"


def test_running_an_unknown_task_again_is_refused():
    with pytest.raises(CommandError, match="No failed task has this identifier"):
        call_command("tasks", again=uuid4())


def test_migrate_alone_makes_the_table_of_the_cache(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}
    }
    caches["default"].set("word", "mot")
    assert caches["default"].get("word") == "mot"

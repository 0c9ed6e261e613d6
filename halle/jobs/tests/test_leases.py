"""A task belongs to one worker at a time, for as long as that worker lives."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from halle.core.clock import now
from halle.jobs import leases, queue
from halle.jobs.models import Lease
from halle.jobs.tests import sample
from halle.jobs.worker import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> leases.Claim:
    """A task in the hands of the worker "first"."""
    sample.greet.enqueue("Nicolas")
    claim = leases.claim_next("first")
    assert claim
    return claim


def expire() -> None:
    Lease.objects.update(expires_at=now() - timedelta(seconds=1))


def the_task() -> "DBTaskResult[..., object]":
    return DBTaskResult.objects.get()


def test_a_worker_runs_the_task_and_keeps_its_result():
    sample.greet.enqueue("Nicolas")
    assert Worker("first").step()
    assert the_task().status == "SUCCESSFUL"
    assert the_task().return_value == "Bonjour Nicolas"
    assert not Lease.objects.exists()


def test_an_idle_worker_says_so():
    assert not Worker("first").step()


def test_a_failure_is_kept_with_its_reason():
    sample.break_down.enqueue()
    Worker("first").step()
    assert the_task().status == "FAILED"
    assert queue.reason(the_task()) == "ValueError: panne"


def test_a_result_that_is_not_json_is_a_failure_of_the_task():
    sample.answer_with_an_object.enqueue()
    Worker("first").step()
    assert the_task().status == "FAILED"
    assert "Unsupported type" in queue.reason(the_task())


def test_a_task_that_no_longer_exists_is_a_failure():
    sample.greet.enqueue("Nicolas")
    DBTaskResult.objects.update(task_path="halle.jobs.tests.sample.gone")
    Worker("first").step()
    assert the_task().status == "FAILED"


def test_a_task_in_hand_is_not_given_to_another(claim):
    assert leases.claim_next("second") is None
    assert leases.reap() == leases.Reaped()


def test_a_heartbeat_keeps_the_task(claim):
    expire()
    assert leases.extend(claim.token)
    assert leases.reap() == leases.Reaped()
    assert Lease.objects.get().expires_at > now()


def test_a_silent_workers_task_is_given_to_another(claim):
    expire()
    assert leases.reap() == leases.Reaped(requeued=1)
    second = leases.claim_next("second")
    assert second
    assert second.task.worker_ids == ["first", "second"]


def test_a_running_task_without_lease_is_taken_back(claim):
    Lease.objects.all().delete()
    assert leases.reap() == leases.Reaped(requeued=1)


def test_a_worker_that_lost_its_task_writes_nothing(claim):
    expire()
    leases.reap()
    second = leases.claim_next("second")
    assert second
    assert not leases.extend(claim.token)
    assert not leases.succeed(claim, "late")
    assert not leases.fail(claim, ValueError("late"))
    assert the_task().status == "RUNNING"
    assert leases.succeed(second, "in time")
    assert the_task().return_value == "in time"


def test_the_same_worker_taking_its_lost_task_again_has_a_new_right(claim):
    expire()
    leases.reap()
    again = leases.claim_next("first")
    assert again
    assert not leases.succeed(claim, "late")
    assert leases.succeed(again, "in time")


def test_a_task_that_kills_its_workers_is_given_up_and_visible(claim, settings):
    settings.TASK_ATTEMPTS = 2
    expire()
    assert leases.reap() == leases.Reaped(requeued=1)
    assert leases.claim_next("second")
    expire()
    assert leases.reap() == leases.Reaped(abandoned=1)
    assert the_task().status == "FAILED"
    assert "No worker lived to its end in 2 attempts." in queue.reason(the_task())
    assert list(queue.failed()) == [the_task()]
    assert leases.claim_next("third") is None


def test_a_given_up_task_can_be_run_again_with_all_its_attempts(claim, settings):
    settings.TASK_ATTEMPTS = 1
    expire()
    leases.reap()
    assert queue.run_again(claim.task.pk)
    Worker("second").step()
    assert the_task().status == "SUCCESSFUL"
    assert the_task().worker_ids == ["second"]


def test_only_a_failed_task_can_be_run_again(claim):
    assert not queue.run_again(claim.task.pk)


def test_a_task_learns_which_attempt_it_is():
    sample.count_attempts.enqueue()
    leases.claim_next("first")
    expire()
    leases.reap()
    Worker("second").step()
    assert the_task().return_value == 2

"""Recurring jobs: once a night, once a period, whoever looks at the clock and however often."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from halle.core.clock import now
from halle.jobs import schedule
from halle.jobs.models import Recurring
from halle.jobs.scheduler import hand_over
from halle.jobs.worker import Worker

GOOD, BAD = "halle.jobs.tests.sample.good_job", "halle.jobs.tests.sample.bad_job"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture(autouse=True)
def only_our_jobs(settings):
    settings.NIGHTLY_JOBS, settings.PERIODIC_JOBS, settings.NIGHTLY_AT = [GOOD], [], "02:00"


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        ("2026-01-15 00:59:59", "2026-01-14 01:00"),  # winter, one second before 02:00 in Paris
        ("2026-01-15 01:00:00", "2026-01-15 01:00"),
        ("2026-07-15 00:00:00", "2026-07-15 00:00"),  # summer
        ("2026-03-29 00:59:59", "2026-03-28 01:00"),  # the night when 02:00 does not exist
        ("2026-03-29 01:00:00", "2026-03-29 01:00"),
        ("2026-03-30 00:00:00", "2026-03-30 00:00"),
        ("2026-10-25 00:30:00", "2026-10-25 00:00"),  # the night when 02:00 comes twice
        ("2026-10-25 01:30:00", "2026-10-25 00:00"),
        ("2026-10-26 00:30:00", "2026-10-25 00:00"),
        ("2026-10-26 01:00:00", "2026-10-26 01:00"),
    ],
)
def test_there_is_exactly_one_night_a_day(moment, night):
    assert schedule.last_night(at(moment), "02:00", "Europe/Paris") == at(night)


@pytest.mark.django_db
def test_a_new_installation_waits_for_its_first_night():
    assert hand_over(at("2026-06-10 12:00")) == []
    assert hand_over(at("2026-06-10 23:59")) == []
    assert hand_over(at("2026-06-11 00:00")) == [GOOD]


@pytest.mark.django_db
def test_a_night_is_handed_over_once_even_by_two_schedulers():
    hand_over(at("2026-06-10 12:00"))
    assert hand_over(at("2026-06-11 00:00")) == [GOOD]
    assert hand_over(at("2026-06-11 00:00")) == []
    Worker("worker").step()
    assert hand_over(at("2026-06-11 00:01")) == []
    assert DBTaskResult.objects.get().return_value == "3 things done"


@pytest.mark.django_db
def test_nights_missed_while_nothing_ran_are_made_up_once_at_start():
    hand_over(at("2026-06-10 12:00"))
    assert hand_over(at("2026-06-14 09:00")) == [GOOD]
    Worker("worker").step()
    assert hand_over(at("2026-06-14 09:01")) == []


@pytest.mark.django_db
def test_a_periodic_job_runs_at_once_and_then_every_period(settings):
    settings.NIGHTLY_JOBS, settings.PERIODIC_JOBS = [], [(GOOD, 60)]
    start = now()
    assert hand_over(start) == [GOOD]
    Worker("worker").step()
    assert hand_over(start + timedelta(seconds=59)) == []
    assert hand_over(start + timedelta(seconds=60)) == [GOOD]


@pytest.mark.django_db
def test_runs_do_not_pile_up_while_no_worker_lives(settings):
    settings.NIGHTLY_JOBS, settings.PERIODIC_JOBS = [], [(GOOD, 60)]
    hand_over(now())
    assert hand_over(now() + timedelta(hours=1)) == []
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_a_quiet_look_at_the_clock_writes_nothing(django_assert_num_queries):
    hand_over(at("2026-06-10 12:00"))
    with django_assert_num_queries(1):
        hand_over(at("2026-06-10 12:01"))


@pytest.mark.django_db
def test_nightly_runs_every_job_even_when_one_fails(settings):
    settings.NIGHTLY_JOBS = [BAD, GOOD]
    output = StringIO()
    with pytest.raises(CommandError, match="1 of 2 nightly jobs failed"):
        call_command("nightly", stdout=output)
    first, second = output.getvalue().splitlines()
    assert first.startswith(f"FAILED {BAD}")
    assert first.endswith("RuntimeError: no disk")
    assert second.startswith(f"ok     {GOOD}")
    assert second.endswith("3 things done")


@pytest.mark.django_db
def test_a_night_run_by_hand_is_not_run_again_by_the_scheduler():
    Recurring.objects.create(path=GOOD, last_run_at=now() - timedelta(days=3))
    call_command("nightly", stdout=StringIO())
    assert hand_over(now()) == []


@pytest.mark.django_db
def test_a_task_may_run_only_jobs_that_the_settings_name():
    from halle.jobs.tasks import run_recurring

    run_recurring.enqueue("shutil.rmtree")
    Worker("worker").step()
    assert DBTaskResult.objects.get().status == "FAILED"

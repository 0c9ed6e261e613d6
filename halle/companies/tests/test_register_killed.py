"""A night killed at any moment, and two administrators at once: nothing is lost, nothing is done twice."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings

from halle.companies.tests.nights import COMPANIES
from halle.companies.tests.test_role_races import play

pytestmark = pytest.mark.slow
POINTS = (1, 8, 15, 24, 33, 50, 75, 110, 160, 240)


def run(database_url: str, *command: str) -> subprocess.CompletedProcess[str]:
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings_test", "DATABASE_URL": database_url}
    environment = {**os.environ, **ours, "PYTHONPATH": str(settings.BASE_DIR)}
    line = [sys.executable, *command]
    return subprocess.run(line, check=False, env=environment, capture_output=True, text=True)  # noqa: S603 - ours


def test_a_night_killed_at_ten_points_ends_as_one_that_was_not(database_url: str) -> None:
    night = ("-m", "halle.companies.tests.nights")
    for step in ((str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity=0"), (*night, "seed")):
        done = run(database_url, *step)
        assert done.returncode == 0, done.stderr
    for point in POINTS:
        assert run(database_url, *night, "run", str(point)).returncode == -signal.SIGKILL
    last = run(database_url, *night, "run", "0")
    assert last.returncode == 0, last.stderr
    told = json.loads(run(database_url, *night, "tell").stdout)
    assert told == {
        "renamed": COMPANIES,
        "noted": COMPANIES,
        "places": COMPANIES,
        "journal": COMPANIES,
        "told": COMPANIES - 1,
        "answered": 1,
        "requests": ["done"],
    }


def test_of_two_administrators_who_apply_at_once_one_is_shown_what_is_left(database_url: str) -> None:
    left = play("update", database_url)
    assert left == {"results": ["done", "refused"], "administrators": 2, "head_offices": 1}

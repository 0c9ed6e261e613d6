"""Two people at the same moment: one decision stands, one request is made; on both databases."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow


def play(scenario: str, database_url: str) -> dict[str, Any]:
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings_test", "DATABASE_URL": database_url}
    environment = {**os.environ, **ours, "PYTHONPATH": str(settings.BASE_DIR)}

    def run(*command: str) -> str:
        line = [sys.executable, *command]
        done = subprocess.run(line, check=False, env=environment, capture_output=True, text=True)  # noqa: S603
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity=0")
    found: dict[str, Any] = json.loads(run("-m", "halle.enrolment.tests.join_races", scenario))
    return found


@pytest.mark.parametrize("scenario", ["accept", "refuse", "withdraw"])
def test_of_two_decisions_at_once_one_stands(scenario: str, database_url: str) -> None:
    left = play(scenario, database_url)
    assert left["results"] == ["done", "refused"]
    assert left["agree"]


def test_asking_twice_at_once_makes_one_request(database_url: str) -> None:
    assert play("ask", database_url) == {"results": ["done", "done"], "agree": True, "seats": 0}

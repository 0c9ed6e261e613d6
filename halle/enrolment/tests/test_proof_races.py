"""Two requests at the same moment: tries are all counted, one decision stands, one code is mailed; both databases."""

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
    found: dict[str, Any] = json.loads(run("-m", "halle.enrolment.tests.proof_races", scenario))
    return found


def test_of_two_decisions_at_once_one_stands(database_url: str) -> None:
    left = play("decisions", database_url)
    assert left["results"] == ["done", "refused"]
    assert left["agree"]


def test_eight_tries_at_once_count_as_five(database_url: str) -> None:
    left = play("codes", database_url)
    assert left["results"] == ["done"] * 8
    assert (left["attempts"], left["state"]) == (5, "abandoned")


def test_of_two_codes_asked_for_at_once_one_is_mailed(database_url: str) -> None:
    assert play("mail", database_url)["results"] == ["done", "refused"]

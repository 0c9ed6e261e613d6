"""Two requests at the same moment: a company keeps an administrator and one head office, on both databases."""

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
    found: dict[str, Any] = json.loads(run("-m", "halle.companies.tests.races", scenario))
    return found


@pytest.mark.parametrize("scenario", ["demote", "disable", "remove", "leave"])
def test_of_two_administrators_who_act_at_once_one_stays(scenario: str, database_url: str) -> None:
    left = play(scenario, database_url)
    assert left == {"results": ["done", "refused"], "administrators": 1, "head_offices": 1}


def test_of_two_head_offices_chosen_at_once_one_is(database_url: str) -> None:
    left = play("head office", database_url)
    assert left == {"results": ["done", "done"], "administrators": 2, "head_offices": 1}

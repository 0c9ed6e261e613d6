"""Two people sign the same company up at the same moment: one administers it, the other asks to join."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow


def test_of_two_sign_ups_at_once_the_second_asks_to_join(database_url: str) -> None:
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings_test", "DATABASE_URL": database_url}
    environment = {**os.environ, **ours, "PYTHONPATH": str(settings.BASE_DIR)}

    def run(*command: str) -> str:
        line = [sys.executable, *command]
        done = subprocess.run(line, check=False, env=environment, capture_output=True, text=True)  # noqa: S603
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity=0")
    left = json.loads(run("-m", "halle.enrolment.tests.signup_races"))
    assert left == {"results": ["done", "done"], "companies": 1, "administrators": 1, "requests": 1}

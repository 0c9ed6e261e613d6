"""`halle start` as an operator uses it: a real server, a real worker and scheduler on a real database file."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from halle.jobs import preparation, server


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path, port: int) -> dict[str, str]:
    """A production site on SQLite, behind a proxy."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("HALLE_", "DJANGO_", "DATABASE"))
    }
    ours = {
        "HALLE_VAR": str(tmp_path / "var"),
        "HALLE_PORT": str(port),
        "HALLE_SECRET_KEY": "kQ7vN2xR9pLw4TzB8mYc3HsJ6dFg1AaE5uVoXiKtZrWn0PbCqSyM",
        "HALLE_BASE_URL": "https://marches.region.test",
        "HALLE_MAIL_FROM": "halle@region.test",
        "HALLE_TRUSTED_PROXIES": "1",
        "HALLE_WORKERS": "1",
    }
    return {**kept, **ours}


@pytest.fixture
def site(environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """The running site; it ends with the test."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "start"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def health(port: int) -> object:
    headers = {"Host": "marches.region.test", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/sante/", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.loads(answer.read())
    except urllib.error.HTTPError as answer:
        with answer:
            return json.loads(answer.read())
    except OSError:
        return {}


@pytest.mark.slow
def test_one_command_prepares_serves_and_ends_everything(site, port):
    deadline = time.monotonic() + 60
    while health(port) != {"base": True, "taches": True}:
        assert site.poll() is None, site.stdout.read()
        assert time.monotonic() < deadline
        time.sleep(0.2)
    site.send_signal(signal.SIGTERM)
    output, _nothing = site.communicate(timeout=30)
    assert site.returncode == 0, output
    assert "Preparing the database" in output
    assert "https://marches.region.test/" in output
    assert "Demonstration mode" not in output
    assert server.is_port_free("127.0.0.1", port)
    assert health(port) == {}


def test_a_taken_port_is_said_before_anything_is_done(settings, port):
    settings.HOST, settings.PORT = "127.0.0.1", port
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(CommandError, match=f"Port {port} of 127.0.0.1 is taken"):
            call_command("start")


@pytest.mark.django_db
def test_a_second_preparation_has_nothing_to_do(settings, tmp_path):
    settings.VAR, settings.STATIC_ROOT, settings.DEMO = tmp_path, tmp_path / "static", False
    said: list[str] = []
    preparation.prepare(said.append)
    assert said == ["Preparing static files…"]
    assert (tmp_path / "static" / "ui" / "halle.css").exists()
    preparation.prepare(said.append)
    assert len(said) == 1


def test_the_server_gets_the_operators_numbers(settings):
    settings.WORKERS, settings.THREADS = 3, 7
    command = server.command("0.0.0.0", 8123)  # noqa: S104
    assert {"--workers=3", "--blocking-threads=7", "--host=0.0.0.0", "--port=8123"} <= set(command)
    assert command[-1] == "config.wsgi:application"


@pytest.mark.django_db
def test_serve_becomes_the_server(settings, monkeypatch):
    became: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda path, command: became.append(command))
    call_command("serve", port=8999, stdout=StringIO())
    assert "--port=8999" in became[0]

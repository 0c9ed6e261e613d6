"""A real server on a temporary folder, and sessions on it: what the benchmarks share."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def prepare(database_url: str = "") -> Path:
    """A temporary var folder with demonstration data, and the environment that points at it."""
    var = Path(tempfile.mkdtemp(prefix="halle-bench-"))
    os.environ.update(
        HALLE_DEMO="1",
        HALLE_VAR=str(var),
        HALLE_PORT="8199",
        DJANGO_SETTINGS_MODULE="benchmarks.settings",
        DATABASE_URL=database_url or f"sqlite:///{var / 'halle.sqlite3'}",
    )
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("demo", verbosity=0, companies=0)
    return var


def remove(var: Path) -> None:
    """Delete the temporary folder."""
    shutil.rmtree(var, ignore_errors=True)


@contextmanager
def granian(port: int = 8199, workers: int = 1, threads: int = 4) -> Iterator[str]:
    """Granian serving benchmarks.wsgi in processes of its own; yields its address."""
    command = [
        str(Path(sys.executable).parent / "granian"),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads), "--log-level", "error"),
        "benchmarks.wsgi:application",
    ]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address + "/compte/connexion/", timeout=5)
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")


def session_of(user: object) -> str:
    """The key of a fresh signed-in session of that person."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)  # type: ignore[attr-defined]
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()  # type: ignore[attr-defined]
    # What allauth writes at sign-in: a page that asks to confirm again must see a recent confirmation.
    store["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    store.save()
    return str(store.session_key)


@dataclass(frozen=True)
class Load:
    """What wrk measured: requests a second, and latencies in milliseconds."""

    rate: float
    p50: float
    p99: float


UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def wrk(url: str, session: str, *, seconds: int = 8, connections: int = 4) -> Load:
    """Load one page with wrk (Debian's package); stops when any answer is not a 200."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-H", f"Cookie: session={session}", url]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in text:
        raise SystemExit(f"{url} did not always answer 200:\n{text}")

    def latency(percentile: str) -> float:
        value, unit = re.search(rf"{percentile}%\s+([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
        return float(value) * UNITS[unit]

    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    return Load(float(rate[1]), latency("50"), latency("99"))  # type: ignore[index]

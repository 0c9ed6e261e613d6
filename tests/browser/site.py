"""The site that browsers visit: a process of its own on SQLite, put back in its first state before each test."""

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port: int = plug.getsockname()[1]
        return port


class Site:
    """Halle in demonstration mode, with the companies of tests/browser/seed.py."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.facts: dict[str, Any] = {}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the site reads; nothing of the tests' own settings leaks into it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HALLE_", "DJANGO_"))}
        kept.pop("DATABASE_URL", None)
        ours = {"HALLE_DEMO": "1", "HALLE_VAR": str(self.folder), "HALLE_PORT": str(self.port), "HALLE_WORKERS": "1"}
        return {**kept, **ours, "DJANGO_SETTINGS_MODULE": "config.settings"}

    def start(self) -> None:
        """Seed, keep a copy of the first state, serve."""
        self.facts = json.loads(self._run("tests.browser.seed"))
        shutil.copy(self.folder / "halle.sqlite3", self.folder / "first.sqlite3")
        self.serve()

    def serve(self) -> None:
        """Start the server and wait for its first answer."""
        command = [sys.executable, "manage.py", "serve", "--host=127.0.0.1", f"--port={self.port}"]
        log = (self.folder / "server.log").open("wb")
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        log.close()
        self._wait()

    def _run(self, module: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", module], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{module} failed:\n{done.stderr[-3000:]}"
        return done.stdout

    def _wait(self) -> None:
        opener = build_opener(ProxyHandler({}))
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                opener.open(f"{self.address}/compte/connexion/", timeout=5).close()
            except OSError as error:
                if getattr(error, "code", None):
                    return
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"The site did not start:\n{self.log()}")

    def log(self) -> str:
        """What the server said."""
        return (self.folder / "server.log").read_text(errors="replace")[-4000:]

    def stop(self) -> None:
        """End the server."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)

    def reset(self) -> None:
        """Bring the data back to the first state, under the running server."""
        first = sqlite3.connect(self.folder / "first.sqlite3")
        live = sqlite3.connect(self.folder / "halle.sqlite3", timeout=20)
        first.backup(live)
        live.close()
        first.close()

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into the database of the site."""
        live = sqlite3.connect(self.folder / "halle.sqlite3", timeout=20)
        try:
            return live.execute(sql, values).fetchall()
        finally:
            live.close()

    @contextmanager
    def passkey_of(self, person: str) -> Iterator[None]:
        """A passkey for somebody who is signed in already, while the block runs."""
        live = sqlite3.connect(self.folder / "halle.sqlite3", timeout=20, isolation_level=None)
        live.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at)"
            " SELECT id, 'webauthn', ?, datetime('now') FROM accounts_user WHERE email = ?",
            (json.dumps({"name": "Clé de bureau", "credential": {}}), self.facts["people"][person]),
        )
        self.facts["objects"]["passkey"] = str(live.execute("SELECT max(id) FROM mfa_authenticator").fetchone()[0])
        yield
        live.execute("DELETE FROM mfa_authenticator")
        live.close()

    def link_mailed_to(self, address: str) -> str:
        """The path of the last link that this address was sent."""
        rows = self.rows("SELECT body FROM mail_message WHERE address = ? ORDER BY created_at DESC", address)
        links = re.findall(r"https?://[^/\s]+(/[^\s|]+)", rows[0][0]) if rows else []
        assert links, f"no link was mailed to {address}"
        return str(links[0])

"""What tests need of the machine: Chromium, and a PostgreSQL of our own that touches no service of the system."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = {"chromium": ["chromium", "fonts-dejavu-core"], "postgresql": ["postgresql"]}
CLUSTER = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"


class NotReady(Exception):  # noqa: N818 - it is a state of the machine
    """The machine lacks what tests need; says what."""


def install_what_is_missing() -> str:
    """Install Debian's packages when we may; what to type when we may not, "" when all is there."""
    missing = [
        name for name, is_there in (("chromium", has_chromium()), ("postgresql", postgresql_bin())) if not is_there
    ]
    if not missing:
        return ""
    packages = [package for name in missing for package in PACKAGES[name]]
    command = "apt-get install -y --no-install-recommends " + " ".join(packages)
    prefix = _privilege()
    if prefix is None or not shutil.which("apt-get"):
        return f"Tests need {' and '.join(missing)}. As root: apt-get update && {command}"
    print(f"Installing {' and '.join(missing)} from Debian's packages (once)", flush=True)
    for step in ("apt-get update", command):
        ended = _call([*prefix, *step.split()], environment={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        if ended.returncode:
            return f"{step}\n{ended.stdout}"
    return "" if has_chromium() and postgresql_bin() else f"Still missing after: {command}"


def has_chromium() -> bool:
    """Whether a Chromium is on the path."""
    return any(shutil.which(name) for name in CHROMIUM)


def postgresql_bin() -> Path | None:
    """Where the newest PostgreSQL server's programs are."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: float(path.parent.parent.name), default=None)
    on_path = shutil.which("initdb")
    return newest.parent if newest else (Path(on_path).resolve().parent if on_path else None)


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the `with` block, in a folder that goes with it."""
    programs = postgresql_bin()
    if programs is None:
        raise NotReady("PostgreSQL is not installed.")
    # Not TMPDIR: root starts the server as the user postgres, who must be able to reach the folder.
    folder = Path(tempfile.mkdtemp(prefix="halle-postgresql-", dir="/tmp"))
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    port = free_port()
    control = [*as_user, str(programs / "pg_ctl"), f"--pgdata={folder / 'data'}", "--wait"]
    try:
        if as_user:
            shutil.chown(folder, "postgres")
        initdb = ["--no-sync", "--auth=trust", "--username=halle", "--encoding=UTF8", "--locale=C.UTF-8"]
        _check([*as_user, str(programs / "initdb"), f"--pgdata={folder / 'data'}", *initdb], folder)
        options = f"{CLUSTER} -p {port} -k {folder}"
        _check([*control, f"--options={options}", f"--log={folder / 'log'}", "start"], folder)
        try:
            yield f"postgres://halle:halle@127.0.0.1:{port}/halle"
        finally:
            _call([*control, "--mode=immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _privilege() -> list[str] | None:
    """How to become root without being asked anything; None when we cannot."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _call(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return None


def _check(command: list[str], folder: Path) -> None:
    ended = _call(command, folder)
    if ended.returncode:
        raise NotReady(f"{' '.join(command)}\n{ended.stdout}")


def _call(
    command: list[str], folder: Path | None = None, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    # Output goes to a file: a server that stays would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as output:
        ended = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
        output.seek(0)
        return subprocess.CompletedProcess(command, ended.returncode, output.read())

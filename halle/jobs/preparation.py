"""What must stand before the site can be served: folders, tables, static files, demonstration data."""

import hashlib
import json
from collections.abc import Callable
from io import StringIO

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

Say = Callable[[str], object]


def prepare(say: Say) -> None:
    """Do what is missing, and nothing when nothing is: a second start is quick."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    _migrate(say)
    _collect_static(say)
    if settings.DEMO:
        call_command("demo", verbosity=0)


def _migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database…")
        call_command("migrate", interactive=False, verbosity=0)


def _collect_static(say: Say) -> None:
    stamp, fingerprint = settings.VAR / "static.stamp", _fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and settings.STATIC_ROOT.exists():
        return
    say("Preparing static files…")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)


def _fingerprint() -> str:
    """Changes when a static file is added, changed or removed."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()


def demonstration_accounts() -> list[dict[str, object]]:
    """The accounts that one may sign in with in demonstration mode."""
    output = StringIO()
    call_command("demo", accounts=True, stdout=output)
    accounts: list[dict[str, object]] = json.loads(output.getvalue())
    return accounts

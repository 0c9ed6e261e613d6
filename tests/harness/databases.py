"""A database of its own for a test that starts processes or threads."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection


@pytest.fixture
def database_url(db: None, tmp_path: Path) -> Iterator[str]:
    """An empty one of the kind that this run uses, on disk: SQLite in memory locks whole tables."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'halle.sqlite3'}"
        return
    import psycopg

    server, name = connection.settings_dict, f"halle_{uuid4().hex}"
    address = f"postgres://{server['USER']}:{server['PASSWORD']}@{server['HOST']}:{server['PORT']}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield f"{address}/{name}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

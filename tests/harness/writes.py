"""A GET, HEAD or OPTIONS that writes to the database fails, whoever asked, in every test that uses a test client."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.urls import Resolver404, resolve

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE", "CREATE", "ALTER", "DROP", "MERGE")

# Reviewed exceptions: (URL name, table) -> why a GET of that page must write there.
REVIEWED: dict[tuple[str, str], str] = {
    ("mfa_activate_totp", "django_session"): "allauth keeps the secret being offered in the person's session",
    ("mfa_add_webauthn", "django_session"): "allauth keeps the challenge being offered in the person's session",
    ("mfa_reauthenticate_webauthn", "django_session"): "allauth keeps the challenge in the person's session",
    ("mfa_login_webauthn", "django_session"): "allauth keeps the challenge in the visitor's session",
    ("mfa_authenticate", "django_session"): "allauth keeps the challenge in the visitor's session",
    ("account_reset_password_from_key", "django_session"): "allauth hides the key from the address (Referer)",
}
# Reviewed: reading these pages is itself an act that the journal keeps.
JOURNALED: set[str] = set()


def name_of(path: str) -> str:
    """The name of the page in the router, or its path when there is none."""
    try:
        match = resolve(path)
    except Resolver404:
        return path
    return match.view_name


def is_write(sql: str) -> bool:
    """Whether the statement changes data."""
    return sql.lstrip("( \n").upper().startswith(WRITES)


def is_reviewed(page: str, sql: str) -> bool:
    """Whether that page may write that table."""
    return any(page == name and f'"{table}"' in sql for name, table in REVIEWED)


class Guard:
    """Watches the statements of one request that promised to change nothing."""

    def __init__(self, method: str, path: str) -> None:
        self.method, self.path, self.page = method, path, name_of(path)
        self.journal: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if is_write(sql) and not is_reviewed(self.page, sql):
            if '"audit_' not in sql:
                pytest.fail(f"{self.method} {self.path} ({self.page}) writes: {sql[:300]}")
            self.journal.append(sql)
        return execute(sql, params, many, context)

    def judge(self, status: int) -> None:
        """A refusal leaves a trace in the journal, and so does a listed export; nothing else may."""
        if self.journal and status not in {403, 404} and self.page not in JOURNALED:
            pytest.fail(f"{self.method} {self.path} ({self.page}) writes to the journal, yet answers {status}")


@contextmanager
def refuse_writes(method: str, path: str) -> Iterator[Guard]:
    """Fail at the first statement that writes, when the method promises that it does not."""
    guard = Guard(method, path)
    if method not in SAFE_METHODS:
        yield guard
        return
    with connection.execute_wrapper(guard):
        yield guard


@contextmanager
def counted_writes() -> Iterator[list[str]]:
    """The statements that write while the block runs."""
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if is_write(sql):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen

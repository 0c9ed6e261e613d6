"""The hostile harness, on for every test of the project (loaded by conftest.py)."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.transaction import TransactionManagementError

from tests.harness import canary, client, journal, order, templates


@pytest.fixture(scope="session", autouse=True)
def hostile_harness() -> Iterator[None]:
    """Undefined variables, unordered queries, GETs that write and leaks of company B fail."""
    patch = pytest.MonkeyPatch()
    templates.refuse_undefined()
    order.refuse_unordered(patch.setattr)
    client.guard_clients(patch.setattr)
    journal.let_tests_empty_it(patch.setattr)
    yield
    patch.undo()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """After each test that passed, look through the mail it sent, while its database is still there."""
    result = yield
    if item.get_closest_marker("browser") is None:
        check_what_was_sent()
    return result


def check_what_was_sent() -> None:
    """Canaries in mail; a test without a database, or whose transaction is broken on purpose, sent nothing."""
    try:
        canary.check_mail()
    except (DatabaseError, TransactionManagementError):
        return
    except RuntimeError as blocked:
        if "Database access not allowed" not in str(blocked):
            raise

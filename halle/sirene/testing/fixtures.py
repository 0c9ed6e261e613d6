"""Fixtures for whoever asks the State: a server that behaves like its services, a register of a test's own."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache

from halle.sirene import sources
from halle.sirene.records import Dossier
from halle.sirene.register import Trouble
from halle.sirene.testing.memory import MemoryRegister
from halle.sirene.testing.state import State, serving

RegisterOf = Callable[..., MemoryRegister]


@pytest.fixture
def state_api() -> Iterator[State]:
    """Both State services on a port of 127.0.0.1, with one unit of each kind; what was asked before is forgotten."""
    cache.clear()
    with serving(State()) as state:
        yield state


@pytest.fixture
def register_of(monkeypatch: pytest.MonkeyPatch) -> RegisterOf:
    """Make these dossiers all that the site's sources know, and the trouble their only answer if there is one."""

    def replaced(*dossiers: Dossier, trouble: Trouble | None = None) -> MemoryRegister:
        register = MemoryRegister(list(dossiers), trouble=trouble)
        monkeypatch.setattr(sources, "sources", lambda: [register])
        return register

    return replaced

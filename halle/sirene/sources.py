"""The one door to the State's data: the configured sources asked in turn."""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol, TypeVar, runtime_checkable

from django.conf import settings

from halle.sirene.local import LocalRegister
from halle.sirene.records import Change, Dossier, Entry, Officer, Succession
from halle.sirene.register import Register, RegisterUnavailable, Trouble, Unsupported

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")


@runtime_checkable
class KnowsOfficers(Protocol):
    """A source that has the officers of companies."""

    def officers(self, siren: str) -> tuple[Officer, ...] | None:
        """None when the unit is unknown there."""


@runtime_checkable
class Checkable(Protocol):
    """A source at the other end of a network."""

    def check(self) -> None:
        """Raises RegisterUnavailable when it does not answer."""


def register() -> "Chain":
    """The sources of the settings, in their order, as one register."""
    return Chain(sources())


def sources() -> list[Register]:
    """Each configured source; API Sirene needs its key."""
    return [_source(name) for name in settings.REGISTER_SOURCES if name != "insee" or settings.INSEE_KEY]


@cache
def _source(name: str) -> Register:
    """One object a source and process: connections and circuit breaker are its own."""
    if name == "insee":
        from halle.sirene.clients.insee import ApiSirene

        return ApiSirene(settings.INSEE_URL, settings.INSEE_KEY)
    if name == "recherche":
        from halle.sirene.clients.recherche import RechercheEntreprises

        return RechercheEntreprises(settings.RECHERCHE_URL)
    return LocalRegister(settings.SIRENE_ROOT)


@dataclass(frozen=True, slots=True)
class Chain:
    """The first source that knows answers; one that cannot answer is passed over."""

    registers: list[Register]

    @property
    def name(self) -> str:
        """The first source's name."""
        return self.registers[0].name

    def lookup(self, siret: str) -> Entry | None:
        """One establishment with its unit."""
        return self._first(lambda one: one.lookup(siret))

    def company(self, siren: str) -> Dossier | None:
        """Everything about one unit."""
        return self._first(lambda one: one.company(siren))

    def companies(self, sirens: Iterable[str]) -> dict[str, Dossier]:
        """Many dossiers, from the local file alone: a State service is not asked for thousands."""
        return self._local().companies(sirens)

    def changed_at(self) -> datetime:
        """When the local file last changed, by a build or by an update."""
        facts = self._local().facts
        return datetime.fromisoformat(facts.updated_at or facts.built_at)

    def _local(self) -> LocalRegister:
        for one in self.registers:
            if isinstance(one, LocalRegister):
                return one
        raise RegisterUnavailable(Trouble.ABSENT, "local")

    def search(self, words: str, *, postcode: str = "", department: str = "", limit: int = 10) -> list[Entry]:
        """Units by name, from the first source that answers."""
        found = self._first(
            lambda one: one.search(words, postcode=postcode, department=department, limit=limit) or None
        )
        return found or []

    def changes(self, since: datetime) -> Iterator[list[Change]]:
        """What was processed since, from the source that knows."""
        found = self._first(lambda one: one.changes(since))
        return found or iter(())

    def successors(self, siret: str) -> tuple[Succession, ...]:
        """Who carries on an establishment."""
        return self._first(lambda one: one.successors(siret) or None) or ()

    def local_successors(self, siret: str) -> tuple[Succession, ...]:
        """The same from the local file alone, for work on thousands of companies."""
        return self._local().successors(siret)

    def officers(self, siren: str) -> tuple[Officer, ...] | None:
        """The officers as the RNE has them; None when no source that knows them is configured or knows the unit."""

        def told(one: Register) -> tuple[Officer, ...] | None:
            if not isinstance(one, KnowsOfficers):
                raise Unsupported
            return one.officers(siren)

        return self._first(told)

    def _first(self, ask: Callable[[Register], Answer | None]) -> Answer | None:
        """The first answer. Raises RegisterUnavailable when nobody knew and somebody could not say.

        A local register that was never installed is nobody, as long as another source said that it does not know.
        """
        if not self.registers:
            raise RegisterUnavailable(Trouble.ABSENT, "sources")
        trouble: RegisterUnavailable | None = None
        said = False
        for one in self.registers:
            try:
                answer = ask(one)
            except Unsupported:
                continue
            except RegisterUnavailable as failure:
                trouble = failure if trouble is None or trouble.trouble == Trouble.ABSENT else trouble
                continue
            except sqlite3.Error as damage:
                logger.exception("The local register cannot be read.")
                trouble = RegisterUnavailable(Trouble.MALFORMED, "local", str(damage))
                continue
            if answer is not None:
                return answer
            said = True
        if trouble is not None and not (said and trouble.trouble == Trouble.ABSENT):
            raise trouble
        return None


def states() -> list[dict[str, Any]]:
    """For an operator: each configured source, asked now, and why it does not answer if it does not."""
    told = []
    for one in sources():
        try:
            if isinstance(one, Checkable):
                one.check()
            told.append({"name": one.name, "trouble": ""})
        except RegisterUnavailable as failure:
            told.append({"name": failure.source, "trouble": failure.sentence})
    return told

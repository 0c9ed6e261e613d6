"""A register in memory, for tests of whoever asks one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from halle.core.clock import now
from halle.sirene.records import Change, Dossier, Entry, Officer, Succession
from halle.sirene.register import RegisterUnavailable, Trouble, Unsupported


@dataclass(slots=True)
class MemoryRegister:
    """Answers from a list of dossiers; set `trouble` to make it fall silent."""

    dossiers: list[Dossier] = field(default_factory=list)
    links: list[Succession] = field(default_factory=list)
    trouble: Trouble | None = None
    name: str = "Répertoire d’essai"
    changed: datetime | None = None

    def changed_at(self) -> datetime:
        """Just now, unless the test says otherwise."""
        self._speak()
        return self.changed or now()

    def lookup(self, siret: str) -> Entry | None:
        """One establishment."""
        dossier = self.company(siret[:9])
        place = next((place for place in dossier.places if place.siret == siret), None) if dossier else None
        return Entry(dossier.unit, place, len(dossier.places)) if dossier and place else None

    def company(self, siren: str) -> Dossier | None:
        """One dossier."""
        self._speak()
        return next((one for one in self.dossiers if siren in {one.unit.siren, one.duplicate_of}), None)

    def companies(self, sirens: Iterable[str]) -> dict[str, Dossier]:
        """Many dossiers."""
        return {siren: dossier for siren in sirens if (dossier := self.company(siren))}

    def search(self, words: str, *, postcode: str = "", department: str = "", limit: int = 10) -> list[Entry]:
        """Every unit whose name holds the words."""
        self._speak()
        found = (one for one in self.dossiers if words.upper() in one.unit.name.upper())
        return [Entry(one.unit, one.head_office, len(one.places)) for one in found][:limit]

    def changes(self, since: datetime) -> Iterator[list[Change]]:
        """Not told."""
        raise Unsupported

    def successors(self, siret: str) -> tuple[Succession, ...]:
        """Who carries on."""
        self._speak()
        return tuple(link for link in self.links if link.predecessor == siret)

    def local_successors(self, siret: str) -> tuple[Succession, ...]:
        """The same."""
        return self.successors(siret)

    def officers(self, siren: str) -> tuple[Officer, ...] | None:
        """The dossier's."""
        dossier = self.company(siren)
        return dossier.officers if dossier else None

    def _speak(self) -> None:
        if self.trouble is not None:
            raise RegisterUnavailable(self.trouble, "essai")

"""The register as a local file: look-ups in microseconds, without the network."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from halle.sirene.facts import FILE as FACTS
from halle.sirene.facts import Facts, is_readable, read_facts
from halle.sirene.folders import Folders
from halle.sirene.normalise import place_from, unit_from
from halle.sirene.packing import FIELD, lines_from, text_of, unpack
from halle.sirene.records import Change, Dossier, Entry, Place, State, Succession, Unit
from halle.sirene.register import RegisterUnavailable, Trouble, Unsupported
from halle.sirene.searching import questions, sirens
from halle.sirene.tokens import department_of

FILES = ("units", "places", "names-0", "names-1", "recent", "links")
BLOCK = "SELECT data FROM blocks WHERE key <= ? ORDER BY key DESC LIMIT 1"
BLOCKS = """SELECT data FROM blocks WHERE key <= :last
AND key >= coalesce((SELECT key FROM blocks WHERE key <= :first ORDER BY key DESC LIMIT 1), :first) ORDER BY key"""
NICS = 100_000
SHOWN_NAME = "sirene"


class LocalRegister:
    """Reads the build that serves; notices by itself when another one takes its place."""

    def __init__(self, root: Path) -> None:
        self._folders = Folders(root)
        self._threads = threading.local()

    @property
    def name(self) -> str:
        """« Répertoire Sirene du 31 octobre 2026 »."""
        day = self.facts.image_of
        return (
            _("Répertoire Sirene du %(day)s") % {"day": date_format(day, "j F Y")} if day else _("Répertoire Sirene")
        )

    @property
    def facts(self) -> Facts:
        """What the register says of itself; read again when an update changed it."""
        path = self._folder() / FACTS
        stamp = (path, path.stat().st_mtime_ns)
        if getattr(self._threads, "stamp", None) != stamp:
            self._threads.facts, self._threads.stamp = read_facts(path.parent), stamp
        facts: Facts = self._threads.facts
        return facts

    def lookup(self, siret: str) -> Entry | None:
        """One establishment with its unit."""
        lines = self._place_lines(int(siret[:9]))
        line = next((line for line in lines if line.startswith(siret)), None)
        unit = self._unit(int(siret[:9])) if line else None
        return Entry(unit, place_from(unpack("place", line)), len(lines)) if line and unit else None

    def company(self, siren: str) -> Dossier | None:
        """Everything about one unit; a duplicate's answer is the unit that INSEE keeps."""
        asked, unit = siren, self._unit(int(siren))
        if unit is None:
            kept = (
                self._base("links").execute("SELECT kept FROM duplicates WHERE duplicate = ?", [int(siren)]).fetchone()
            )
            unit = self._unit(kept[0]) if kept else None
        if unit is None:
            return None
        places = tuple(place_from(unpack("place", line)) for line in self._place_lines(int(unit.siren)))
        return Dossier(
            unit,
            places,
            duplicate_of=asked if asked != unit.siren else "",
            source=self.name,
            as_of=self._image_of(),
        )

    def companies(self, sirens: Iterable[str]) -> dict[str, Dossier]:
        """The dossiers of many units, by the SIREN that was asked; those that do not exist are left out."""
        found = ((siren, self.company(siren)) for siren in sorted(sirens))
        return {siren: dossier for siren, dossier in found if dossier}

    def search(self, words: str, *, postcode: str = "", department: str = "", limit: int = 10) -> list[Entry]:
        """Units by name; with a place, each is shown by an open establishment there."""
        bases = {name: self._base(name) for name in FILES}
        found: dict[int, Entry] = {}
        for question in questions(words, postcode=postcode, department=department):
            for siren in sirens(bases, question, limit):
                if siren not in found and (entry := self._entry(siren, question.postcode, question.department)):
                    found[siren] = entry
                if len(found) >= limit:
                    return list(found.values())
        return list(found.values())

    def changes(self, since: datetime) -> Iterator[list[Change]]:
        """The local register is made of changes; it does not tell them."""
        raise Unsupported

    def successors(self, siret: str) -> tuple[Succession, ...]:
        """Who carries on an establishment, the latest first."""
        rows = self._base("links").execute(
            "SELECT predecessor, successor, day, head_office, continues FROM successions WHERE predecessor = ? "
            "ORDER BY day DESC, successor",
            [int(siret)],
        )
        return tuple(
            Succession(
                f"{before:014d}", f"{after:014d}", date.fromisoformat(day) if day else None, bool(moved), bool(goes_on)
            )
            for before, after, day, moved, goes_on in rows
        )

    def _entry(self, siren: int, postcode: str, department: str) -> Entry | None:
        unit = self._unit(siren)
        if unit is None or not unit.name:
            return None
        lines = self._place_lines(siren)
        if not postcode and not department:
            wanted = f"{unit.head_office_siret}{FIELD}"
            line = next((line for line in lines if line.startswith(wanted)), None)
            return Entry(unit, place_from(unpack("place", line)) if line else None, len(lines))
        there = _there([place_from(unpack("place", line)) for line in lines], postcode, department)
        return Entry(unit, there, len(lines)) if there else None

    def _unit(self, siren: int) -> Unit | None:
        line = self._unit_line(siren)
        if not line:
            return None
        unit = unit_from(unpack("unit", line))
        if unit.state == State.ACTIVE:
            return unit
        told = self._base("links").execute("SELECT day FROM cessations WHERE siren = ?", [siren]).fetchone()
        return replace(unit, since=date.fromisoformat(told[0])) if told else unit

    def _unit_line(self, siren: int) -> str | None:
        row = self._base("units").execute(BLOCK, [siren]).fetchone()
        return next(iter(lines_from(text_of(row[0]), f"{siren:09d}{FIELD}")), None) if row else None

    def _place_lines(self, siren: int) -> list[str]:
        """The packed lines of all establishments of a company, in order of SIRET."""
        span = {"first": siren * NICS, "last": siren * NICS + NICS - 1}
        wanted = f"{siren:09d}"
        blocks = self._base("places").execute(BLOCKS, span)
        return [line for (data,) in blocks for line in lines_from(text_of(data), wanted)]

    def _image_of(self) -> date | None:
        moment = self.facts.image_of
        return moment.date() if moment else None

    def _folder(self) -> Path:
        """The build that serves; one system call when it is still the one that this thread has open."""
        target = self._folders.target()
        if target and getattr(self._threads, "target", None) == target:
            open_one: Path = self._threads.folder
            return open_one
        folder = self._folders.current()
        if folder is None or not is_readable(folder):
            raise RegisterUnavailable(Trouble.ABSENT, SHOWN_NAME)
        self.close()
        self._threads.target, self._threads.folder, self._threads.bases = target, folder, {}
        return folder

    def _base(self, name: str) -> sqlite3.Connection:
        """This thread's connection to one file of the build that serves."""
        for _attempt in range(2):
            folder = self._folder()
            bases: dict[str, sqlite3.Connection] = self._threads.bases
            if name in bases:
                return bases[name]
            with suppress(sqlite3.OperationalError):
                return bases.setdefault(name, _open(folder / f"{name}.sqlite"))
            # Another build took its place between the two lines: its folder is the one to open.
            self._threads.target = None
        raise RegisterUnavailable(Trouble.ABSENT, SHOWN_NAME, name)

    def close(self) -> None:
        """Let go of this thread's files."""
        for base in getattr(self._threads, "bases", {}).values():
            with suppress(sqlite3.Error):
                base.close()


def _open(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    base.execute("PRAGMA mmap_size=2147418112")
    base.execute("PRAGMA query_only=1")
    return base


def _there(places: list[Place], postcode: str, department: str) -> Place | None:
    """The establishment that shows a company there: its head office if it is there, else the first open one."""

    def fits(place: Place) -> bool:
        address = place.address
        return address.postcode == postcode if postcode else department_of(address.city_code) == department

    there = [place for place in places if place.state == State.ACTIVE and fits(place)]
    return next((place for place in there if place.is_head_office), there[0] if there else None)

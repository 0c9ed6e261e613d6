"""Putting what INSEE treated since the stock into the register that serves: blocks rewritten, names indexed anew."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from halle.sirene.columns import MASKED, TOMBSTONE
from halle.sirene.local import BLOCK, BLOCKS, NICS
from halle.sirene.normalise import unit_from
from halle.sirene.packing import BLOCK_LINES, FIELD, LINE, compress, lines_in, merged, number_of, pack, unpack
from halle.sirene.ranking import bucket_of, ranked
from halle.sirene.recent import put_recent
from halle.sirene.records import Change
from halle.sirene.tokens import marks_of, squeezed

LARGEST = 4 * BLOCK_LINES
SIGNS = (
    "enseigne1Etablissement",
    "enseigne2Etablissement",
    "enseigne3Etablissement",
    "denominationUsuelleEtablissement",
)
NAMES = (
    "denominationUniteLegale",
    "sigleUniteLegale",
    "denominationUsuelle1UniteLegale",
    "denominationUsuelle2UniteLegale",
    "denominationUsuelle3UniteLegale",
    "pseudonymeUniteLegale",
)


@dataclass(frozen=True, slots=True)
class Writable:
    """The files of a register, open for changes; readers go on reading beside (WAL)."""

    units: sqlite3.Connection
    places: sqlite3.Connection
    recent: sqlite3.Connection


@contextmanager
def opened(folder: Path) -> Iterator[Writable]:
    """The register in that folder, for changes; under the lock of Folders only."""
    with ExitStack() as stack:
        bases = []
        for name in ("units", "places", "recent"):
            base = stack.enter_context(closing(sqlite3.connect(folder / f"{name}.sqlite", 20, isolation_level=None)))
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA synchronous=FULL")
            bases.append(base)
        yield Writable(*bases)


def apply(register: Writable, changes: Iterable[Change]) -> int:
    """Apply one page; may be applied again without harm. How many companies it touched."""
    changes = list(changes)
    for kind, base in (("unit", register.units), ("place", register.places)):
        lines = {number_of(line): line for line in (pack(kind, c.columns) for c in changes if c.kind == kind)}
        _put_lines(base, lines)
    touched = sorted({_siren(change) for change in changes})
    register.recent.execute("BEGIN IMMEDIATE")
    for siren in touched:
        _index(register, siren)
    register.recent.execute("COMMIT")
    return len(touched)


def _siren(change: Change) -> int:
    return int(change.columns["siren"] if change.kind == "unit" else change.columns["siret"][:9])


def _put_lines(base: sqlite3.Connection, lines: Mapping[int, str]) -> None:
    if not lines:
        return
    base.execute("BEGIN IMMEDIATE")
    keyed = ((_key_for(base, number), number) for number in sorted(lines))
    for key, group in groupby(list(keyed), key=lambda pair: pair[0]):
        row = base.execute("SELECT data FROM blocks WHERE key = ?", [key]).fetchone()
        old = lines_in(row[0]) if row else []
        _put_block(base, key, merged(old, {number: lines[number] for _key, number in group}))
    base.execute("COMMIT")


def _key_for(base: sqlite3.Connection, number: int) -> int:
    """The block that holds, or would hold, that number."""
    row = base.execute("SELECT key FROM blocks WHERE key <= ? ORDER BY key DESC LIMIT 1", [number]).fetchone()
    row = row or base.execute("SELECT key FROM blocks ORDER BY key LIMIT 1").fetchone()
    return int(row[0]) if row else number


def _put_block(base: sqlite3.Connection, key: int, lines: list[str]) -> None:
    base.execute("DELETE FROM blocks WHERE key = ?", [key])
    step = BLOCK_LINES if len(lines) > LARGEST else len(lines)
    for start in range(0, len(lines), step):
        part = lines[start : start + step]
        base.execute("INSERT INTO blocks VALUES (?, ?)", [number_of(part[0]), compress(LINE.join(part))])


def _index(register: Writable, siren: int) -> None:
    unit = _unit_columns(register.units, siren)
    if unit is None:
        return
    words, exact = names_of(unit, list(_place_columns(register.places, siren)))
    put_recent(register.recent, siren, ranked(bucket_of(unit_from(unit)), siren), words, exact)


def _unit_columns(base: sqlite3.Connection, siren: int) -> dict[str, str] | None:
    row = base.execute(BLOCK, [siren]).fetchone()
    lines = lines_in(row[0]) if row else []
    line = next((line for line in lines if line.startswith(f"{siren:09d}{FIELD}")), None)
    return unpack("unit", line) if line else None


def _place_columns(base: sqlite3.Connection, siren: int) -> Iterator[dict[str, str]]:
    first, last = siren * NICS, siren * NICS + NICS - 1
    for (data,) in base.execute(BLOCKS, {"first": first, "last": last}):
        for line in lines_in(data):
            if first <= number_of(line) <= last:
                yield unpack("place", line)


def names_of(unit: Mapping[str, str], places: Iterable[Mapping[str, str]]) -> tuple[str, str]:
    """What a company is found by, words and squeezed names: the same as a build gives it; nothing for a masked one."""
    given = _said(unit, "prenomUsuelUniteLegale") or _said(unit, "prenom1UniteLegale")
    birth, usage = _said(unit, "nomUniteLegale"), _said(unit, "nomUsageUniteLegale")
    family = usage or birth
    names = [_said(unit, name) for name in NAMES] + [f"{given} {family}" if family else ""]
    if not any(names):
        return "", ""
    signs: list[str] = []
    marks: list[str] = []
    for place in places:
        if place["etatAdministratifEtablissement"] == "A":
            signs += [_said(place, name) for name in SIGNS]
            marks.append(marks_of(place["codeCommuneEtablissement"], place["codePostalEtablissement"]))
    words = (*names, birth if usage else "", *signs, *dict.fromkeys(marks))
    exact = (squeezed(name) for name in (*names, *signs))
    return " ".join(word for word in words if word), " ".join(word for word in exact if word)


def _said(columns: Mapping[str, str], name: str) -> str:
    value = columns.get(name) or ""
    return "" if value in {MASKED, TOMBSTONE} else value

"""The two passes of a build: a stock file in, blocks of packed lines out, and what the name index needs."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from halle.sirene.columns import MASKED, TOMBSTONE
from halle.sirene.packing import KEPT
from halle.sirene.sorting import OutOfOrder, ordered
from halle.sirene.vectors import (
    blocks_of,
    buckets,
    department_marks,
    lines_of,
    numbers_of,
    postcode_marks,
    squeezed_names,
)

NUMBER = {"unit": "siren", "place": "siret"}
PROCESSED = {"unit": "dateDernierTraitementUniteLegale", "place": "dateDernierTraitementEtablissement"}
AT_BUILD = """
PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;
PRAGMA cache_size=-65536;
"""
SPOOL = pa.schema([("siren", pa.int64()), ("bucket", pa.int8()), ("words", pa.string()), ("exact", pa.string())])
SILENT = pa.array([MASKED, TOMBSTONE])
Count = Callable[[int], None]


@dataclass(slots=True)
class Tally:
    """What a pass saw; `wrong_keys` counts SIRENs that fail Luhn."""

    rows: int = 0
    wrong_keys: int = 0
    processed: str = ""
    sirens: set[int] = field(default_factory=set)


@contextmanager
def fresh_base(path: Path) -> Iterator[sqlite3.Connection]:
    """A new SQLite file, written as fast as the disk goes: it is thrown away if the build does not reach its end."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.executescript(AT_BUILD)
        base.execute("BEGIN")
        yield base
        base.execute("COMMIT")


def write(kind: str, source: Path, folder: Path, count: Count) -> Tally:
    """Write `<kind>s.sqlite` and `<kind>s.arrow` in the folder; a file out of order is sorted first."""
    try:
        return _write(kind, source, folder, count, sort=False)
    except OutOfOrder:
        return _write(kind, source, folder, count, sort=True)


def _write(kind: str, source: Path, folder: Path, count: Count, *, sort: bool) -> Tally:
    tally, spool = Tally(), _Spool(folder / f"{kind}s.arrow")
    columns = (NUMBER[kind], *KEPT[kind])
    with fresh_base(folder / f"{kind}s.sqlite") as base, closing(spool):
        base.execute("CREATE TABLE blocks (key INTEGER PRIMARY KEY, data BLOB NOT NULL)")
        for batch in ordered(source, kind, columns, folder, sort=sort):
            _die_with_parent()
            numbers = numbers_of(batch, kind)
            base.executemany("INSERT INTO blocks VALUES (?, ?)", blocks_of(numbers, lines_of(batch)))
            if kind == "unit":
                spool.put(numbers, buckets(batch), *unit_words(batch))
                tally.wrong_keys += int(np.count_nonzero(_luhn(numbers)))
            else:
                _spool_places(spool, numbers // 100_000, batch)
            tally.rows += batch.num_rows
            tally.processed = max(tally.processed, pc.max(batch.column(PROCESSED[kind])).as_py() or "")
            count(batch.num_rows)
    return tally


_PARENT = os.getppid()


def _die_with_parent() -> None:
    """A build that was killed leaves no child at work on files that the next build removes."""
    if os.getppid() != _PARENT:
        os._exit(1)


def _luhn(numbers: Any) -> Any:
    """Luhn's sum of nine-digit numbers, modulo 10: 0 for right ones."""
    total = np.zeros(len(numbers), np.int64)
    for position in range(9):
        digit = numbers // 10**position % 10
        doubled = digit * (1 + position % 2)
        total += doubled - 9 * (doubled > 9)
    return total % 10


class _Spool:
    """Names on their way to the index, in order of SIREN; one company may come in two lines that follow each other."""

    def __init__(self, path: Path) -> None:
        self._sink = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_stream(self._sink, SPOOL)

    def put(self, sirens: Any, buckets: Any, words: pa.Array, exact: pa.Array) -> None:
        kept = np.asarray(pc.not_equal(words, ""))
        texts = [column.filter(pa.array(kept)) for column in (words, exact)]
        columns = [pa.array(sirens[kept]), pa.array(buckets[kept].astype(np.int8)), *texts]
        self._writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=SPOOL))

    def close(self) -> None:
        self._writer.close()
        self._sink.close()


def _said(batch: pa.RecordBatch, name: str) -> pa.Array:
    """A column of names, without what INSEE masks or withdrew."""
    column = batch.column(name)
    silent = pc.is_in(column, SILENT)
    return pc.if_else(silent, "", column)


def _joined(*columns: pa.Array) -> pa.Array:
    return pc.utf8_trim(pc.binary_join_element_wise(*columns, " "), " ")


def unit_words(batch: pa.RecordBatch) -> tuple[pa.Array, pa.Array]:
    """What a company is found by: its names, sigle, and the person's names; and each of them squeezed."""
    usual_first, first = _said(batch, "prenomUsuelUniteLegale"), _said(batch, "prenom1UniteLegale")
    given = pc.if_else(pc.equal(usual_first, ""), first, usual_first)
    birth, usage = _said(batch, "nomUniteLegale"), _said(batch, "nomUsageUniteLegale")
    family = pc.if_else(pc.equal(usage, ""), birth, usage)
    names = [
        _said(batch, "denominationUniteLegale"),
        _said(batch, "sigleUniteLegale"),
        *(_said(batch, f"denominationUsuelle{number}UniteLegale") for number in (1, 2, 3)),
        pc.if_else(pc.equal(family, ""), "", _joined(given, family)),
        _said(batch, "pseudonymeUniteLegale"),
    ]
    born = pc.if_else(pc.equal(usage, ""), "", birth)
    return _joined(*names, born), _joined(*(squeezed_names(name) for name in names))


def _spool_places(spool: _Spool, sirens: Any, batch: pa.RecordBatch) -> None:
    """Signs and usual names of open establishments, and where they are, gathered by company."""
    opened = np.asarray(pc.equal(batch.column("etatAdministratifEtablissement"), "A"))
    if not opened.any():
        return
    batch, sirens = batch.filter(pa.array(opened)), sirens[opened]
    signs = [_said(batch, f"enseigne{number}Etablissement") for number in (1, 2, 3)]
    signs.append(_said(batch, "denominationUsuelleEtablissement"))
    words = _joined(
        *signs,
        department_marks(batch.column("codeCommuneEtablissement")),
        postcode_marks(batch.column("codePostalEtablissement")),
    )
    exact = _joined(*(squeezed_names(sign) for sign in signs))
    starts = np.flatnonzero(np.diff(sirens, prepend=-1))
    offsets = pa.array(np.append(starts, len(sirens)).astype(np.int32))
    gathered = [pc.binary_join(pa.ListArray.from_arrays(offsets, column), " ") for column in (words, exact)]
    firsts = sirens[starts]
    spool.put(firsts, np.zeros(len(firsts)), *gathered)

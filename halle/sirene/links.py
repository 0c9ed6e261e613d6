"""What the smaller files of the stock add: duplicates (« doublons »), successions, days of cessation."""

import sqlite3
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from halle.sirene.columns import DUPLICATE_LAYOUT, SUCCESSION_LAYOUT
from halle.sirene.reading import batches
from halle.sirene.writing import fresh_base

TABLES = """
CREATE TABLE duplicates (duplicate INTEGER PRIMARY KEY, kept INTEGER NOT NULL);
CREATE TABLE successions (predecessor INTEGER NOT NULL, successor INTEGER NOT NULL, day TEXT NOT NULL,
    head_office INTEGER NOT NULL, continues INTEGER NOT NULL,
    PRIMARY KEY (predecessor, successor, day)) WITHOUT ROWID;
CREATE TABLE cessations (siren INTEGER PRIMARY KEY, day TEXT NOT NULL);
"""
# The present period of a ceased unit may have begun after it ceased; its history says when the state changed.
HISTORY = ("siren", "dateDebut", "etatAdministratifUniteLegale", "changementEtatAdministratifUniteLegale")


def write_links(
    folder: Path, duplicates: Path | None, successions: Path | None, history: Path | None
) -> tuple[int, int]:
    """Write `links.sqlite`; how many duplicates and successions it holds."""
    with fresh_base(folder / "links.sqlite") as base:
        for statement in TABLES.split(";")[:-1]:
            base.execute(statement)
        for path, columns, put in (
            (duplicates, DUPLICATE_LAYOUT, _put_duplicates),
            (successions, SUCCESSION_LAYOUT, _put_successions),
            (history, HISTORY, _put_cessations),
        ):
            for batch in batches(path, columns) if path else ():
                put(base, batch)
        return _count(base, "duplicates"), _count(base, "successions")


def _count(base: sqlite3.Connection, table: str) -> int:
    return int(base.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - a name of ours


def _put_duplicates(base: sqlite3.Connection, batch: pa.RecordBatch) -> None:
    pairs = zip(batch.column(1).to_pylist(), batch.column(0).to_pylist(), strict=True)
    base.executemany(
        "INSERT OR REPLACE INTO duplicates VALUES (?, ?)", ((int(gone), int(kept)) for gone, kept in pairs)
    )


def _put_successions(base: sqlite3.Connection, batch: pa.RecordBatch) -> None:
    columns = (batch.column(index).to_pylist() for index in range(5))
    base.executemany(
        "INSERT OR REPLACE INTO successions VALUES (?, ?, ?, ?, ?)",
        (
            (int(before), int(after), day, moved == "true", continues == "true")
            for before, after, day, moved, continues in zip(*columns, strict=True)
            if before.isdecimal() and after.isdecimal()
        ),
    )


def _put_cessations(base: sqlite3.Connection, batch: pa.RecordBatch) -> None:
    ceased = pc.and_(pc.equal(batch.column(2), "C"), pc.equal(batch.column(3), "true"))
    batch = batch.filter(ceased)
    pairs = zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)
    base.executemany(
        "INSERT INTO cessations VALUES (?, ?) ON CONFLICT DO UPDATE SET day = max(day, excluded.day)",
        ((int(siren), day) for siren, day in pairs),
    )

"""Names that updates changed since the stock: a small index beside the large one, which only a build makes anew."""

import sqlite3
from pathlib import Path

from halle.sirene.writing import fresh_base

TABLES = (
    "CREATE TABLE touched (siren INTEGER PRIMARY KEY, number INTEGER NOT NULL)",
    "CREATE VIRTUAL TABLE names USING fts5(words, prefix='2 3 4', tokenize='unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE exact USING fts5(words, tokenize='unicode61 remove_diacritics 2')",
)


def create_recent(folder: Path) -> None:
    """An empty one, for a new build."""
    with fresh_base(folder / "recent.sqlite") as base:
        for statement in TABLES:
            base.execute(statement)


def put_recent(base: sqlite3.Connection, siren: int, number: int, words: str, exact: str) -> None:
    """Index a company anew; no words for one that may not be found any more."""
    before = base.execute("SELECT number FROM touched WHERE siren = ?", [siren]).fetchone()
    if before:
        base.execute("DELETE FROM names WHERE rowid = ?", before)
        base.execute("DELETE FROM exact WHERE rowid = ?", before)
    base.execute("INSERT OR REPLACE INTO touched VALUES (?, ?)", [siren, number])
    if words:
        base.execute("INSERT INTO names(rowid, words) VALUES (?, ?)", [number, words])
        base.execute("INSERT INTO exact(rowid, words) VALUES (?, ?)", [number, exact])

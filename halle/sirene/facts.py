"""What a register says of itself: when and of what it was made, how much it holds, how far updates have come."""

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

# Raised when files of an older register can no longer be read: such a register counts as absent.
LAYOUT = 2


@dataclass(slots=True)
class Facts:
    """Counts are of rows in the stock; `processed` the latest treatment by INSEE (Paris time, no zone)."""

    layout: int = LAYOUT
    built_at: str = ""
    units: int = 0
    places: int = 0
    named: int = 0
    duplicates: int = 0
    successions: int = 0
    processed: dict[str, str] = field(default_factory=dict)
    updated_at: str = ""

    @property
    def image_of(self) -> datetime | None:
        """The day that the register shows: the latest treatment that it holds."""
        latest = max(self.processed.values(), default="")
        return datetime.fromisoformat(latest) if latest else None


def write_facts(folder: Path, facts: Facts) -> None:
    """Put them in the folder, all at once."""
    with closing(sqlite3.connect(folder / "facts.sqlite", isolation_level=None)) as base:
        base.execute("CREATE TABLE IF NOT EXISTS facts (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)")
        base.execute("INSERT OR REPLACE INTO facts VALUES (1, ?)", [json.dumps(asdict(facts))])


def is_readable(folder: Path) -> bool:
    """Whether this version reads the register in that folder."""
    try:
        return read_facts(folder).layout == LAYOUT
    except (sqlite3.Error, TypeError, ValueError):
        return False


def read_facts(folder: Path) -> Facts:
    """What the register in that folder says of itself."""
    with closing(sqlite3.connect(f"file:{folder / 'facts.sqlite'}?mode=ro", uri=True)) as base:
        (value,) = base.execute("SELECT value FROM facts").fetchone()
    return Facts(**json.loads(value))

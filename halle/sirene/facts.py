"""What a register says of itself: when and of what it was made, how much it holds, how far updates have come."""

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

# Raised when files of an older register can no longer be read: such a register counts as absent.
LAYOUT = 2
FILE = "facts.json"


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
    """Put them in the folder in one step: whoever is killed leaves the old ones, whole and readable."""
    beside = folder / f"{FILE}.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(asdict(facts), file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / FILE)


def is_readable(folder: Path) -> bool:
    """Whether this version reads the register in that folder."""
    try:
        return read_facts(folder).layout == LAYOUT
    except (OSError, TypeError, ValueError):
        return False


def read_facts(folder: Path) -> Facts:
    """What the register in that folder says of itself."""
    return Facts(**json.loads((folder / FILE).read_text(encoding="utf-8")))

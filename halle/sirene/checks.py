"""Whether a finished build may replace the register that serves."""

import sqlite3
from contextlib import closing
from pathlib import Path

from halle.sirene.errors import Refused
from halle.sirene.facts import Facts, is_readable, read_facts
from halle.sirene.packing import lines_in, number_of

# A month adds some 0.3 %; a stock that lost 2 % is a cut one. (shared/design/sirene.md 5.6)
LEAST_KEPT = 0.98
# A few historical numbers fail Luhn.
MOST_WRONG_KEYS = 0.001
SAMPLED = 500
LEAST_FOUND = 0.99
# La Poste: in every stock since there is one.
SENTINEL = 356_000_000


def check(folder: Path, facts: Facts, *, wrong_keys: int, previous: Path | None) -> None:
    """Raise Refused with the reason unless the build is a plausible successor of the register that serves."""
    if not facts.units or not facts.places:
        raise Refused("The stock holds no company or no establishment.")
    if wrong_keys > 20 + facts.units * MOST_WRONG_KEYS:
        raise Refused(f"{wrong_keys} of {facts.units} SIREN have a wrong key: this is not INSEE's stock.")
    if not _holds(folder / "units.sqlite", [SENTINEL]):
        raise Refused(f"SIREN {SENTINEL} (La Poste), which every stock holds, is missing: the stock is not whole.")
    if previous is None or not is_readable(previous):
        return
    before = read_facts(previous)
    for name, new, old in (("companies", facts.units, before.units), ("establishments", facts.places, before.places)):
        if new < old * LEAST_KEPT:
            raise Refused(
                f"{new} {name}, while the register that serves has {old}: the stock looks cut. "
                "If it is right, say --accept-smaller."
            )
    sample = _sample(previous / "units.sqlite")
    found = _holds(folder / "units.sqlite", sample)
    if found < len(sample) * LEAST_FOUND:
        raise Refused(f"Only {found} of {len(sample)} known companies are in the new stock: it is not whole.")


def _sample(units: Path) -> list[int]:
    """First numbers of blocks spread over the whole register."""
    with closing(sqlite3.connect(f"file:{units}?mode=ro", uri=True)) as base:
        (count,) = base.execute("SELECT count(*) FROM blocks").fetchone()
        step = max(count // SAMPLED, 1)
        keys = base.execute(
            "SELECT key FROM (SELECT key, row_number() OVER (ORDER BY key) AS n FROM blocks) WHERE n % ? = 0", [step]
        )
        return [key for (key,) in keys]


def _holds(units: Path, sirens: list[int]) -> int:
    """How many of these numbers the register holds."""
    with closing(sqlite3.connect(f"file:{units}?mode=ro", uri=True)) as base:
        return sum(_is_in(base, siren) for siren in sirens)


def _is_in(base: sqlite3.Connection, siren: int) -> bool:
    row = base.execute("SELECT data FROM blocks WHERE key <= ? ORDER BY key DESC LIMIT 1", [siren]).fetchone()
    return row is not None and any(number_of(line) == siren for line in lines_in(row[0]))

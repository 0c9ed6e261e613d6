"""The whole stock, chapter by chapter, so that memory stays flat whatever the size."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from halle.sirene.generating.cast import Troupe, troupe
from halle.sirene.generating.drafts import draft
from halle.sirene.generating.files import Aside
from halle.sirene.generating.keys import keyed, lot
from halle.sirene.generating.layout import (
    DAY,
    DUPLICATES,
    LAST_DAY,
    PLACES,
    SUCCESSIONS,
    UNITS,
    moments,
    numbers_of,
    table,
)
from halle.sirene.generating.masking import mask_places, mask_units
from halle.sirene.generating.months import Chapter, Month, live, successions
from halle.sirene.generating.places import place_table
from halle.sirene.generating.pools import Flags, Numbers, digits, joined
from halle.sirene.generating.units import unit_table

Format = Literal["csv", "parquet"]
Say = Callable[[str], object]
CHAPTER = 100_000
# First eight digits of the SIREN, and how many of them are given out.
LOWEST, SPAN = 500_000, 99_400_000
MOST = SPAN // 2
BORN = 0.0015
DUPLICATED = 0.0005
SUCCEEDED = 0.03
NAMES = {
    "unites_legales": ("StockUniteLegale_utf8", UNITS),
    "etablissements": ("StockEtablissement_utf8", PLACES),
    "doublons": ("StockDoublons_utf8", DUPLICATES),
    "successions": ("StockEtablissementLiensSuccession_utf8", SUCCESSIONS),
}


@dataclass(frozen=True, slots=True)
class Stock:
    """Where the files are, and how many rows each has, by the names of the fields."""

    unites_legales: Path
    etablissements: Path
    doublons: Path
    successions: Path
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What makes the rows: the same plan, the same rows, in either format."""

    units: int
    seed: int
    month: int

    @property
    def stride(self) -> int:
        """How far SIREN stand apart, without their keys; the last of each stride waits for a unit to come."""
        return SPAN // self.units

    def stretches(self) -> Iterator[tuple[int, int]]:
        """From which unit to before which, for each chapter."""
        return ((first, min(first + CHAPTER, self.units)) for first in range(0, self.units, CHAPTER))


def generate(
    into: Path,
    *,
    units: int,
    seed: int = 1,
    format: Format = "csv",  # noqa: A002 - as the command says it
    month: int = 0,
    say: Say | None = None,
) -> Stock:
    """Write the four files of an invented stock of Sirene into the folder, as INSEE publishes them.

    About so many units, the hand-written ones of cast.py among them. `month`: the same stock so many months on.
    Raises ValueError for a size that cannot be told apart by SIREN.
    """
    if not 1 <= units <= MOST or month < 0:
        raise ValueError(f"Between 1 and {MOST} units, and a month from 0 on.")
    plan, end = Plan(units, seed, month), "zip" if format == "csv" else "parquet"
    into.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files = {
            key: stack.enter_context(Aside(into / f"{name}.{end}", kinds)) for key, (name, kinds) in NAMES.items()
        }
        _write(plan, files, say)
    return Stock(
        **{key: file.path for key, file in files.items()}, counts={key: file.count for key, file in files.items()}
    )


def _write(plan: Plan, files: dict[str, Aside], say: Say | None) -> None:
    cast = troupe(plan.month)
    links = [cast.successions]
    duplicates = [cast.duplicates]
    for first, end in plan.stretches():
        chapter, base = _chapter(plan, cast, first, end)
        links += chapter.successions
        duplicates.append(_duplicates(plan, cast, base, first))
        files["unites_legales"].put(mask_units(chapter.units))
        files["etablissements"].put(mask_places(chapter.places, chapter.units))
        if say and (end == plan.units or end % (10 * CHAPTER) == 0):
            say(f"{end} units out of {plan.units}")
    files["doublons"].put(pa.concat_tables(duplicates).sort_by("siren"))
    files["successions"].put(pa.concat_tables(links).sort_by("siretEtablissementPredecesseur"))


def _chapter(plan: Plan, cast: Troupe, first: int, end: int) -> tuple[Chapter, Numbers]:
    """The units from that one to before that one, and the SIREN that they had at first."""
    dice = np.random.default_rng([plan.seed, first, 0])
    slots = LOWEST + np.arange(first, end) * plan.stride
    base = keyed(slots + dice.integers(0, plan.stride - 1, end - first))
    drafted = draft(dice, _free(base, cast))
    chapter = Chapter(unit_table(dice, drafted), place_table(dice, drafted))
    chapter.successions.append(_successions(plan, chapter))
    low = 0 if first == 0 else int(slots[0]) * 10
    high = 10**9 if end == plan.units else (LOWEST + end * plan.stride) * 10
    chapter.add(*cast.between(low, high))
    chapter.sort()
    for number in range(1, plan.month + 1):
        month = Month(number, plan.seed)
        live(chapter, month, np.random.default_rng([plan.seed, first, number]), still=cast.sirens)
        to_come = keyed(slots + plan.stride - 1)[_newborn(plan, base, number)]
        _bear(chapter, month, _free(to_come, cast), first)
    return chapter, base


def _free(sirens: Numbers, cast: Troupe) -> Numbers:
    return sirens[~np.isin(sirens, cast.taken)]


def _newborn(plan: Plan, base: Numbers, number: int) -> Flags:
    """Behind which units a new one opens in that month; behind each at most once."""
    drawn = lot(base, plan.seed, 0, 3)
    return (drawn >= BORN * (number - 1)) & (drawn < BORN * number) & ~_is_duplicated(plan, base)


def _is_duplicated(plan: Plan, base: Numbers) -> Flags:
    return lot(base, plan.seed, 0, 4) < DUPLICATED


def _bear(chapter: Chapter, month: Month, sirens: Numbers, first: int) -> None:
    """Open new units."""
    dice = np.random.default_rng([month.seed, first, month.number, 1])
    drafted = draft(dice, sirens, born=(month.first, month.last))
    chapter.add(unit_table(dice, drafted), place_table(dice, drafted, last=month.last))
    chapter.sort()


def _duplicates(plan: Plan, cast: Troupe, base: Numbers, first: int) -> pa.Table:
    """Units that once had a second SIREN, which INSEE took back."""
    slots = LOWEST + np.arange(first, first + len(base)) * plan.stride + plan.stride - 1
    chosen = _is_duplicated(plan, base) & ~np.isin(keyed(slots), cast.taken)
    treated = (LAST_DAY - (lot(base[chosen], plan.seed, 0, 5) * 6000).astype(np.int64)) * DAY + 9 * 3600
    columns = {
        "siren": digits(base[chosen], 9),
        "sirenDoublon": digits(keyed(slots[chosen]), 9),
        "dateDernierTraitementDoublon": moments(treated),
    }
    return table(DUPLICATES, columns, int(chosen.sum()))


def _successions(plan: Plan, chapter: Chapter) -> pa.Table:
    """Closed establishments of living units whose business went on at the head office."""
    units, places = chapter.units, chapter.places
    sirens = numbers_of(units["siren"])
    owner = pa.array(np.searchsorted(sirens, numbers_of(places["siren"])))
    alive = units["etatAdministratifUniteLegale"].take(owner)
    gone = pc.and_(pc.equal(places["etatAdministratifEtablissement"], "F"), pc.equal(alive, "A")).to_numpy()
    drawn = lot(numbers_of(places["siret"]), plan.seed, 0, 6)
    chosen = gone & (drawn < SUCCEEDED)
    rows = places.filter(pa.array(chosen))
    after = joined(rows["siren"], units["nicSiegeUniteLegale"].take(owner).filter(pa.array(chosen)))
    return successions(
        rows["siret"],
        after,
        rows["dateDebut"],
        rows["dateDernierTraitementEtablissement"],
        office=drawn[chosen] < SUCCEEDED / 3,
    )

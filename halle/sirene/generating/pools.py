"""Values to draw from, by weight, many at a time."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Dice = np.random.Generator
# Weights are rounded to this many shares, so that one draw is one look into a table.
SHARES = 1 << 18


class Pool:
    """Texts and how often each is drawn (all alike when no weight is said)."""

    def __init__(self, texts: Sequence[str], weights: Sequence[float] | None = None) -> None:
        self.texts = pa.array(texts, pa.string())
        heights = np.cumsum(np.ones(len(texts)) if weights is None else np.asarray(weights, dtype=float))
        marks = (np.arange(SHARES) + 0.5) / SHARES * heights[-1]
        self._shares = np.searchsorted(heights, marks).astype(np.int32)

    def places(self, dice: Dice, count: int) -> Numbers:
        """Where the drawn texts are in the pool."""
        found: Numbers = self._shares[dice.integers(0, SHARES, count)].astype(np.int64)
        return found

    def draw(self, dice: Dice, count: int, *, only: Flags | None = None) -> pa.Array:
        """So many texts; null where `only` says no."""
        return self.at(self.places(dice, count), only=only)

    def at(self, places: Numbers, *, only: Flags | None = None) -> pa.Array:
        """The texts at those places; null where `only` says no."""
        return self.texts.take(pa.array(places, mask=None if only is None else ~only))


def zipf(count: int, slope: float = 0.8) -> list[float]:
    """Weights by rank: a few words are everywhere, most are rare."""
    weights: list[float] = ((np.arange(count) + 4.0) ** -slope).tolist()
    return weights


def joined(*parts: pa.Array | str, by: str = "") -> pa.Array:
    """Columns and fixed texts put together, row by row; null where one of them is."""
    return pc.binary_join_element_wise(*parts, by)


def digits(numbers: Numbers, width: int) -> pa.Array:
    """Numbers as text with zeros in front."""
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")


def only(column: pa.Array, flags: Flags) -> pa.Array:
    """The column, null where the flag is down."""
    return pc.if_else(pa.array(flags), column, pa.scalar(None, column.type))


def either(flags: Flags, yes: pa.Array | str, no: pa.Array | str) -> pa.Array:
    """One or the other, row by row."""
    return pc.if_else(pa.array(flags), yes, no)


def empty(count: int, kind: pa.DataType | None = None) -> pa.Array:
    """Nothing but nulls."""
    return pa.nulls(count, kind or pa.string())

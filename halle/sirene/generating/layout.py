"""Arrow tables with INSEE's columns in INSEE's order and types, and days as numbers."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from halle.sirene.columns import (
    BOOLEANS,
    DATES,
    DUPLICATE_LAYOUT,
    INTEGERS,
    PLACE_LAYOUT,
    SUCCESSION_LAYOUT,
    TIMESTAMPS,
    UNIT_LAYOUT,
)
from halle.sirene.generating.pools import Flags, Numbers, empty

DAY = 86_400
EPOCH = date(1970, 1, 1)
# The invented stock is that of 1 August 2026.
LAST_DAY = (date(2026, 7, 31) - EPOCH).days
MONTH = 30


def kind_of(column: str) -> pa.DataType:
    """Its type in INSEE's Parquet files."""
    for names, kind in (
        (BOOLEANS, pa.bool_()),
        (INTEGERS, pa.int64()),
        (DATES, pa.date32()),
        (TIMESTAMPS, pa.timestamp("us")),
    ):
        if column in names:
            return kind
    return pa.string()


def schema(layout: Sequence[str]) -> pa.Schema:
    """The columns of one file."""
    return pa.schema([(name, kind_of(name)) for name in layout])


UNITS = schema(UNIT_LAYOUT)
PLACES = schema(PLACE_LAYOUT)
DUPLICATES = schema(DUPLICATE_LAYOUT)
SUCCESSIONS = schema(SUCCESSION_LAYOUT)


def table(kinds: pa.Schema, columns: Mapping[str, pa.Array], count: int) -> pa.Table:
    """The columns in their order; null all along where none is given."""
    unknown = columns.keys() - set(kinds.names)
    if unknown:
        raise KeyError(f"not columns of INSEE's: {sorted(unknown)}")
    arrays = [columns[one.name].cast(one.type) if one.name in columns else empty(count, one.type) for one in kinds]
    return pa.Table.from_arrays(arrays, schema=kinds)


def day(year: int, month: int = 1, of_month: int = 1) -> int:
    """A date as days since 1970."""
    return (date(year, month, of_month) - EPOCH).days


def days(numbers: Numbers, *, known: Flags | None = None) -> pa.Array:
    """Days since 1970 as dates; null where unknown."""
    return pa.array(numbers.astype(np.int32), mask=None if known is None else ~known).cast(pa.date32())


def moments(seconds: Numbers) -> pa.Array:
    """Seconds since 1970 as Paris time without zone, as INSEE writes."""
    return pa.array(seconds * 1_000_000).cast(pa.timestamp("us"))


def numbers_of(column: pa.ChunkedArray) -> Numbers:
    """SIREN or SIRET as numbers."""
    found: Numbers = column.cast(pa.int64()).to_numpy()
    return found

"""Rows in order of their number. INSEE's files are; a file that is not is sorted on disk first."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from halle.sirene.errors import Refused
from halle.sirene.packing import FIELD
from halle.sirene.reading import ROWS, batches
from halle.sirene.vectors import numbers_of


class OutOfOrder(Exception):  # noqa: N818 - a fact about a file
    """A number is not larger than the one before."""


def ordered(path: Path, kind: str, columns: Sequence[str], folder: Path, *, sort: bool) -> Iterator[pa.RecordBatch]:
    """The file's batches in order of their numbers, each number once (the last line wins).

    Without `sort`, raises OutOfOrder at the first row out of order.
    """
    if sort:
        yield from _sorted(path, kind, columns, folder / f"{kind}-sorting.sqlite")
        return
    last = -1
    for batch in batches(path, columns):
        numbers = numbers_of(batch, kind)
        if len(numbers) and (numbers[0] <= last or np.any(np.diff(numbers) <= 0)):
            raise OutOfOrder
        if len(numbers):
            last = int(numbers[-1])
            yield batch


def _sorted(path: Path, kind: str, columns: Sequence[str], scratch: Path) -> Iterator[pa.RecordBatch]:
    with closing(sqlite3.connect(scratch, isolation_level=None)) as base:
        base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE r (n INTEGER PRIMARY KEY, v)"
        )
        base.execute("BEGIN")
        for batch in batches(path, columns):
            rows = pc.binary_join_element_wise(*batch.columns, FIELD)
            pairs = zip(numbers_of(batch, kind).tolist(), rows.to_pylist(), strict=True)
            base.executemany("INSERT OR REPLACE INTO r VALUES (?, ?)", pairs)
        base.execute("COMMIT")
        cursor = base.execute("SELECT v FROM r ORDER BY n")
        while rows := [row[0].split(FIELD) for row in islice(cursor, ROWS)]:
            if any(len(row) != len(columns) for row in rows):
                raise Refused(f"{path.name}: a value holds a control character: this is not INSEE's file.")
            arrays = [pa.array(values, pa.string()) for values in zip(*rows, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, names=list(columns))
    scratch.unlink()

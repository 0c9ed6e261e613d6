"""The index of names: SQLite's FTS5, two files (open companies, ceased ones) built side by side."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from halle.sirene.ranking import BUCKET, PER_STATE
from halle.sirene.writing import Count, _die_with_parent, fresh_base

# Contentless, no positions: the answer is a number that holds the SIREN. Without prefix indexes, « IMMOBI* » would
# merge thousands of lists.
CREATE = """CREATE VIRTUAL TABLE names USING fts5(words, content='', detail=none, columnsize=0,
prefix='2 3 4 5 6 7 8', tokenize='unicode61 remove_diacritics 2')"""
HASH_BYTES = 192 << 20
INSERTED = 50_000
RANKED = pa.schema([("number", pa.int64()), ("words", pa.string())])


def shard_file(folder: Path, shard: int) -> Path:
    """Where the names of open (0) or ceased (1) companies are."""
    return folder / f"names-{shard}.sqlite"


def index(folder: Path, shard: int, count: Count) -> int:
    """Build one shard from the two spools; how many companies it names."""
    spools = _split_by_bucket(folder, shard)
    indexed = 0
    with fresh_base(shard_file(folder, shard)) as base:
        base.execute(CREATE)
        base.execute("INSERT INTO names(names, rank) VALUES ('hashsize', ?)", [HASH_BYTES])
        base.execute("INSERT INTO names(names, rank) VALUES ('automerge', 0)")
        for spool in spools:
            indexed += _insert(base, spool, count)
            spool.unlink()
        base.execute("INSERT INTO names(names) VALUES ('optimize')")
    return indexed


def _insert(base: sqlite3.Connection, spool: Path, count: Count) -> int:
    inserted = 0
    for batch in _stream(spool):
        _die_with_parent()
        for start in range(0, batch.num_rows, INSERTED):
            part = batch.slice(start, INSERTED)
            pairs = zip(np.asarray(part.column(0)).tolist(), part.column(1).to_pylist(), strict=True)
            base.executemany("INSERT INTO names(rowid, words) VALUES (?, ?)", pairs)
        inserted += batch.num_rows
        count(batch.num_rows)
    return inserted


def _stream(path: Path) -> Iterator[pa.RecordBatch]:
    with pa.memory_map(str(path)) as source, pa.ipc.open_stream(source) as reader:
        yield from reader


def _split_by_bucket(folder: Path, shard: int) -> list[Path]:
    """One spool a bucket, each in order of SIREN: read one after another, they are in order of rank."""
    paths = [folder / f"bucket-{shard}-{number}.arrow" for number in range(PER_STATE)]
    with ExitStack() as stack:
        writers = []
        for path in paths:
            sink = stack.enter_context(pa.OSFile(str(path), "wb"))
            writers.append(stack.enter_context(pa.ipc.new_stream(sink, RANKED)))
        places = _Places(folder / "places.arrow")
        with closing(places):
            for batch in _stream(folder / "units.arrow"):
                _sort_in(batch, shard, places, writers)
    return paths


def _sort_in(batch: pa.RecordBatch, shard: int, places: "_Places", writers: list[Any]) -> None:
    every_bucket = np.asarray(batch.column("bucket")).astype(np.int64)
    mine = every_bucket // PER_STATE == shard
    batch = batch.filter(pa.array(mine))
    if not batch.num_rows:
        return
    buckets, sirens = every_bucket[mine], np.asarray(batch.column("siren"))
    words = pc.binary_join_element_wise(batch.column("words"), places.of(sirens), " ")
    numbers = buckets * BUCKET + sirens
    for bucket in np.unique(buckets):
        chosen = buckets == bucket
        columns = [pa.array(numbers[chosen]), words.filter(pa.array(chosen))]
        writers[int(bucket) % PER_STATE].write_batch(pa.RecordBatch.from_arrays(columns, schema=RANKED))


class _Places:
    """What establishments add to their companies' words, read along with the companies: both are in order of SIREN."""

    def __init__(self, path: Path) -> None:
        self._batches = _stream(path)
        self._sirens = np.zeros(0, np.int64)
        self._words = pa.array([], pa.string())

    def of(self, sirens: Any) -> pa.Array:
        """The words of each of these companies, empty for none; companies never come twice."""
        self._read_to(int(sirens[-1]))
        left = np.searchsorted(self._sirens, sirens, "left")
        right = np.searchsorted(self._sirens, sirens, "right")
        flat = (
            np.concatenate([np.arange(a, b) for a, b in zip(left, right, strict=True)])
            if ((right - left) > 1).any()
            else left[right > left]
        )
        offsets = pa.array(np.append(0, np.cumsum(right - left)).astype(np.int32))
        lists = pa.ListArray.from_arrays(offsets, self._words.take(pa.array(flat.astype(np.int64))))
        gone = int(right[-1])
        self._sirens, self._words = self._sirens[gone:], self._words.slice(gone)
        return pc.binary_join(lists, " ")

    def _read_to(self, siren: int) -> None:
        held = [(self._sirens, self._words)]
        while not len(held[-1][0]) or held[-1][0][-1] <= siren:
            batch = next(self._batches, None)
            if batch is None:
                break
            held.append((np.asarray(batch.column("siren")), batch.column("words")))
        if len(held) > 1:
            self._sirens = np.concatenate([sirens for sirens, _words in held])
            self._words = pa.concat_arrays([words for _sirens, words in held])

    def close(self) -> None:
        """Let go of the file."""
        self._batches.close()  # type: ignore[attr-defined]

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
from halle.sirene.tokens import LONGEST_PREFIX, SHORTEST_PREFIX
from halle.sirene.writing import SPOOL, Count, _die_with_parent, fresh_base

# Contentless, no positions: the answer is a number that holds the SIREN. Without prefix indexes, « IMMOBI* » would
# merge thousands of lists.
TOKENS = "content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 2'"
PREFIXES = " ".join(map(str, range(SHORTEST_PREFIX, LONGEST_PREFIX + 1)))
TABLES = {
    "names": f"CREATE VIRTUAL TABLE names USING fts5(words, {TOKENS}, prefix='{PREFIXES}')",
    "exact": f"CREATE VIRTUAL TABLE exact USING fts5(words, {TOKENS})",
}
HASH_BYTES = {"names": 160 << 20, "exact": 64 << 20}
INSERTED = 50_000
RANKED = pa.schema([("number", pa.int64()), ("names", pa.string()), ("exact", pa.string())])


def shard_file(folder: Path, shard: int) -> Path:
    """Where the names of open (0) or ceased (1) companies are."""
    return folder / f"names-{shard}.sqlite"


def index(folder: Path, shard: int, count: Count) -> int:
    """Build one shard from the two spools; how many companies it names."""
    spools = _split_by_bucket(folder, shard)
    indexed = 0
    with fresh_base(shard_file(folder, shard)) as base:
        for table, create in TABLES.items():
            base.execute(create)
            base.execute(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', ?)", [HASH_BYTES[table]])  # noqa: S608
            base.execute(f"INSERT INTO {table}({table}, rank) VALUES ('automerge', 0)")  # noqa: S608
        for spool in spools:
            indexed += _insert(base, spool, count)
            spool.unlink()
        for table in TABLES:
            base.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608
    return indexed


def _insert(base: sqlite3.Connection, spool: Path, count: Count) -> int:
    inserted = 0
    for batch in _stream(spool):
        _die_with_parent()
        for start in range(0, batch.num_rows, INSERTED):
            part = batch.slice(start, INSERTED)
            numbers = np.asarray(part.column(0)).tolist()
            for column, table in enumerate(TABLES, start=1):
                pairs = zip(numbers, part.column(column).to_pylist(), strict=True)
                base.executemany(f"INSERT INTO {table}(rowid, words) VALUES (?, ?)", pairs)  # noqa: S608 - names of ours
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
    theirs = places.of(sirens)
    texts = [
        pc.binary_join_element_wise(batch.column(name), more, " ")
        for name, more in zip(("words", "exact"), theirs, strict=True)
    ]
    numbers = buckets * BUCKET + sirens
    for bucket in np.unique(buckets):
        chosen = buckets == bucket
        columns = [pa.array(numbers[chosen]), *(text.filter(pa.array(chosen)) for text in texts)]
        writers[int(bucket) % PER_STATE].write_batch(pa.RecordBatch.from_arrays(columns, schema=RANKED))


class _Places:
    """What establishments add to their companies' words, read along with the companies: both are in order of SIREN."""

    def __init__(self, path: Path) -> None:
        self._batches = _stream(path)
        self._held = pa.table({"siren": [], "words": [], "exact": []}, schema=SPOOL.remove(1))
        self._sirens = np.zeros(0, np.int64)

    def of(self, sirens: Any) -> tuple[pa.Array, pa.Array]:
        """The words and the squeezed names of each of these companies, empty for none; companies never come twice."""
        self._read_to(int(sirens[-1]))
        left = np.searchsorted(self._sirens, sirens, "left")
        right = np.searchsorted(self._sirens, sirens, "right")
        counts = right - left
        # Every held line up to the last of these belongs to one of them or to nobody: positions run on.
        flat = np.repeat(left - np.append(0, np.cumsum(counts)[:-1]), counts) + np.arange(counts.sum())
        offsets = pa.array(np.append(0, np.cumsum(counts)).astype(np.int32))
        found = tuple(self._gathered(name, flat, offsets) for name in ("words", "exact"))
        gone = int(right[-1])
        self._sirens, self._held = self._sirens[gone:], self._held.slice(gone)
        return found[0], found[1]

    def _gathered(self, name: str, flat: Any, offsets: pa.Array) -> pa.Array:
        values = self._held.column(name).combine_chunks().take(pa.array(flat.astype(np.int64)))
        return pc.binary_join(pa.ListArray.from_arrays(offsets, values), " ")

    def _read_to(self, siren: int) -> None:
        held = [self._held]
        last = self._sirens[-1] if len(self._sirens) else -1
        while last <= siren:
            batch = next(self._batches, None)
            if batch is None:
                break
            held.append(pa.table(batch.drop_columns(["bucket"])))
            last = int(batch.column("siren")[-1].as_py()) if batch.num_rows else last
        if len(held) > 1:
            self._held = pa.concat_tables(held)
            self._sirens = np.asarray(self._held.column("siren"))

    def close(self) -> None:
        """Let go of the file."""
        self._batches.close()  # type: ignore[attr-defined]

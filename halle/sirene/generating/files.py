"""Writing rows as INSEE publishes them: one CSV in a zip, or Parquet in row groups of 250,000."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from isal import isal_zlib
from pyarrow import parquet

from halle.sirene.columns import FOUR_DIGITS

ROW_GROUP = 250_000
# One fixed moment in the zip, so that the same rows make the same bytes.
MADE_AT = (2026, 8, 1, 0, 0, 0)
# How many tables may wait for the disk: memory stays flat.
WAITING = 1


class Sink(Protocol):
    """One file being written."""

    def put(self, rows: pa.Table) -> None:
        """More rows, in order."""

    def close(self) -> None:
        """No more rows."""


class ZippedCsv:
    """A zip with one CSV: UTF-8 without BOM, quotes only where needed.

    Deflated by isal, three times as fast as zlib; zipfile knows no other deflater, so it writes the directory only.
    """

    def __init__(self, path: Path, kinds: pa.Schema) -> None:
        self._path, self._file = path, path.open("wb")
        self._member = ZipInfo(f"{path.stem}.csv", MADE_AT)
        self._member.compress_type = ZIP_DEFLATED
        self._member.external_attr = 0o644 << 16
        self._member.header_offset, self._member.CRC = 0, 0
        self._deflate = isal_zlib.compressobj(2, wbits=-15)
        self._file.write(self._member.FileHeader(zip64=True))
        self._write((",".join(kinds.names) + "\n").encode())

    def put(self, rows: pa.Table) -> None:
        """More rows, in order."""
        for batch in rows.to_batches():
            if batch.num_rows:
                self._write(csv_lines(batch))

    def close(self) -> None:
        """No more rows."""
        self._put(self._deflate.flush())
        self._file.seek(0)
        self._file.write(self._member.FileHeader(zip64=True))
        self._file.close()
        with ZipFile(self._path, "a") as directory:
            directory.filelist.append(self._member)
            directory.NameToInfo[self._member.filename] = self._member

    def _write(self, text: bytes | memoryview) -> None:
        self._member.CRC = isal_zlib.crc32(text, self._member.CRC)
        self._member.file_size += len(text)
        self._put(self._deflate.compress(text))

    def _put(self, packed: bytes) -> None:
        self._member.compress_size += len(packed)
        self._file.write(packed)


class Parquet:
    """A Parquet file with full row groups."""

    def __init__(self, path: Path, kinds: pa.Schema) -> None:
        self._writer = parquet.ParquetWriter(path, kinds, compression="zstd", compression_level=1)
        self._waiting: list[pa.Table] = []
        self._schema = kinds

    def put(self, rows: pa.Table) -> None:
        """More rows, in order."""
        self._waiting.append(rows)
        if sum(table.num_rows for table in self._waiting) >= ROW_GROUP:
            every = pa.concat_tables(self._waiting)
            full = every.num_rows // ROW_GROUP * ROW_GROUP
            self._writer.write_table(every.slice(0, full), row_group_size=ROW_GROUP)
            self._waiting = [every.slice(full)]

    def close(self) -> None:
        """No more rows."""
        rest = pa.concat_tables([self._schema.empty_table(), *self._waiting])
        self._writer.write_table(rest, row_group_size=ROW_GROUP)
        self._writer.close()


class Aside:
    """A file written in a thread of its own, while the next rows are being invented."""

    def __init__(self, path: Path, kinds: pa.Schema) -> None:
        self.path, self.count = path, 0
        self._sink: Sink = ZippedCsv(path, kinds) if path.suffix == ".zip" else Parquet(path, kinds)
        self._thread = ThreadPoolExecutor(1)
        self._jobs: list[Future[None]] = []

    def put(self, rows: pa.Table) -> None:
        """More rows; waits while too many wait already, and raises what went wrong in the thread."""
        self.count += rows.num_rows
        self._jobs.append(self._thread.submit(self._sink.put, rows))
        while len(self._jobs) > WAITING:
            self._jobs.pop(0).result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        try:
            for job in self._jobs:
                job.result()
        finally:
            self._thread.shutdown()
            self._sink.close()


def csv_lines(batch: pa.RecordBatch) -> memoryview:
    """The rows as CSV text: a line a row, each ended by a line feed."""
    cells = [_cells(column, name) for name, column in zip(batch.schema.names, batch.columns, strict=True)]
    cells[-1] = pc.binary_join_element_wise(pc.fill_null(cells[-1], ""), "", "\n")
    lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")
    _validity, offsets, text = lines.buffers()
    return memoryview(text)[: np.frombuffer(offsets, np.int32)[len(lines)]]


def _cells(column: pa.Array, name: str) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        return pc.replace_substring(column.cast(pa.timestamp("s")).cast(pa.string()), " ", "T")
    text = column.cast(pa.string())
    if name == FOUR_DIGITS:
        return pc.utf8_lpad(text, 4, "0")
    if not pa.types.is_string(column.type):
        return text
    if not _has_special(text):
        return text
    special = pc.match_substring_regex(text, '[",\n\r]')
    return pc.if_else(special, pc.binary_join_element_wise('"', pc.replace_substring(text, '"', '""'), '"', ""), text)


def _has_special(text: pa.Array) -> bool:
    """Whether any cell may need quotes; looks at all bytes at once, since hardly any column has one."""
    characters = text.buffers()[2]
    held = characters.to_pybytes() if characters else b""
    return any(mark in held for mark in (b'"', b",", b"\n", b"\r"))

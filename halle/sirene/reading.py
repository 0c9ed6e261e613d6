"""INSEE's stock files, CSV in a zip or Parquet, as batches of text columns chosen by name."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from pyarrow import parquet

from halle.sirene.columns import FOUR_DIGITS, OPTIONAL
from halle.sirene.errors import Refused
from halle.sirene.zipstream import open_member

BLOCK = 4 << 20
ROWS = 1 << 16


def batches(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """The file's rows, these columns in this order, all text, empty where the file has nothing.

    Raises Refused with one sentence for anything that is not INSEE's file: empty, cut, HTML, another encoding, a
    column missing.
    """
    kind = _kind_of(path)
    with _plain_errors(path):
        if kind == "zip":
            yield from _from_zip(path, columns)
        else:
            yield from _from_parquet(path, columns)


def rows_told(path: Path) -> int | None:
    """How many rows the file says it has; None for a CSV file, which does not say."""
    if _kind_of(path) == "zip":
        return None
    with _plain_errors(path):
        return int(parquet.ParquetFile(path).metadata.num_rows)


def _kind_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        raise Refused(f"{path}: cannot be read ({error.strerror}).") from error
    if not start:
        raise Refused(f"{path.name}: the file is empty.")
    if start.startswith(b"PK\x03\x04"):
        return "zip"
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.lstrip()[:1] == b"<":
        raise Refused(f"{path.name}: this is a web page (HTML), not a stock file: the download went wrong.")
    raise Refused(f"{path.name}: neither a zip nor a Parquet file.")


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except pa.ArrowInvalid as error:
        text = str(error).splitlines()[0]
        if "UTF8" in text or "UTF-8" in text:
            raise Refused(f"{path.name}: the text is not in UTF-8.") from error
        raise Refused(f"{path.name}: the file is cut or is not INSEE's ({text}).") from error
    except OSError as error:
        raise Refused(f"{path.name}: the file is cut or damaged ({error}).") from error


def _from_zip(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    with open_member(path) as probe:
        header = probe.readline(1 << 16)
    try:
        names = header.decode("utf-8-sig").strip().replace('"', "").split(",")
    except UnicodeDecodeError as error:
        raise Refused(f"{path.name}: the text is not in UTF-8.") from error
    present = _present(path, columns, names)
    with open_member(path) as stream:
        reader = arrow_csv.open_csv(
            stream,
            read_options=arrow_csv.ReadOptions(block_size=BLOCK, column_names=names, skip_rows=1),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=False),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=present,
                column_types=dict.fromkeys(present, pa.string()),
                strings_can_be_null=False,
            ),
        )
        for batch in reader:
            yield _in_order(batch, columns)
        # Arrow stops at the last row: the checksum is only known to be right once the zip's end was read.
        while stream.read(io.DEFAULT_BUFFER_SIZE):
            pass


def _from_parquet(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    file = parquet.ParquetFile(path)
    present = _present(path, columns, file.schema_arrow.names)
    for batch in file.iter_batches(batch_size=ROWS, columns=present):
        yield _in_order(batch, columns)


def _present(path: Path, columns: Sequence[str], names: Sequence[str]) -> list[str]:
    missing = [name for name in columns if name not in names and name not in OPTIONAL]
    if missing:
        raise Refused(f"{path.name}: column {missing[0]} is missing ({len(missing)} in all): not INSEE's layout.")
    return [name for name in columns if name in names]


def _in_order(batch: pa.RecordBatch, columns: Sequence[str]) -> pa.RecordBatch:
    empty = pa.nulls(batch.num_rows, pa.string()).fill_null("")
    names = set(batch.schema.names)
    arrays = [_text(batch.column(name), name) if name in names else empty for name in columns]
    return pa.RecordBatch.from_arrays(arrays, names=list(columns))


def _text(array: pa.Array, name: str) -> pa.Array:
    if pa.types.is_string(array.type):
        return array if not array.null_count else pc.fill_null(array, "")
    if pa.types.is_timestamp(array.type):
        array = array.cast(pa.timestamp("s"), safe=False)
    text = pc.fill_null(array.cast(pa.string()), "")
    if name == FOUR_DIGITS:
        return pc.if_else(pc.equal(text, ""), text, pc.utf8_lpad(text, 4, "0"))
    return text

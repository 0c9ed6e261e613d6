"""What a build does to whole columns at once; `packing`, `tokens` and `ranking` say the same of one line.

Apart from them because Arrow takes half a second to load, which look-ups must not pay.
"""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from halle.sirene.columns import MASKED
from halle.sirene.errors import Refused
from halle.sirene.packing import BLOCK_LINES, FIELD, LINE, SHORT, SHORTENED, compress
from halle.sirene.ranking import BANDS, CATEGORIES, PER_STATE
from halle.sirene.tokens import POSTCODE_FROM, department_mark, departments

if TYPE_CHECKING:
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

WIDTH = {"unit": 9, "place": 14}
BETWEEN_WORDS = r"[^0-9A-Za-z\x{00c0}-\x{024f}]+"
# Made once: Arrow looks for pandas at each list that it is given.
POSTCODE_LETTERS = pa.array([chr(POSTCODE_FROM + number) for number in range(1000)])
OVERSEAS = pa.array(["97", "98"])
BAND_CODES, CATEGORY_CODES = pa.array(BANDS), pa.array(CATEGORIES)


def lines_of(batch: pa.RecordBatch) -> pa.Array:
    """One packed line a row: its number, then the kept columns; what is masked is left empty, never its mark."""
    columns = [_short(batch.column(index), name) for index, name in enumerate(batch.schema.names)]
    lines = pc.binary_join_element_wise(*columns, FIELD, null_handling="replace", null_replacement="")
    _refuse_control_characters(lines, len(columns) - 1)
    return pc.replace_substring(lines, FIELD + MASKED, FIELD)


def _refuse_control_characters(lines: pa.Array, separators: int) -> None:
    """Count the two separators over all bytes at once: a value that holds one would shift what follows."""
    data = np.frombuffer(lines.buffers()[2] or b"", np.uint8)
    if np.count_nonzero(data == ord(FIELD)) != len(lines) * separators or np.any(data == ord(LINE)):
        raise Refused("A value holds a control character: this is not INSEE's file.")


def _short(column: pa.Array, name: str) -> pa.Array:
    if name not in SHORTENED:
        return column
    encoded = pc.dictionary_encode(column)
    words = [SHORT.get(word, word) for word in encoded.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(encoded.indices, pa.array(words, pa.string())).cast(pa.string())


def numbers_of(batch: pa.RecordBatch, kind: str) -> "Numbers":
    """The rows' SIREN or SIRET as integers; raises Refused when one is not a number of the right length."""
    column = batch.column(0)
    right = pc.and_(pc.equal(pc.binary_length(column), WIDTH[kind]), pc.ascii_is_decimal(column))
    if not pc.all(right).as_py():
        wrong = column.filter(pc.invert(right))[0].as_py()
        raise Refused(f"« {wrong[:20]} » is not a number of {WIDTH[kind]} digits: this is not INSEE's file.")
    return np.asarray(column.cast(pa.int64()))


def blocks_of(numbers: "Numbers", lines: pa.Array) -> Iterator[tuple[int, bytes]]:
    """(key, compressed block) for rows in order."""
    offsets = np.append(np.arange(0, len(numbers), BLOCK_LINES), len(numbers)).astype(np.int32)
    joined = pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), lines), LINE)
    for key, text in zip(numbers[offsets[:-1]].tolist(), joined.to_pylist(), strict=True):
        yield key, compress(text)


def squeezed_names(names: pa.Array) -> pa.Array:
    """`squeezed`, accents and capitals apart, which SQLite's tokenizer takes care of."""
    return pc.replace_substring_regex(names, BETWEEN_WORDS, "")


def department_marks(city_codes: pa.Array) -> pa.Array:
    """`department_mark` of each code of a commune in a column."""
    overseas = pc.is_in(pc.utf8_slice_codeunits(city_codes, 0, 2), OVERSEAS)
    short, long = pc.utf8_slice_codeunits(city_codes, 0, 2), pc.utf8_slice_codeunits(city_codes, 0, 3)
    codes, marks = _department_marks()
    return pc.fill_null(marks.take(pc.index_in(pc.if_else(overseas, long, short), codes)), "")


@cache
def _department_marks() -> tuple[pa.Array, pa.Array]:
    codes = departments()
    return pa.array(codes), pa.array([department_mark(code) for code in codes])


def postcode_marks(postcodes: pa.Array) -> pa.Array:
    """`postcode_mark` of each postcode in a column; empty for what is not five digits."""
    right = pc.and_(pc.equal(pc.binary_length(postcodes), 5), pc.ascii_is_decimal(postcodes))
    numbers = pc.if_else(right, postcodes, pa.scalar(None, pa.string())).cast(pa.int32())
    thousands = pc.divide(numbers, 1000)
    rest = pc.subtract(numbers, pc.multiply(thousands, 1000))
    return pc.fill_null(
        pc.binary_join_element_wise(POSTCODE_LETTERS.take(thousands), POSTCODE_LETTERS.take(rest), ""), ""
    )


def buckets(batch: pa.RecordBatch) -> "Numbers":
    """`bucket_of` each row of a batch of units."""
    bands = pc.index_in(batch.column("trancheEffectifsUniteLegale"), BAND_CODES)
    size = np.maximum(np.asarray(pc.fill_null(bands, 0)) - 1, 0)
    found = pc.index_in(batch.column("categorieEntreprise"), CATEGORY_CODES)
    weight = 3 - np.asarray(pc.fill_null(found, 3))
    company = np.asarray(pc.not_equal(batch.column("categorieJuridiqueUniteLegale"), "1000")).astype(np.int64)
    ceased = np.asarray(pc.not_equal(batch.column("etatAdministratifUniteLegale"), "A")).astype(np.int64)
    ranks: Numbers = ceased * PER_STATE + (PER_STATE - 1) - (3 * size + 3 * weight + company)
    return ranks

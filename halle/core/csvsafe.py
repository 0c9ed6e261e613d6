"""Lists as CSV that a spreadsheet opens well and that cannot run anything in it."""

import csv
from collections.abc import Iterable, Iterator

BOM = "\ufeff"
# A cell that begins with one of these is a formula for a spreadsheet (OWASP, « CSV injection »).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> str:
    """The value as text; an apostrophe in front of what a spreadsheet would compute."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class _Echo:
    """What csv.writer writes into: gives each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The file line by line, for a streamed answer: UTF-8 with its mark, semicolons, as French spreadsheets expect."""
    write = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n").writerow
    yield BOM + str(write([safe_cell(cell) for cell in header]))
    for row in rows:
        yield str(write([safe_cell(cell) for cell in row]))

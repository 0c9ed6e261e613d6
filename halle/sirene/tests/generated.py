"""Reading the zips of an invented stock back."""

import csv
import io
import zipfile
from pathlib import Path

N = 2_000
Row = dict[str, str]


def text_of(path: Path) -> str:
    """What the zip holds, which is one CSV of the same name."""
    with zipfile.ZipFile(path) as file:
        (name,) = file.namelist()
        assert name == f"{path.stem}.csv"
        assert file.testzip() is None
        return file.read(name).decode("utf-8")


def rows(path: Path) -> list[Row]:
    """The rows of a zipped CSV."""
    return list(csv.DictReader(io.StringIO(text_of(path), newline="")))


def by(key: str, path: Path) -> dict[str, Row]:
    """The rows by their key, each once."""
    found = {row[key]: row for row in rows(path)}
    assert len(found) == len(rows(path))
    return found

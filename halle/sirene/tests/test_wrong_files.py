"""A file that is not INSEE's is refused with one line, and the register that serves stays as it was."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from halle.sirene.building import Sources, build
from halle.sirene.columns import PLACE_LAYOUT, UNIT_LAYOUT
from halle.sirene.errors import Refused, StockError
from halle.sirene.folders import Folders
from halle.sirene.tests.stocks import POST, place, unit, write_stock, zipped

UNITS = [unit("732829320", "MENUISERIE")]
PLACES = [place("73282932000074")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where a good register serves."""
    build(tmp_path / "sirene", write_stock(tmp_path / "good", UNITS, PLACES))
    return tmp_path / "sirene"


def empty(path: Path) -> None:
    path.write_bytes(b"")


def web_page(path: Path) -> None:
    path.write_text("<!DOCTYPE html><title>Maintenance</title>")


def cut(path: Path) -> None:
    zipped(path, UNIT_LAYOUT, [POST, *UNITS])
    path.write_bytes(path.read_bytes()[:-200])


def noise(path: Path) -> None:
    path.write_bytes(b"siren;name\n" * 50)


def member(path: Path, content: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("StockUniteLegale_utf8.csv", content)


def latin_one(path: Path) -> None:
    line = ",".join("ÉTÉ" if name == "denominationUniteLegale" else "" for name in UNIT_LAYOUT)
    member(path, f"{','.join(UNIT_LAYOUT)}\n732829320{line}\n".encode("latin-1"))


def utf_sixteen(path: Path) -> None:
    member(path, f"{','.join(UNIT_LAYOUT)}\n".encode("utf-16"))


def without_a_column(path: Path) -> None:
    zipped(path, [name for name in UNIT_LAYOUT if name != "denominationUniteLegale"], [{"siren": "732829320"}])


def bomb(path: Path) -> None:
    member(path, b"0" * 50_000_000)


def two_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "siren")
        archive.writestr("b.csv", "siren")


def cut_line(path: Path) -> None:
    member(path, f"{','.join(UNIT_LAYOUT)}\n732829320,O\n".encode())


def not_a_number(path: Path) -> None:
    zipped(path, UNIT_LAYOUT, [{"siren": "73282932X"}])


def flipped_byte(path: Path) -> None:
    zipped(path, UNIT_LAYOUT, [POST, *UNITS])
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(bytes(data))


def parquet_without_a_column(path: Path) -> None:
    parquet.write_table(pa.table({"siren": ["732829320"]}), path)


def cut_parquet(path: Path) -> None:
    parquet_without_a_column(path)
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (empty, "is empty"),
        (web_page, "web page"),
        (cut, "cut or damaged"),
        (noise, "neither a zip nor a Parquet"),
        (latin_one, "not in UTF-8"),
        (utf_sixteen, "not in UTF-8"),
        (without_a_column, "denominationUniteLegale is missing"),
        (bomb, "zip bomb"),
        (two_members, "holds 2"),
        (cut_line, "cut or is not INSEE's"),
        (not_a_number, "not a number of 9 digits"),
        (flipped_byte, "damaged"),
        (parquet_without_a_column, "is missing"),
        (cut_parquet, "cut"),
    ],
)
def test_a_wrong_file_is_refused_with_one_line(
    root: Path, tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    good = write_stock(tmp_path / "next", UNITS, PLACES)
    wrong = tmp_path / "wrong"
    spoil(wrong)
    before = Folders(root).current()

    with pytest.raises(Refused) as refusal:
        build(root, Sources(wrong, good.places))

    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert Folders(root).current() == before
    assert [folder.name for folder in (root / "builds").iterdir()] == [before.name if before else ""]


def test_a_file_that_does_not_exist_is_said_so(root: Path, tmp_path: Path) -> None:
    good = write_stock(tmp_path / "next", UNITS, PLACES)
    with pytest.raises(Refused, match="cannot be read"):
        build(root, Sources(tmp_path / "nothing.zip", good.places))


def test_unknown_columns_and_another_order_are_tolerated(tmp_path: Path) -> None:
    good = write_stock(tmp_path / "stock", UNITS, PLACES)
    layout = ["nouvelleColonne", *reversed(UNIT_LAYOUT)]
    zipped(good.units, layout, [POST, *UNITS])
    assert build(tmp_path / "sirene", good).units == 2


def test_a_stock_out_of_order_is_sorted(tmp_path: Path) -> None:
    good = write_stock(tmp_path / "stock", UNITS, PLACES)
    zipped(good.units, UNIT_LAYOUT, [*UNITS, POST])
    zipped(good.places, PLACE_LAYOUT, [*reversed(PLACES), *PLACES])
    with pytest.raises(StockError):
        build(tmp_path / "sirene", Sources(good.places, good.units))
    assert build(tmp_path / "sirene", good).units == 2
    assert build(tmp_path / "sirene", good).places == 1

"""A CSV file opens well in a spreadsheet and can't run anything there."""

import csv
import io

import pytest

from halle.core.csvsafe import csv_lines, safe_cell


@pytest.mark.parametrize("cell", ["=1+1", "+33 1", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1"])
def test_a_formula_is_kept_as_text(cell):
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("value", "cell"), [(None, ""), ("", ""), (12, "12"), ("Rennes", "Rennes"), ("a=b", "a=b"), ("'x", "'x")]
)
def test_anything_else_stays_as_it_is(value, cell):
    assert safe_cell(value) == cell


def test_the_file_reads_back():
    rows = [["Dupond; Nicolas", 'dit "Nico"'], ["Élodie", "=cmd|' /C calc'!A0"]]
    text = "".join(csv_lines(["Nom", "Surnom"], iter(rows)))
    assert text.startswith("\ufeffNom;Surnom\r\n")
    read = list(csv.reader(io.StringIO(text[1:]), delimiter=";"))
    assert read == [["Nom", "Surnom"], ["Dupond; Nicolas", 'dit "Nico"'], ["Élodie", "'=cmd|' /C calc'!A0"]]

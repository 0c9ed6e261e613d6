"""docs/checklist.md: every id that the tutorial asks of this part of the site, with a test that proves it."""

import ast
import re

import pytest

from tests.sources import ROOT, tree_of

CHECKLIST = ROOT / "docs" / "checklist.md"
IDS = [
    "S-004",
    *(f"S-{number:03}" for number in range(6, 14)),
    *(f"S-{number:03}" for number in range(25, 32)),
    "S-040",
    "S-041",
    *(f"S-{number:03}" for number in range(50, 62)),
    *(f"S-{number:03}" for number in range(70, 85)),
    *(f"S-{number:03}" for number in range(90, 95)),
]
ROW = re.compile(r"^\| (S-\d{3}) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
PROOF = re.compile(r"`([\w/.]+\.py)::(\w+)`")


def rows():
    """The lines of the checklist: id, what, where, proofs."""
    return ROW.findall(CHECKLIST.read_text(encoding="utf-8"))


def test_every_id_is_there_once_and_in_order():
    assert [row[0] for row in rows()] == IDS


@pytest.mark.parametrize("number", IDS)
def test_the_proof_exists(number):
    _id, what, where, proofs = next(row for row in rows() if row[0] == number)
    assert what.strip()
    assert where.strip()
    cited = PROOF.findall(proofs)
    assert cited, f"{number} cites no test"
    for file, name in cited:
        assert name in names_of_tests(file), f"{number} cites {file}::{name}, which does not exist"


def names_of_tests(file):
    """The names of the tests in that file."""
    path = ROOT / file
    assert path.exists(), file
    return {node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)}

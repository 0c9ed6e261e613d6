"""A build (columns at once) and an update (one line at a time) give a company the same words and the same rank."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halle.sirene.applying import names_of
from halle.sirene.columns import KEPT_OF_PLACES, KEPT_OF_UNITS
from halle.sirene.normalise import unit_from
from halle.sirene.packing import pack, unpack
from halle.sirene.ranking import BANDS, CATEGORIES, PER_STATE, bucket_of
from halle.sirene.tokens import departments, marks_of, squeezed, words_in
from halle.sirene.vectors import buckets, department_marks, lines_of, postcode_marks, squeezed_names
from halle.sirene.writing import unit_words

WORDS = st.text(st.characters(codec="latin-1", categories=("Lu", "Ll", "Nd", "Zs", "Pd", "Po")), max_size=24)
NAMES = {name: WORDS for name in KEPT_OF_UNITS if name.startswith(("denom", "sigle", "nomU", "prenom", "pseudo"))}
CODES = {
    "statutDiffusionUniteLegale": st.sampled_from(["O", "P"]),
    "trancheEffectifsUniteLegale": st.sampled_from(["", *BANDS]),
    "categorieEntreprise": st.sampled_from(["", *CATEGORIES]),
    "categorieJuridiqueUniteLegale": st.sampled_from(["1000", "5710"]),
    "etatAdministratifUniteLegale": st.sampled_from(["A", "C"]),
    "nomenclatureActivitePrincipaleUniteLegale": st.sampled_from(["", "NAFRev2", "NAF2025", "NAP"]),
}
UNITS = st.fixed_dictionaries({name: (CODES | NAMES).get(name, st.just("")) for name in KEPT_OF_UNITS})


def batch_of(kind: str, columns: Mapping[str, str]) -> pa.RecordBatch:
    kept = KEPT_OF_UNITS if kind == "unit" else KEPT_OF_PLACES
    number = {"siren": "732829320"} if kind == "unit" else {"siret": "73282932000074"}
    row = {**number, **{name: columns.get(name, "") for name in kept}}
    return pa.RecordBatch.from_arrays([pa.array([value]) for value in row.values()], names=list(row))


@settings(deadline=None)
@given(UNITS)
def test_words_and_rank_are_the_same(columns: dict[str, str]) -> None:
    batch = batch_of("unit", columns)
    built, updated = unit_words(batch), names_of({"siren": "732829320", **columns}, [])
    for column, text in zip(built, updated, strict=True):
        assert set(words_in(column[0].as_py())) == set(words_in(text))
    assert np.asarray(buckets(batch))[0] == bucket_of(unit_from(columns))
    assert 0 <= bucket_of(unit_from(columns)) < 2 * PER_STATE


@settings(deadline=None)
@given(UNITS)
def test_a_packed_line_keeps_every_column(columns: dict[str, str]) -> None:
    line = lines_of(batch_of("unit", columns))[0].as_py()
    assert line == pack("unit", {"siren": "732829320", **columns})
    assert unpack("unit", line) == {"siren": "732829320", **columns}


def test_a_packed_line_never_holds_the_mark_of_what_is_masked() -> None:
    columns = dict.fromkeys(KEPT_OF_PLACES, "[ND]")
    line = lines_of(batch_of("place", columns))[0].as_py()
    assert "ND" not in line
    assert line == pack("place", {"siret": "73282932000074", **columns})


@pytest.mark.parametrize("code", departments())
def test_a_place_has_the_same_marks_in_both(code: str) -> None:
    city, postcode = (code + "00123")[:5], f"{code[:2].replace('A', '0').replace('B', '0')}230"
    both = f"{department_marks(pa.array([city]))[0].as_py()} {postcode_marks(pa.array([postcode]))[0].as_py()}"
    assert both == marks_of(city, postcode)


@settings(deadline=None)
@given(WORDS)
def test_a_name_is_squeezed_in_the_same_way(name: str) -> None:
    assert words_in(squeezed_names(pa.array([name]))[0].as_py()) == ([squeezed(name)] if squeezed(name) else [])

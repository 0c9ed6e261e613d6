"""The invented stock is laid out as INSEE's, the same for the same seed, and moves on from month to month."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret

from halle.core.nomenclatures import NAF_FILES, Naf, table
from halle.sirene.building import Sources, build
from halle.sirene.columns import (
    BOOLEANS,
    DATES,
    DUPLICATE_LAYOUT,
    INTEGERS,
    MASKED,
    PLACE_LAYOUT,
    SUCCESSION_LAYOUT,
    TIMESTAMPS,
    UNIT_LAYOUT,
)
from halle.sirene.generating import Stock, generate, stock
from halle.sirene.generating.keys import is_right, keyed
from halle.sirene.generating.words import rows_of
from halle.sirene.local import LocalRegister
from halle.sirene.records import State
from halle.sirene.tests.generated import N, rows, text_of

LAYOUTS = {
    "unites_legales": UNIT_LAYOUT,
    "etablissements": PLACE_LAYOUT,
    "doublons": DUPLICATE_LAYOUT,
    "successions": SUCCESSION_LAYOUT,
}
KEYS = {"unites_legales": "siren", "etablissements": "siret"}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """The stock at first, as CSV."""
    return generate(tmp_path_factory.mktemp("base"), units=N)


@pytest.fixture(scope="module")
def columnar(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """The stock at first, as Parquet."""
    return generate(tmp_path_factory.mktemp("columnar"), units=N, format="parquet")


def told(stock_: Stock) -> Iterator[tuple[str, Path]]:
    """Each file with its name."""
    return ((name, getattr(stock_, name)) for name in LAYOUTS)


def as_csv(value: object) -> str:
    """A value of a Parquet file as INSEE's CSV would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def test_files_have_insee_s_names_and_columns_in_order(base: Stock) -> None:
    for name, path in told(base):
        header, *lines = text_of(path).splitlines()
        assert header.split(",") == list(LAYOUTS[name])
        assert len(lines) == base.counts[name] > 0
    assert base.unites_legales.name == "StockUniteLegale_utf8.zip"
    assert base.etablissements.name == "StockEtablissement_utf8.zip"
    assert base.doublons.name == "StockDoublons_utf8.zip"
    assert base.successions.name == "StockEtablissementLiensSuccession_utf8.zip"


def test_parquet_has_insee_s_types(columnar: Stock) -> None:
    for name, path in told(columnar):
        schema = parquet.read_schema(path)
        assert schema.names == list(LAYOUTS[name])
        for field in schema:
            kind = (
                pa.bool_()
                if field.name in BOOLEANS
                else pa.int64()
                if field.name in INTEGERS
                else pa.date32()
                if field.name in DATES
                else pa.timestamp("us")
                if field.name in TIMESTAMPS
                else pa.string()
            )
            assert field.type == kind, field.name


def test_csv_and_parquet_tell_the_same_rows(base: Stock, columnar: Stock) -> None:
    assert base.counts == columnar.counts
    for (_name, in_csv), (_again, in_parquet) in zip(told(base), told(columnar), strict=True):
        for line, row in zip(rows(in_csv), parquet.read_table(in_parquet).to_pylist(), strict=True):
            said = {name: as_csv(value) for name, value in row.items()}
            if "categorieJuridiqueUniteLegale" in said:
                said["categorieJuridiqueUniteLegale"] = said["categorieJuridiqueUniteLegale"].zfill(4)
            assert said == line


def test_only_cells_that_need_quotes_have_them(base: Stock) -> None:
    for _name, path in told(base):
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows(csv.reader(io.StringIO(text_of(path), newline="")))
        assert out.getvalue() == text_of(path)
    assert '"L\'ATELIER ""BOIS & CIE"", SOCIÉTÉ D\'ÉBÉNISTERIE"' in text_of(base.unites_legales)


def test_rows_are_sorted_and_keys_are_right(base: Stock, tmp_path: Path) -> None:
    for one in (base, generate(tmp_path, units=N, month=2)):
        for name, key in KEYS.items():
            keys = [row[key] for row in rows(getattr(one, name))]
            assert keys == sorted(set(keys))
        assert all(stdnum_siren.is_valid(row["siren"]) for row in rows(one.unites_legales))
        for row in rows(one.etablissements):
            assert stdnum_siret.is_valid(row["siret"]), row["siret"]
            assert row["siret"] == row["siren"] + row["nic"]


def test_partial_diffusion_hides_the_street_and_leaves_the_town(base: Stock) -> None:
    hidden = [row for row in rows(base.etablissements) if row["statutDiffusionEtablissement"] == "P"]
    assert len(hidden) > N / 20
    visible = {"libelleCommuneEtablissement", "codeCommuneEtablissement", "activitePrincipaleEtablissement", "siret"}
    for row in hidden:
        for name in ("numeroVoie", "typeVoie", "libelleVoie", "codePostal", "identifiantAdresse", "complementAdresse"):
            assert row[f"{name}Etablissement"] in ("", MASKED)
        assert MASKED not in {row[name] for name in visible}
    assert any(row["libelleCommuneEtablissement"] and row["codePostalEtablissement"] == MASKED for row in hidden)
    assert any(row["complementAdresseEtablissement"] == "" for row in hidden)


def test_partial_diffusion_hides_who_a_person_is(base: Stock) -> None:
    units = rows(base.unites_legales)
    persons = [
        row
        for row in units
        if row["statutDiffusionUniteLegale"] == "P" and row["categorieJuridiqueUniteLegale"] == "1000"
    ]
    assert persons
    for row in persons:
        assert row["nomUniteLegale"] == row["prenom1UniteLegale"] == row["sexeUniteLegale"] == MASKED
        assert row["denominationUniteLegale"] == ""
        assert row["dateCreationUniteLegale"] != MASKED
    hidden = {row["siren"] for row in persons}
    signs = {row["enseigne1Etablissement"] for row in rows(base.etablissements) if row["siren"] in hidden}
    assert signs <= {"", MASKED}
    assert MASKED in signs


def test_nothing_is_hidden_of_the_others(base: Stock) -> None:
    masked = {row["siren"] for row in rows(base.unites_legales) if MASKED in row.values()}
    partial = {row["siren"] for row in rows(base.unites_legales) if row["statutDiffusionUniteLegale"] == "P"}
    assert masked <= partial
    for row in rows(base.etablissements):
        if row["siren"] not in partial and row["statutDiffusionEtablissement"] == "O":
            assert MASKED not in row.values()


def test_the_stock_looks_like_france(base: Stock) -> None:
    units, places = rows(base.unites_legales), rows(base.etablissements)
    generated = [row for row in places if row["siren"] != "356000000"]
    persons = [row for row in units if row["categorieJuridiqueUniteLegale"] == "1000"]
    assert 0.5 < len(persons) / len(units) < 0.6
    assert 1.3 < len(generated) / len(units) < 1.6
    assert 0.4 < sum(row["etatAdministratifUniteLegale"] == "A" for row in units) / len(units) < 0.6
    assert 0.07 < sum(row["statutDiffusionUniteLegale"] == "P" for row in units) / len(units) < 0.13
    assert {row["nomenclatureActivitePrincipaleUniteLegale"] for row in units} == {
        "NAFRev2",
        "NAFRev1",
        "NAF1993",
        "NAP",
    }
    assert {"", "PME", "ETI", "GE"} == {row["categorieEntreprise"] for row in units}
    assert any(row["unitePurgeeUniteLegale"] == "true" for row in units)
    assert any(row["codePaysEtrangerEtablissement"] for row in generated)
    assert any(row["codeCedexEtablissement"] for row in generated)
    names = Counter(row["denominationUniteLegale"] for row in units if row["denominationUniteLegale"])
    assert len(names) > 0.9 * names.total() - names[MASKED]


def test_codes_are_those_of_the_official_tables(base: Stock) -> None:
    legal, bands = table("legal_categories_level3"), table("workforce_bands")
    for row in rows(base.unites_legales):
        assert row["categorieJuridiqueUniteLegale"] in legal
        assert row["trancheEffectifsUniteLegale"] in {"", *bands}
        nomenclature = Naf(row["nomenclatureActivitePrincipaleUniteLegale"])
        assert row["activitePrincipaleUniteLegale"] in table(NAF_FILES[nomenclature])
        modern = row["activitePrincipaleNAF25UniteLegale"]
        assert bool(modern) == (row["etatAdministratifUniteLegale"] == "A")
        assert not modern or modern in table("naf_2025")
    types = table("street_types")
    assert {row["typeVoieEtablissement"] for row in rows(base.etablissements)} <= {"", MASKED, *types}


def test_the_same_seed_makes_the_same_bytes_and_another_seed_other_rows(base: Stock, tmp_path: Path) -> None:
    again = generate(tmp_path / "again", units=N)
    other = generate(tmp_path / "other", units=N, seed=2)
    for name, path in told(base):
        assert path.read_bytes() == getattr(again, name).read_bytes()
    mine, theirs = ({row["siren"] for row in rows(one.unites_legales)} for one in (base, other))
    assert len(mine & theirs) < N / 10


def test_chapters_follow_each_other_without_a_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock, "CHAPTER", 300)
    made = generate(tmp_path, units=1_000, month=1)
    sirens = [row["siren"] for row in rows(made.unites_legales)]
    assert sirens == sorted(set(sirens))
    assert {"356000000", "732829320", "998600035"} <= set(sirens)


def test_all_departements_have_a_commune() -> None:
    found = {row["code"][: 3 if row["code"][:2] in ("97", "98") else 2] for row in rows_of("communes")}
    known = {row for row in table("departements") if row not in ("75", "69", "13")}
    assert found >= {code for code in known if len(code) == 2 or code in ("971", "972", "973", "974", "976")}
    assert {"75", "69", "13"} <= found


def test_the_local_register_is_built_from_it(base: Stock, tmp_path: Path) -> None:
    facts = build(tmp_path, Sources(base.unites_legales, base.etablissements, base.doublons, base.successions))
    assert (facts.units, facts.places) == (base.counts["unites_legales"], base.counts["etablissements"])
    register = LocalRegister(tmp_path)
    found = register.lookup("35600000020009")
    assert found is not None
    assert found.unit.name == "LA POSTE"
    kept = register.company("991001017")
    assert kept is not None
    assert (kept.unit.name, kept.duplicate_of) == ("BISCUITERIE DE L'ABER", "991001017")
    (ceased,) = register.search("FONDERIES DU BLAVET")
    assert ceased.unit.state == State.CEASED


@pytest.mark.parametrize(("units", "month"), [(0, 0), (60_000_000, 0), (10, -1)])
def test_a_size_that_cannot_be_is_refused(units: int, month: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Between 1 and"):
        generate(tmp_path, units=units, month=month)


def test_a_failure_while_writing_is_told(tmp_path: Path) -> None:
    (tmp_path / "StockEtablissement_utf8.zip").mkdir()
    with pytest.raises(IsADirectoryError):
        generate(tmp_path, units=10)


def test_progress_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    generate(tmp_path, units=10, say=said.append)
    assert said == ["10 units out of 10"]


def test_a_wrong_key_is_seen() -> None:
    right = keyed(np.arange(10_000_000, 10_000_100))
    assert is_right(right).all()
    assert not is_right(right + 1).any()

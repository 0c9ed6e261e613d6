"""`halle sirene` at a terminal and in a script."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from halle.sirene.tests.stocks import place, unit, write_stock

ARMOR = {
    "siren": "998600035",
    "siret": "99860003500039",
    "nic": "00039",
    "name": "ARMOR NUMERIQUE",
    "acronym": "AN",
    "legal_category": "5710",
    "naf": {"code": "62.01Z", "nomenclature": "NAFRev2"},
    "naf_2025": "62.10Y",
    "category": "PME",
    "state": "active",
    "created_on": "2012-03-19",
    "head_office": True,
    "diffusible": True,
    "establishments": 2,
    "address": {
        "line": "BATIMENT C, 12 B AVENUE DES BRUYERES, BP 40",
        "postcode": "35000",
        "city": "RENNES",
        "city_code": "35238",
        "country": "FR",
    },
}


@pytest.fixture
def built(tmp_path: Path, settings: Any) -> Path:
    settings.SIRENE_ROOT = tmp_path / "sirene"
    stock = write_stock(
        tmp_path / "stock",
        [
            unit(
                "998600035",
                "ARMOR NUMERIQUE",
                sigleUniteLegale="AN",
                categorieEntreprise="PME",
                nicSiegeUniteLegale="00039",
                dateCreationUniteLegale="2012-03-19",
                activitePrincipaleUniteLegale="62.01Z",
                nomenclatureActivitePrincipaleUniteLegale="NAFRev2",
                activitePrincipaleNAF25UniteLegale="62.10Y",
            ),
            unit("812345673", "[ND]", statutDiffusionUniteLegale="P", etatAdministratifUniteLegale="C"),
        ],
        [
            place(
                "99860003500039",
                complementAdresseEtablissement="BATIMENT C",
                numeroVoieEtablissement="12",
                indiceRepetitionEtablissement="B",
                typeVoieEtablissement="AV",
                libelleVoieEtablissement="DES BRUYERES",
                distributionSpecialeEtablissement="BP 40",
            ),
            place("99860003500047", etablissementSiege="false"),
            place("81234567300012", postcode="[ND]", statutDiffusionEtablissement="P"),
        ],
    )
    said = run(
        "build", "--unites-legales", stock.units, "--etablissements", stock.places, "--doublons", stock.duplicates
    )
    assert said.startswith("3 companies, 4 establishments")
    return tmp_path


def run(*words: object) -> str:
    out = StringIO()
    call_command("sirene", *map(str, words), stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.parametrize("number", [["998", "600", "035"], ["998 600 035 00039"], ["998600035"]])
def test_lookup_as_data(built: Path, number: list[str]) -> None:
    assert json.loads(run("lookup", *number, "--json")) == ARMOR


def test_lookup_of_what_is_masked(built: Path) -> None:
    told = json.loads(run("lookup", "812345673", "--json"))
    assert (told["name"], told["diffusible"], told["state"]) == (None, False, "ceased")
    assert told["address"] == {"line": None, "postcode": None, "city": "RENNES", "city_code": "35238", "country": "FR"}


def test_lookup_for_a_person(built: Path) -> None:
    said = run("lookup", "998600035")
    for text in ("ARMOR NUMERIQUE (AN)", "998 600 035", "35000 RENNES", "Programmation informatique"):
        assert text in said.replace("\u00a0", " ")


def test_nothing_found_is_an_error_in_both(built: Path) -> None:
    for words, answer in ((["111111118", "--json"], {"error": "unknown number"}), (["111111118"], None)):
        out = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("sirene", "lookup", *words, stdout=out, stderr=StringIO())
        assert ended.value.code == 1
        assert (json.loads(out.getvalue()) if answer else None) == answer


def test_search_as_data_is_a_list_of_the_same(built: Path) -> None:
    assert json.loads(run("search", "armor num", "--json")) == [ARMOR]
    assert json.loads(run("search", "zzzz", "--json")) == []
    assert "ARMOR NUMERIQUE" in run("search", "armor 35")


def test_stats(built: Path) -> None:
    told = json.loads(run("stats", "--json"))
    assert (told["companies"], told["establishments"]) == (3, 4)
    assert "companies" in run("stats")


def test_a_refused_file_is_one_line(built: Path) -> None:
    (built / "empty.zip").write_bytes(b"")
    with pytest.raises(CommandError, match="the file is empty"):
        run("build", "--unites-legales", built / "empty.zip", "--etablissements", built / "empty.zip")


def test_without_a_register_it_is_said(tmp_path: Path, settings: Any) -> None:
    settings.SIRENE_ROOT = tmp_path
    with pytest.raises(CommandError, match="pas installé"):
        run("stats")


def test_update_without_a_key_says_which(built: Path) -> None:
    with pytest.raises(CommandError, match="HALLE_INSEE_KEY"):
        run("update")


def test_generate_then_build(tmp_path: Path, settings: Any) -> None:
    settings.SIRENE_ROOT = tmp_path / "sirene"
    said = run("generate", "--units", 300, "--seed", 3, "--into", tmp_path)
    units, places = (line for line in said.splitlines() if line.startswith("/"))
    run("build", "--unites-legales", units, "--etablissements", places)
    assert json.loads(run("lookup", "356000000", "--json"))["name"] == "LA POSTE"

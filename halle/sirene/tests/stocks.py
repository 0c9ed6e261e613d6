"""Small stocks written by hand, in INSEE's exact layout."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from halle.sirene.building import Sources
from halle.sirene.columns import DUPLICATE_LAYOUT, PLACE_LAYOUT, SUCCESSION_LAYOUT, UNIT_LAYOUT

Row = Mapping[str, str]
POST = {
    "siren": "356000000",
    "statutDiffusionUniteLegale": "O",
    "dateCreationUniteLegale": "1991-01-01",
    "etatAdministratifUniteLegale": "A",
    "denominationUniteLegale": "LA POSTE",
    "categorieJuridiqueUniteLegale": "5599",
    "categorieEntreprise": "GE",
    "trancheEffectifsUniteLegale": "53",
    "nicSiegeUniteLegale": "00048",
    "activitePrincipaleUniteLegale": "53.10Z",
    "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2",
    "dateDernierTraitementUniteLegale": "2026-10-01T08:00:00",
}
POST_OFFICE = {
    "siren": "356000000",
    "nic": "00048",
    "siret": "35600000000048",
    "statutDiffusionEtablissement": "O",
    "etablissementSiege": "true",
    "numeroVoieEtablissement": "9",
    "typeVoieEtablissement": "RUE",
    "libelleVoieEtablissement": "DU COLONEL PIERRE AVIA",
    "codePostalEtablissement": "75015",
    "libelleCommuneEtablissement": "PARIS 15",
    "codeCommuneEtablissement": "75115",
    "etatAdministratifEtablissement": "A",
    "dateDernierTraitementEtablissement": "2026-10-01T08:00:00",
}


def unit(siren: str, name: str = "", **columns: str) -> dict[str, str]:
    """An open company with a name."""
    said = {"siren": siren, "denominationUniteLegale": name, "statutDiffusionUniteLegale": "O"}
    more = {"etatAdministratifUniteLegale": "A", "categorieJuridiqueUniteLegale": "5710"}
    return {**said, **more, "nicSiegeUniteLegale": "00012", **columns}


def place(
    siret: str, city: str = "RENNES", postcode: str = "35000", code: str = "35238", **columns: str
) -> dict[str, str]:
    """An open establishment in a town."""
    said = {"siren": siret[:9], "nic": siret[9:], "siret": siret, "statutDiffusionEtablissement": "O"}
    where = {
        "libelleCommuneEtablissement": city,
        "codePostalEtablissement": postcode,
        "codeCommuneEtablissement": code,
    }
    return {**said, **where, "etatAdministratifEtablissement": "A", "etablissementSiege": "true", **columns}


def write_stock(
    folder: Path,
    units: Iterable[Row] = (),
    places: Iterable[Row] = (),
    *,
    duplicates: Iterable[Row] = (),
    successions: Iterable[Row] = (),
) -> Sources:
    """The four zips, La Poste always among them as in every real stock."""
    folder.mkdir(parents=True, exist_ok=True)
    return Sources(
        zipped(folder / "units.zip", UNIT_LAYOUT, in_order([POST, *units], "siren")),
        zipped(folder / "places.zip", PLACE_LAYOUT, in_order([POST_OFFICE, *places], "siret")),
        zipped(folder / "duplicates.zip", DUPLICATE_LAYOUT, duplicates),
        zipped(folder / "successions.zip", SUCCESSION_LAYOUT, successions),
    )


def in_order(rows: Iterable[Row], key: str) -> list[Row]:
    """As INSEE sorts them."""
    return sorted(rows, key=lambda row: row[key])


def zipped(path: Path, layout: Sequence[str], rows: Iterable[Row]) -> Path:
    """One CSV file in a zip."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, layout, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{path.stem}.csv", text.getvalue().encode())
    return path

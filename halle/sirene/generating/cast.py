"""Hand-written units that are in every invented stock: the demonstration's companies, public bodies, one of each kind.

Their rows are in data/cast_*.csv, under INSEE's column names; empty `from_month` and `until_month` mean always. What
nearly all rows share is not written there but filled in here.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from halle.core.nomenclatures import Naf
from halle.sirene.generating.codes import codes
from halle.sirene.generating.keys import POST, POST_OFFICE
from halle.sirene.generating.layout import DUPLICATES, PLACES, SUCCESSIONS, UNITS, numbers_of
from halle.sirene.generating.pools import Numbers
from halle.sirene.generating.words import rows_of

Row = dict[str, str]
TREATED = "2026-06-12T10:30:00"
POST_OFFICES = 300
POST_NICS = range(30_000, 60_000)
OF_POST = {
    "siren": str(POST),
    "typeVoieEtablissement": "PL",
    "libelleVoieEtablissement": "DE LA MAIRIE",
    "activitePrincipaleEtablissement": "53.10Z",
    "dateCreationEtablissement": "1991-01-01",
    "enseigne1Etablissement": "LA POSTE",
}


@dataclass(frozen=True, slots=True)
class Troupe:
    """All hand-written rows, unmasked; `taken`: the SIREN that no generated unit may have."""

    units: pa.Table
    places: pa.Table
    duplicates: pa.Table
    successions: pa.Table
    sirens: Numbers
    taken: Numbers

    def between(self, low: int, high: int) -> tuple[pa.Table, pa.Table]:
        """Units and establishments from that SIREN to before that one."""
        units, places = (
            rows.filter(pa.array((numbers >= low) & (numbers < high)))
            for rows in (self.units, self.places)
            for numbers in [numbers_of(rows["siren"])]
        )
        return units, places


@cache
def troupe(month: int = 0) -> Troupe:
    """The cast as it is in that month."""
    units = [_unit(row) for row in _in(month, "cast_units")]
    places = [_place(row) for row in [*_in(month, "cast_places"), *_post_offices()]]
    links = defaultdict(list)
    for row in _in(month, "cast_links"):
        links[row["kind"]].append(row)
    duplicates = typed(DUPLICATES, [_duplicate(row) for row in links["duplicate"]])
    sirens = numbers_of((rows := typed(UNITS, units))["siren"])
    return Troupe(
        units=rows,
        places=typed(PLACES, places),
        duplicates=duplicates,
        successions=typed(SUCCESSIONS, [_succession(row) for row in links["succession"]]),
        sirens=sirens,
        taken=np.union1d(sirens, numbers_of(duplicates["sirenDoublon"])),
    )


def typed(kinds: pa.Schema, rows: list[Row]) -> pa.Table:
    """Rows of text under INSEE's column names, as a table; what is empty or missing is null."""
    arrays = [pa.array([row.get(one.name) or None for row in rows], pa.string()).cast(one.type) for one in kinds]
    return pa.Table.from_arrays(arrays, schema=kinds)


def _in(month: int, name: str) -> list[Row]:
    return [
        row
        for row in rows_of(name)
        if int(row.get("from_month") or 0) <= month < int(row.get("until_month") or 1 << 30)
    ]


def _unit(row: Row) -> Row:
    said = {
        "statutDiffusionUniteLegale": "O",
        "etatAdministratifUniteLegale": "A",
        "nomenclatureActivitePrincipaleUniteLegale": Naf.REV2.value,
        "dateDernierTraitementUniteLegale": TREATED,
        "nombrePeriodesUniteLegale": "2",
        "dateDebut": row.get("dateCreationUniteLegale", ""),
        "anneeCategorieEntreprise": "2023" if row.get("categorieEntreprise") else "",
    }
    found = {**said, **{name: value for name, value in row.items() if value}}
    if found["etatAdministratifUniteLegale"] == "A":
        found["activitePrincipaleNAF25UniteLegale"] = _modern()[found["activitePrincipaleUniteLegale"]]
    return found


def _place(row: Row) -> Row:
    said = {
        "siret": row["siren"] + row["nic"],
        "statutDiffusionEtablissement": "O",
        "etatAdministratifEtablissement": "A",
        "etablissementSiege": "false",
        "nomenclatureActivitePrincipaleEtablissement": Naf.REV2.value,
        "dateDernierTraitementEtablissement": TREATED,
        "nombrePeriodesEtablissement": "2",
        "dateDebut": row.get("dateCreationEtablissement", ""),
        "libelleCommuneEtablissement": _towns().get(row.get("codeCommuneEtablissement", ""), ""),
    }
    found = {**said, **{name: value for name, value in row.items() if value}}
    if found["etatAdministratifEtablissement"] == "A":
        found["activitePrincipaleNAF25Etablissement"] = _modern()[found["activitePrincipaleEtablissement"]]
    return found


def _duplicate(row: Row) -> Row:
    return {"siren": row["after"], "sirenDoublon": row["before"], "dateDernierTraitementDoublon": row["treated"]}


def _succession(row: Row) -> Row:
    return {
        "siretEtablissementPredecesseur": row["before"],
        "siretEtablissementSuccesseur": row["after"],
        "dateLienSuccession": row["on"],
        "transfertSiege": row["office"],
        "continuiteEconomique": "true",
        "dateDernierTraitementLienSuccession": row["treated"],
    }


def _post_offices() -> list[Row]:
    """Post offices in the largest towns: digits that add up to a multiple of 5 make a right SIRET there."""
    towns = sorted(rows_of("communes"), key=lambda row: (-int(row["population"]), row["code"]))[:POST_OFFICES]
    nics = [nic for nic in POST_NICS if nic != POST_OFFICE and sum(map(int, f"{POST}{nic}")) % 5 == 0]
    step = len(nics) // POST_OFFICES
    return [
        {
            **OF_POST,
            "nic": str(nics[index * step]),
            "numeroVoieEtablissement": str(1 + index % 40),
            "codeCommuneEtablissement": town["code"],
            "codePostalEtablissement": town["postcode"],
        }
        for index, town in enumerate(towns)
    ]


@cache
def _towns() -> dict[str, str]:
    return {row["code"]: row["label"] for row in rows_of("communes")}


@cache
def _modern() -> dict[str, str]:
    """NAF 2025 by NAF rév. 2."""
    return dict(zip(codes().naf.texts.to_pylist(), codes().naf_2025.to_pylist(), strict=True))

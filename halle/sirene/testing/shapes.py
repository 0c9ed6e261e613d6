"""From the stock's columns to the JSON that the State's services answer."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from halle.sirene.columns import BOOLEANS, INTEGERS, PLACE_LAYOUT, SECOND_ADDRESS, UNIT_LAYOUT

if TYPE_CHECKING:
    from halle.sirene.testing.state import State

Row = Mapping[str, str]
PERIOD_OF_UNIT = frozenset(
    """etatAdministratifUniteLegale nomUniteLegale nomUsageUniteLegale denominationUniteLegale
    denominationUsuelle1UniteLegale denominationUsuelle2UniteLegale denominationUsuelle3UniteLegale
    categorieJuridiqueUniteLegale activitePrincipaleUniteLegale nomenclatureActivitePrincipaleUniteLegale
    nicSiegeUniteLegale economieSocialeSolidaireUniteLegale societeMissionUniteLegale caractereEmployeurUniteLegale
    dateDebut""".split()  # noqa: SIM905
)
PERIOD_OF_PLACE = frozenset(PLACE_LAYOUT[44:53])
ADDRESS = PLACE_LAYOUT[11:30]
HIDDEN = "[NON-DIFFUSIBLE]"


def unit(row: Row) -> dict[str, Any]:
    """`uniteLegale` of /siren: an old period beside the present one, as real answers have."""
    present = {"dateFin": None, **{name: _value(row, name) for name in PERIOD_OF_UNIT}}
    old = {**present, "dateFin": "2010-12-31", "denominationUniteLegale": "ANCIEN NOM", "dateDebut": "2000-01-01"}
    rest = {name: _value(row, name) for name in UNIT_LAYOUT if name not in PERIOD_OF_UNIT}
    return {"score": None, **rest, "periodesUniteLegale": [present, old]}


def place(row: Row, its_unit: Row) -> dict[str, Any]:
    """`etablissement` of /siret, its unit inside (without the SIREN, as INSEE writes it)."""
    present = {"dateFin": None, **{name: _value(row, name) for name in PERIOD_OF_PLACE}}
    old = {**present, "dateFin": "2015-12-31", "enseigne1Etablissement": "ANCIENNE ENSEIGNE"}
    apart = {*PERIOD_OF_PLACE, *ADDRESS, *SECOND_ADDRESS}
    return {
        "score": None,
        **{name: _value(row, name) for name in PLACE_LAYOUT if name not in apart},
        "uniteLegale": {name: _value(its_unit, name) for name in UNIT_LAYOUT if name not in {"siren", "dateDebut"}},
        "adresseEtablissement": {name: _value(row, name) for name in ADDRESS},
        "adresse2Etablissement": dict.fromkeys(SECOND_ADDRESS),
        "periodesEtablissement": [present, old],
    }


def _value(row: Row, name: str) -> Any:
    value = row.get(name) or None
    if value is None:
        return None
    if name in BOOLEANS:
        return value == "true"
    return int(value) if name in INTEGERS and name.startswith("nombre") else value


def informations(state: "State") -> dict[str, Any]:
    """How far the service is."""
    moments = [one.get("dateDernierTraitementUniteLegale", "") for one in state.units]
    dates = {
        "dateDerniereMiseADisposition": "2026-10-05T07:53:14.000",
        "dateDernierTraitementMaximum": max(moments),
        "dateDernierTraitementDeMasse": state.mass_treatment,
    }
    collections = ("Unités Légales", "Établissements")
    told = [{"collection": name, **dates} for name in collections]
    return {"etatService": "UP", "versionService": "3.11.9", "datesDernieresMisesAJourDesDonnees": told}


def search(state: "State", query: Mapping[str, str]) -> dict[str, Any]:
    """API Recherche d'entreprises: 9 or 14 digits are a number, else words of the name."""
    asked = query.get("q", "")
    if asked.isdecimal() and len(asked) in {9, 14}:
        units = [one for one in [state.unit(asked[:9])] if one]
    else:
        words = asked.upper().split()
        units = [one for one in state.units if all(word in one.get("denominationUniteLegale", "") for word in words)]
    results = [_result(state, one, asked) for one in units[: int(query.get("per_page", "10"))]]
    if len(asked) == 14:
        results = [one for one in results if one["matching_etablissements"]]
    return {"results": results, "total_results": len(results), "page": 1, "per_page": 10, "total_pages": 1}


def _result(state: "State", row: Row, asked: str) -> dict[str, Any]:
    places = state.places_of(row["siren"])
    office = next((one for one in places if one.get("etablissementSiege") == "true"), {})
    masked = row["statutDiffusionUniteLegale"] == "P"
    person = row["categorieJuridiqueUniteLegale"] == "1000"
    family = row.get("nomUsageUniteLegale") or row.get("nomUniteLegale", "")
    name = f"{row.get('prenomUsuelUniteLegale', '')} {family}" if person else row.get("denominationUniteLegale")
    officer = {"nom": "MORVAN", "prenoms": "ANNE LAURE", "qualite": "Présidente", "date_de_naissance": "1970-03"}
    holding = {"siren": "823456785", "denomination": "HOLDING DU PHARE", "qualite": "Directeur général"}
    return {
        "siren": row["siren"],
        "nom_complet": HIDDEN if masked else name,
        "nom_raison_sociale": HIDDEN if masked else row.get("denominationUniteLegale"),
        "sigle": HIDDEN if masked else row.get("sigleUniteLegale"),
        "nombre_etablissements": len(places),
        "siege": _office(office, masked=masked),
        "activite_principale": row.get("activitePrincipaleUniteLegale"),
        "activite_principale_naf25": row.get("activitePrincipaleNAF25UniteLegale"),
        "categorie_entreprise": row.get("categorieEntreprise"),
        "date_creation": row.get("dateCreationUniteLegale"),
        "date_fermeture": row.get("dateDebut") if row["etatAdministratifUniteLegale"] == "C" else None,
        "etat_administratif": row["etatAdministratifUniteLegale"],
        "nature_juridique": row["categorieJuridiqueUniteLegale"],
        "tranche_effectif_salarie": row.get("trancheEffectifsUniteLegale"),
        "statut_diffusion": row["statutDiffusionUniteLegale"],
        "dirigeants": [{"nom": HIDDEN, "qualite": HIDDEN}] if masked else [officer, holding],
        "matching_etablissements": [_office(one, masked=masked) for one in places if one["siret"] == asked],
    }


def _office(row: Row, *, masked: bool) -> dict[str, Any]:
    def said(name: str) -> str | None:
        return HIDDEN if masked else row.get(f"{name}Etablissement")

    signs = [row[name] for name in ("enseigne1Etablissement",) if row.get(name)]
    return {
        "siret": row.get("siret"),
        "est_siege": row.get("etablissementSiege") == "true",
        "numero_voie": said("numeroVoie"),
        "indice_repetition": said("indiceRepetition"),
        "type_voie": said("typeVoie"),
        "libelle_voie": said("libelleVoie"),
        "code_postal": said("codePostal"),
        "commune": row.get("codeCommuneEtablissement"),
        "libelle_commune": row.get("libelleCommuneEtablissement"),
        "libelle_commune_etranger": row.get("libelleCommuneEtrangerEtablissement"),
        "libelle_pays_etranger": row.get("libellePaysEtrangerEtablissement"),
        "etat_administratif": row.get("etatAdministratifEtablissement"),
        "date_fermeture": row.get("dateDebut"),
        "activite_principale": row.get("activitePrincipaleEtablissement"),
        "liste_enseignes": signs,
        "statut_diffusion_etablissement": "P" if masked else row.get("statutDiffusionEtablissement"),
    }

"""API Recherche d'entreprises (DINUM): no key, seven questions a second, and the only one that tells officers.

What it masks reads [NON-DIFFUSIBLE]. It never lists all establishments: a dossier from here is not complete.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from halle.core.clock import today
from halle.core.nomenclatures import reference_naf
from halle.sirene.clients.budget import Budget
from halle.sirene.clients.transport import Transport, reading
from halle.sirene.normalise import place_from, unit_from
from halle.sirene.records import Change, Dossier, Entry, Officer, Place, Succession, Unit
from halle.sirene.register import RegisterUnavailable, Trouble, Unsupported

A_SECOND = 7
MASKED = "[NON-DIFFUSIBLE]"
MOST = 25
# Fewer letters are refused (400).
SHORTEST = 3
# Answers 400 to words that it does not take.
KNOWN = frozenset({200, 400, 404})
# La Poste, which exists: to see whether the service answers.
SOMEBODY = "356000000"
# Its names for what the stock calls otherwise.
UNIT = {
    "siren": "siren",
    "nom_raison_sociale": "denominationUniteLegale",
    "sigle": "sigleUniteLegale",
    "nature_juridique": "categorieJuridiqueUniteLegale",
    "activite_principale_naf25": "activitePrincipaleNAF25UniteLegale",
    "categorie_entreprise": "categorieEntreprise",
    "annee_categorie_entreprise": "anneeCategorieEntreprise",
    "tranche_effectif_salarie": "trancheEffectifsUniteLegale",
    "annee_tranche_effectif_salarie": "anneeEffectifsUniteLegale",
    "etat_administratif": "etatAdministratifUniteLegale",
    "date_creation": "dateCreationUniteLegale",
    "date_fermeture": "dateDebut",
    "statut_diffusion": "statutDiffusionUniteLegale",
}
PLACE = {
    "siret": "siret",
    "numero_voie": "numeroVoieEtablissement",
    "dernier_numero_voie": "dernierNumeroVoieEtablissement",
    "indice_repetition": "indiceRepetitionEtablissement",
    "type_voie": "typeVoieEtablissement",
    "libelle_voie": "libelleVoieEtablissement",
    "complement_adresse": "complementAdresseEtablissement",
    "distribution_speciale": "distributionSpecialeEtablissement",
    "code_postal": "codePostalEtablissement",
    "commune": "codeCommuneEtablissement",
    "libelle_commune": "libelleCommuneEtablissement",
    "libelle_commune_etranger": "libelleCommuneEtrangerEtablissement",
    "libelle_pays_etranger": "libellePaysEtrangerEtablissement",
    "cedex": "codeCedexEtablissement",
    "libelle_cedex": "libelleCedexEtablissement",
    "activite_principale_naf25": "activitePrincipaleNAF25Etablissement",
    "etat_administratif": "etatAdministratifEtablissement",
    "date_creation": "dateCreationEtablissement",
    "date_fermeture": "dateDebut",
    "nom_commercial": "denominationUsuelleEtablissement",
    "tranche_effectif_salarie": "trancheEffectifsEtablissement",
    "statut_diffusion_etablissement": "statutDiffusionEtablissement",
}


class RechercheEntreprises:
    """The register as DINUM's API tells it."""

    def __init__(self, base: str, *, transport: Transport | None = None) -> None:
        budget = Budget("recherche", A_SECOND, 1)
        self._transport = transport or Transport("recherche", base, budget, known=KNOWN)

    @property
    def name(self) -> str:
        """Its name for people."""
        return _("API Recherche d’entreprises")

    def lookup(self, siret: str) -> Entry | None:
        """One establishment with its unit."""
        found = self._find(siret)
        if found is None:
            return None
        with reading("recherche"):
            place = next((place for place in _places(found) if place.siret == siret), None)
            return _entry(found, place) if place else None

    def company(self, siren: str) -> Dossier | None:
        """One unit with its head office and its officers; other establishments are not told."""
        found = self._find(siren)
        if found is None:
            return None
        with reading("recherche"):
            return Dossier(
                _unit(found),
                tuple(_places(found)),
                officers=_officers(found),
                places_complete=False,
                source=self.name,
                as_of=today(),
            )

    def search(self, words: str, *, postcode: str = "", department: str = "", limit: int = 10) -> list[Entry]:
        """Units by name, in the service's own order."""
        if len(words.strip()) < SHORTEST:
            return []
        where = {"code_postal": postcode, "departement": department}
        params = {"q": words, "per_page": min(limit, MOST), **{name: value for name, value in where.items() if value}}
        results = self._results(params)
        with reading("recherche"):
            entries = [_entry(one, next(_places(one), None)) for one in results]
        return [one for one in entries if one.unit.diffusible and one.unit.name]

    def officers(self, siren: str) -> tuple[Officer, ...] | None:
        """Its officers; None when the unit is unknown here."""
        dossier = self.company(siren)
        return dossier.officers if dossier else None

    def close(self) -> None:
        """Let go of its connections."""
        self._transport.close()

    def check(self) -> None:
        """Ask one small question; raises RegisterUnavailable when it is not answered."""
        self._find(SOMEBODY)

    def changes(self, since: datetime) -> Iterator[list[Change]]:
        """It does not tell changes."""
        raise Unsupported

    def successors(self, siret: str) -> tuple[Succession, ...]:
        """It does not tell successions."""
        raise Unsupported

    def _find(self, number: str) -> Mapping[str, Any] | None:
        results = self._results({"q": number, "per_page": 1})
        with reading("recherche"):
            return next((one for one in results if one["siren"] == number[:9]), None)

    def _results(self, params: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        answer = self._transport.ask("/search", params)
        if answer.status != 200:
            return []
        results = answer.data.get("results")
        if not isinstance(results, list):
            raise RegisterUnavailable(Trouble.MALFORMED, "recherche", "results")
        return results


def _entry(found: Mapping[str, Any], place: Place | None) -> Entry:
    return Entry(_unit(found), place, found.get("nombre_etablissements"))


def _places(found: Mapping[str, Any]) -> Iterator[Place]:
    """The head office first, then the establishments that matched."""
    seen: set[str] = set()
    for told in (found.get("siege") or {}, *(found.get("matching_etablissements") or [])):
        if told.get("siret") and told["siret"] not in seen:
            seen.add(told["siret"])
            yield _place(told)


def _unit(found: Mapping[str, Any]) -> Unit:
    columns = {name: _said(found.get(key)) for key, name in UNIT.items()}
    columns.update(_naf(found, "UniteLegale"))
    columns["nicSiegeUniteLegale"] = str((found.get("siege") or {}).get("siret") or "")[9:]
    if columns["categorieJuridiqueUniteLegale"] == "1000":
        columns["denominationUniteLegale"] = _said(found.get("nom_complet"))
    return unit_from(columns)


def _place(told: Mapping[str, Any]) -> Place:
    columns = {name: _said(told.get(key)) for key, name in PLACE.items()}
    columns.update(_naf(told, "Etablissement"))
    columns["etablissementSiege"] = "true" if told.get("est_siege") else "false"
    for number, sign in enumerate((told.get("liste_enseignes") or [])[:3], start=1):
        columns[f"enseigne{number}Etablissement"] = _said(sign)
    return place_from(columns)


def _naf(told: Mapping[str, Any], suffix: str) -> dict[str, str]:
    """The service does not name the nomenclature: it is the reference of the day."""
    code = _said(told.get("activite_principale"))
    return {
        f"activitePrincipale{suffix}": code,
        f"nomenclatureActivitePrincipale{suffix}": reference_naf(today()).value if code else "",
    }


def _officers(found: Mapping[str, Any]) -> tuple[Officer, ...]:
    return tuple(_officer(told) for told in found.get("dirigeants") or [] if _is_told(told))


def _is_told(told: Mapping[str, Any]) -> bool:
    return bool(_said(told.get("nom")) or _said(told.get("denomination")))


def _officer(told: Mapping[str, Any]) -> Officer:
    """Name and role alone: dates of birth and nationality are not kept."""
    return Officer(
        role=_said(told.get("qualite")),
        last_name=_said(told.get("nom")),
        first_name=_said(told.get("prenoms")).split(" ")[0],
        legal_name=_said(told.get("denomination")),
        siren=_said(told.get("siren")),
    )


def _said(value: Any) -> str:
    return "" if value in {None, MASKED} else str(value).strip()

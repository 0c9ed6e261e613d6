"""From INSEE's columns to typed records: one reading for the stock, its deltas and API Sirene.

Masked values (`[ND]`) become nothing; what is missing stays nothing. Numbers and dates that INSEE writes wrongly are
left out rather than guessed.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from halle.core.countries import choices
from halle.core.nomenclatures import fold, table
from halle.sirene.columns import MASKED, PLACE_LAYOUT, TOMBSTONE, UNIT_LAYOUT
from halle.sirene.records import Address, NafCode, Place, State, Unit

Columns = Mapping[str, str | None]
UNKNOWN_DAY = date(1900, 1, 1)
PARTIAL = "P"
HIDDEN = frozenset({MASKED, TOMBSTONE})
FLAGS = {"true": True, "O": True, "false": False, "N": False}


def unit_from(columns: Columns) -> Unit:
    """The legal unit of one line."""

    def said(name: str) -> str:
        return _said(columns, f"{name}UniteLegale")

    return Unit(
        siren=_said(columns, "siren"),
        state=State.ACTIVE if said("etatAdministratif") == "A" else State.CEASED,
        diffusible=said("statutDiffusion") != PARTIAL,
        purged=_flag(said("unitePurgee")) is True,
        legal_name=said("denomination"),
        usual_names=tuple(name for name in (said(f"denominationUsuelle{number}") for number in (1, 2, 3)) if name),
        acronym=said("sigle"),
        birth_name=said("nom"),
        usage_name=said("nomUsage"),
        first_name=said("prenomUsuel") or said("prenom1"),
        pseudonym=said("pseudonyme"),
        legal_category=_legal_category(said("categorieJuridique")),
        naf=_naf(said("activitePrincipale"), said("nomenclatureActivitePrincipale")),
        naf_2025=said("activitePrincipaleNAF25"),
        category=_said(columns, "categorieEntreprise"),
        category_year=_year(_said(columns, "anneeCategorieEntreprise")),
        workforce=said("trancheEffectifs"),
        workforce_year=_year(said("anneeEffectifs")),
        created_on=_day(said("dateCreation")),
        since=_day(_said(columns, "dateDebut")),
        head_office_nic=said("nicSiege"),
        association=said("identifiantAssociation"),
        is_social=_flag(said("economieSocialeSolidaire")),
        has_mission=_flag(said("societeMission")),
        is_employer=_flag(said("caractereEmployeur")),
        processed_at=_moment(said("dateDernierTraitement")),
    )


def place_from(columns: Columns) -> Place:
    """The establishment of one line."""

    def said(name: str) -> str:
        return _said(columns, f"{name}Etablissement")

    return Place(
        siret=_said(columns, "siret"),
        state=State.ACTIVE if said("etatAdministratif") == "A" else State.CEASED,
        diffusible=said("statutDiffusion") != PARTIAL,
        is_head_office=_flag(_said(columns, "etablissementSiege")) is True,
        signs=tuple(sign for sign in (said(f"enseigne{number}") for number in (1, 2, 3)) if sign),
        usual_name=said("denominationUsuelle"),
        address=_address(columns),
        naf=_naf(said("activitePrincipale"), said("nomenclatureActivitePrincipale")),
        naf_2025=said("activitePrincipaleNAF25"),
        trade_activity=said("activitePrincipaleRegistreMetiers"),
        workforce=said("trancheEffectifs"),
        workforce_year=_year(said("anneeEffectifs")),
        created_on=_day(said("dateCreation")),
        since=_day(_said(columns, "dateDebut")),
        is_employer=_flag(said("caractereEmployeur")),
        processed_at=_moment(said("dateDernierTraitement")),
    )


def _address(columns: Columns) -> Address:
    def said(name: str) -> str:
        return _said(columns, f"{name}Etablissement")

    foreign = said("libellePaysEtranger")
    cedex = " ".join(part for part in (said("codeCedex"), said("libelleCedex")) if part)
    return Address(
        complement=said("complementAdresse"),
        street=_street(columns),
        special=said("distributionSpeciale"),
        postcode=said("codePostal"),
        city=said("libelleCommuneEtranger") if foreign else said("libelleCommune"),
        city_code=said("codeCommune"),
        cedex=cedex,
        country=_country(foreign) if foreign else "FR",
        country_name=foreign or "France",
    )


def _street(columns: Columns) -> str:
    def said(name: str) -> str:
        return _said(columns, f"{name}Etablissement")

    number = " ".join(part for part in (said("numeroVoie"), said("indiceRepetition")) if part)
    last = " ".join(part for part in (said("dernierNumeroVoie"), said("indiceRepetitionDernierNumeroVoie")) if part)
    numbers = f"{number}-{last}" if last and last != number else number
    kind = said("typeVoie")
    return " ".join(part for part in (numbers, _street_types().get(kind, kind), said("libelleVoie")) if part)


@cache
def _street_types() -> dict[str, str]:
    """« AVENUE » for AV: INSEE's codes spelled out in INSEE's capitals."""
    return {code: fold(label).upper() for code, label in table("street_types").items()}


@cache
def _countries() -> dict[str, str]:
    return {fold(name): code for code, name in choices()}


def _country(label: str) -> str:
    """ISO code of a country by its French name; nothing when the name is not a country's of today."""
    return _countries().get(fold(label), "")


def _said(columns: Columns, name: str) -> str:
    value = columns.get(name)
    if not value:
        return ""
    value = value.strip()
    return "" if value in HIDDEN else value


def _legal_category(code: str) -> str:
    """Four digits: files and tools that take it for a number lose the zeros in front."""
    return code.zfill(4) if code else ""


def _naf(code: str, nomenclature: str) -> NafCode | None:
    return NafCode(code, nomenclature) if code and nomenclature else None


def _flag(value: str) -> bool | None:
    return FLAGS.get(value)


def _year(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) == 4 else None


def _day(value: str) -> date | None:
    if not value:
        return None
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return None if day == UNKNOWN_DAY else day


def _moment(value: str) -> datetime | None:
    if not value:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def flatten_unit(answer: Mapping[str, Any]) -> dict[str, str]:
    """API Sirene's `uniteLegale` as a line of the stock: the present period's values beside the others."""
    return _flatten(answer, "periodesUniteLegale", UNIT_LAYOUT)


def flatten_place(answer: Mapping[str, Any]) -> dict[str, str]:
    """API Sirene's `etablissement` as a line of the stock."""
    address = answer.get("adresseEtablissement") or {}
    return _flatten({**answer, **address}, "periodesEtablissement", PLACE_LAYOUT)


def _flatten(answer: Mapping[str, Any], periods: str, layout: tuple[str, ...]) -> dict[str, str]:
    every = answer.get(periods) or [{}]
    present = next((period for period in every if period.get("dateFin") is None), every[0])
    values = {**answer, **present}
    return {name: _text(values[name]) for name in layout if values.get(name) is not None}


def _text(value: Any) -> str:
    if isinstance(value, dict | list):
        raise TypeError("a text is wanted")
    return ("true" if value else "false") if isinstance(value, bool) else str(value)

"""What `halle sirene` prints of a company: JSON for programs, lines for a person."""

from typing import Any

from halle.core.identifiers import display_siren, display_siret
from halle.core.nomenclatures import activity, legal_category_label
from halle.sirene.records import Entry, NafCode, Place, State, Unit


def as_json(entry: Entry) -> dict[str, Any]:
    """One answer as published in docs/register.md; what is masked or unknown is null."""
    unit, place = entry.unit, entry.place
    return {
        "siren": unit.siren,
        "siret": place.siret if place else unit.head_office_siret or None,
        "nic": place.nic if place else unit.head_office_nic or None,
        "name": unit.name or None,
        "acronym": unit.acronym or None,
        "legal_category": unit.legal_category or None,
        "naf": _naf(place.naf if place and place.naf else unit.naf),
        "naf_2025": (place.naf_2025 if place else "") or unit.naf_2025 or None,
        "category": unit.category or None,
        "state": str(_state(unit, place)),
        "created_on": _day(unit.created_on),
        "head_office": bool(place and place.is_head_office),
        "diffusible": unit.diffusible and (place is None or place.diffusible),
        "establishments": entry.establishments,
        "address": _address(place),
    }


def _state(unit: Unit, place: Place | None) -> State:
    return State.CEASED if unit.state == State.CEASED or (place and place.state == State.CEASED) else State.ACTIVE


def _naf(naf: NafCode | None) -> dict[str, str] | None:
    return {"code": naf.code, "nomenclature": naf.nomenclature} if naf else None


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _address(place: Place | None) -> dict[str, str | None] | None:
    if place is None:
        return None
    address = place.address
    return {
        "line": address.line or None,
        "postcode": address.postcode or None,
        "city": address.city or None,
        "city_code": address.city_code or None,
        "country": address.country or None,
    }


def as_lines(entry: Entry) -> list[str]:
    """One answer for a person at a terminal, in French like the register itself."""
    unit, place = entry.unit, entry.place
    naf = (place.naf if place else None) or unit.naf
    label = activity(naf.code, naf.nomenclature) if naf else None
    lines = [
        f"{unit.name or '(diffusion partielle)'}{f' ({unit.acronym})' if unit.acronym else ''}",
        f"  SIREN         {display_siren(unit.siren)}",
    ]
    if place:
        lines.append(f"  SIRET         {display_siret(place.siret)}{' (siège)' if place.is_head_office else ''}")
        town = f"{place.address.postcode} {place.address.city}".strip()
        lines.append(f"  Adresse       {', '.join(part for part in (place.address.line, town) if part)}")
    lines.append(f"  État          {_state_line(unit, place)}")
    lines.append(f"  Forme         {legal_category_label(unit.legal_category)}")
    if naf:
        lines.append(f"  Activité      {naf.code} ({naf.nomenclature}) {label.label if label else ''}".rstrip())
    if entry.establishments is not None:
        lines.append(f"  Établissements {entry.establishments}")
    return lines


def _state_line(unit: Unit, place: Place | None) -> str:
    if unit.state == State.CEASED:
        return f"entreprise cessée{f' le {unit.ceased_on:%d/%m/%Y}' if unit.ceased_on else ''}"
    if place and place.state == State.CEASED:
        return f"établissement fermé{f' le {place.closed_on:%d/%m/%Y}' if place.closed_on else ''}"
    return "en activité"

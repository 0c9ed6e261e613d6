"""What the State says of the company that somebody signs up, and the sign-up that waits for its address."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from halle.companies.comparing import company_values, place_values
from halle.core.clock import now, today
from halle.core.identifiers import clean_siren, clean_siret, compact, display_siren, display_siret
from halle.core.nomenclatures import NAF_LABELS, activity, fold, legal_category_label
from halle.enrolment.models import Application, ApplicationState
from halle.sirene.records import Dossier, Entry, Place, State, Unit
from halle.sirene.register import RegisterUnavailable
from halle.sirene.sources import register

SHOWN = 10


@dataclass(slots=True)
class Found:
    """The answer to what was typed in the first step: a company to go on with, a list, or the reason of a refusal."""

    siren: str = ""
    siret: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    told_place: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""
    proposals: list[dict[str, str]] = field(default_factory=list)
    refusal: str = ""
    successor: str = ""


def is_number(text: str) -> bool:
    """Whether somebody typed a number rather than a name: digits, seven at least, and separators."""
    return bool(re.fullmatch(r"[0-9]{7,20}", compact(text)))


def find(words: str, where: str = "") -> Found:
    """Look a SIRET, a SIREN or a name up. Raises ValidationError for a wrong number that is in no register."""
    number = compact(words)
    if not is_number(words):
        return find_by_name(words, where)
    if len(number) == 9:
        return _by_siren(number)
    return _by_siret(number)


def find_by_name(words: str, where: str = "") -> Found:
    """Proposals: open companies first, ten at most."""
    digits = compact(where).upper()
    postcode, department = (digits, "") if len(digits) == 5 else ("", digits)
    try:
        entries = register().search(words, postcode=postcode, department=department, limit=SHOWN)
    except RegisterUnavailable as failure:
        told = _("Indiquez le SIRET de votre entreprise (14 chiffres) : vous pourrez continuer sans le répertoire.")
        return Found(refusal=f"{failure.sentence} {told}")
    if not entries:
        return Found(refusal=_("Aucune entreprise ne correspond. Vérifiez le nom, ou indiquez votre numéro SIRET."))
    return Found(proposals=[proposal_of(entry) for entry in entries])


def proposal_of(entry: Entry) -> dict[str, str]:
    """One line of the list."""
    place = entry.place
    town = f"{place.address.postcode} {place.address.city}".strip() if place else ""
    return {
        "number": place.siret if place else entry.unit.siren,
        "name": entry.unit.name,
        # The sign may be what was searched for: without it, the answer would look wrong.
        "place": ", ".join(part for part in (place.name, place.address.line, town) if part) if place else "",
        "ceased": "1" if entry.unit.state == State.CEASED else "",
    }


def _by_siren(siren: str) -> Found:
    try:
        dossier = register().company(siren)
    except RegisterUnavailable as failure:
        clean_siren(siren)
        told = _("Indiquez le SIRET complet (14 chiffres) : vous pourrez continuer sans le répertoire.")
        return Found(refusal=f"{failure.sentence} {told}")
    if dossier is None:
        clean_siren(siren)
        told = _(
            "Le répertoire Sirene ne connaît pas ce SIREN. S’il vient d’être attribué, indiquez le SIRET complet."
        )
        return Found(refusal=told)
    return _found(dossier.unit, dossier.head_office, dossier.source or register().name)


def _by_siret(siret: str) -> Found:
    try:
        entry = register().lookup(siret) if len(siret) == 14 else None
    except RegisterUnavailable as failure:
        return Found(siren=clean_siret(siret)[:9], siret=siret, trouble=failure.sentence)
    if entry is None:
        told = _("Le répertoire Sirene ne connaît pas encore ce numéro.")
        return Found(siren=clean_siret(siret)[:9], siret=siret, trouble=told)
    return _found(entry.unit, entry.place, register().name)


def _found(unit: Unit, place: Place | None, source: str) -> Found:
    if unit.state == State.CEASED or (place is not None and place.state == State.CEASED):
        return _ceased(unit, place)
    return Found(
        siren=unit.siren,
        siret=place.siret if place else "",
        told=facts_of(unit, source),
        told_place=place_facts_of(place) if place else {},
    )


def _ceased(unit: Unit, place: Place | None) -> Found:
    """The refusal with its date, and who carries on: the successor, else the head office when it is another place."""
    if unit.state == State.CEASED:
        since, text = unit.ceased_on, _("Cette entreprise a cessé son activité")
    else:
        since, text = place.closed_on if place else None, _("Cet établissement est fermé")
    day = _(" depuis le %(day)s") % {"day": f"{since:%d/%m/%Y}"} if since else ""
    successor = successor_of(place.siret) if place else ""
    if not successor and unit.state == State.ACTIVE and place and unit.head_office_siret != place.siret:
        successor = unit.head_office_siret
    return Found(refusal=f"{text}{day}. " + _("On ne peut pas l’inscrire."), successor=successor)


def successor_of(siret: str) -> str:
    """The SIRET that carries this one on, when the State knows it."""
    try:
        links = register().successors(siret)
    except RegisterUnavailable:
        return ""
    return links[0].successor if links else ""


def facts_of(unit: Unit, source: str) -> dict[str, Any]:
    """What the State says of the company, as the steps show and keep it."""
    values = company_values(unit, today())
    names = ("name", "acronym", "legal_category", "category", "naf_code", "naf_nomenclature")
    kept = {name: str(values.get(name) or "") for name in names}
    created = values["created_on"]
    return {**kept, "siren": unit.siren, "created_on": _day(created), "diffusible": unit.diffusible, "source": source}


def place_facts_of(place: Place) -> dict[str, Any]:
    """What the State says of one establishment."""
    values = place_values(place, today())
    names = ("name", "address", "postcode", "city", "country")
    kept = {name: str(values.get(name) or "") for name in names}
    return {**kept, "siret": place.siret, "is_head_office": place.is_head_office, "diffusible": place.diffusible}


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def company_rows(told: dict[str, Any]) -> list[tuple[str, str]]:
    """Label and value of each fact that the State gives."""
    naf = activity(told["naf_code"], told["naf_nomenclature"])
    rows = [
        (_("Raison sociale"), told["name"]),
        (_("SIREN"), display_siren(told["siren"])),
        (_("Sigle"), told["acronym"]),
        (_("Nature juridique"), legal_category_label(told["legal_category"]) if told["legal_category"] else ""),
        (_("Activité"), f"{naf.full} ({NAF_LABELS[naf.nomenclature]})" if naf else told["naf_code"]),
        (_("Date de création"), told["created_on"]),
    ]
    return [(label, value) for label, value in rows if value]


def place_rows(told: dict[str, Any]) -> list[tuple[str, str]]:
    """Label and value of each fact that the State gives of the establishment."""
    rows = [
        (_("SIRET"), display_siret(told["siret"])),
        (_("Dénomination"), told["name"]),
        (_("Adresse"), told["address"]),
        (_("Ville"), f"{told['postcode']} {told['city']}".strip()),
        (_("Siège social"), _("Oui") if told["is_head_office"] else _("Non")),
    ]
    return [(label, value) for label, value in rows if value]


def open_places(siren: str, words: str = "") -> list[Place]:
    """Open establishments of a company that hold every word, the head office first. Raises RegisterUnavailable."""
    dossier = register().company(siren)
    wanted = fold(words).split()
    places = dossier.places if dossier else ()
    kept = [one for one in places if one.state == State.ACTIVE and all(word in _text_of(one) for word in wanted)]
    return sorted(kept, key=lambda one: (not one.is_head_office, one.address.postcode, one.siret))


def _text_of(place: Place) -> str:
    address = place.address
    return fold(f"{place.siret} {place.name} {address.line} {address.postcode} {address.city}")


def dossier_now(application: Application) -> Dossier | None:
    """What the State says of the company at this moment; None when it does not know it or cannot answer."""
    if not application.siret:
        return None
    try:
        return register().company(application.siret[:9])
    except RegisterUnavailable:
        return None


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def usable_application(token: str) -> Application | None:
    """The sign-up behind a link that still works."""
    found = Application.objects.filter(digest=digest_of(token), state=ApplicationState.WAITING, expires_at__gt=now())
    return found.first()


def own_application(key: str) -> Application | None:
    """The sign-up that this session waits for."""
    try:
        return Application.objects.filter(pk=UUID(key)).first()
    except ValueError:
        return None

"""The company's sheet: its fields in the tutorial's order, and who provides each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from halle.companies.models import Company, Establishment, FieldSource, Officer, OfficerKind, RegisterReport, Source
from halle.companies.wording import workforce_text
from halle.core.identifiers import display_siren, display_siret, vat_number
from halle.core.nomenclatures import NAF_LABELS, Naf, activity, legal_category_short

# Fields of the company's form that are columns of its head office.
ADDRESS = ("address", "postcode", "city", "canton")
NONE_F = gettext_lazy("Non renseignée")
NONE = gettext_lazy("Non renseigné")
UNKNOWN = gettext_lazy("Non connue")


LABELS = {
    "naf_code": gettext_lazy("Activité (NAF)"),
    "officers": gettext_lazy("Dirigeants"),
    "nic": gettext_lazy("NIC du siège social"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet; `source` and `since` when the State provides it, `key` to report it as wrong.

    `reason` and `state_value` when the company keeps its own value against the State's.
    """

    label: str
    value: str
    empty: Any = ""
    source: str = ""
    since: date | None = None
    is_link: bool = False
    key: UUID | None = None
    reason: str = ""
    state_value: str = ""


def sources_of(company: Company) -> dict[str, FieldSource]:
    """Who provides which field of the company; those of the head office's address included. One query."""
    found = company.field_sources.select_related("establishment").order_by("field")
    return {
        source.field: source
        for source in found
        if source.establishment is None or (source.establishment.is_head_office and source.field in ADDRESS)
    }


def sheet_of(company: Company) -> list[Line]:
    """Every field of S-053 in order, the officers apart."""
    sources = sources_of(company)
    return [
        Line(label, value, empty, is_link=field == "website", **_provider(sources.get(field)))
        for field, label, value, empty in _fields(company)
    ]


def _provider(source: FieldSource | None) -> dict[str, Any]:
    if source is None:
        return {}
    said = {"source": str(source.get_source_display()), "since": source.since, "key": source.key}
    return {**said, "reason": source.reason, "state_value": source.state_value}


def officers_source(company: Company) -> FieldSource | None:
    """Who provides the officers, when it is not the company."""
    return company.field_sources.filter(establishment=None, field="officers").first()


def locked_because(source: FieldSource) -> str:
    """Why a field of a form is locked."""
    if source.source == Source.KEPT:
        return _("Valeur maintenue contre celle du registre : elle se change depuis « Mettre à jour ».")
    day = date_format(source.since, "j F Y")
    return _("Fourni par %(source)s le %(day)s.") % {"source": source.get_source_display(), "day": day}


def label_of(source: FieldSource | RegisterReport) -> str:
    """How people call the field that it provides, or that is reported."""
    if source.field in LABELS:
        return str(LABELS[source.field])
    model = Establishment if source.establishment_id else Company
    try:
        label = str(model._meta.get_field(source.field).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return source.field
    return label[:1].upper() + label[1:]


def _fields(company: Company) -> Iterator[tuple[str, str, str, Any]]:
    office = company.head_office
    naf = activity(company.naf_code, company.naf_nomenclature)
    yield "name", _("Raison sociale"), company.name, NONE_F
    yield "acronym", _("Sigle de l'entreprise"), company.acronym, NONE
    if company.siren:
        yield "siren", _("SIREN"), display_siren(company.siren), NONE
        yield "nic", _("NIC du siège social"), office.nic or "", NONE
        yield "siret", _("SIRET du siège social"), display_siret(company.siren + (office.nic or "")), NONE
        yield "vat", _("N° de TVA intracommunautaire"), vat_number(company.siren), NONE
    else:
        yield "foreign_identifier", _("Identifiant national"), company.foreign_identifier, NONE
    yield "category", _("Catégorie"), str(company.get_category_display()), NONE_F
    yield "legal_category", _("Nature juridique"), legal_category_short(company.legal_category), NONE_F
    yield "naf_code", _("Libellé NAF"), naf.label if naf else company.naf_code, NONE
    if naf:
        nomenclature = NAF_LABELS[Naf(company.naf_nomenclature)]
        yield "naf_code", _("Code NAF"), f"{naf.code} ({nomenclature})", NONE
    if later := activity(company.naf_2025, Naf.N2025):
        yield "naf_2025", _("Code NAF 2025"), later.full, NONE
    yield "description", _("Description"), company.description, NONE_F
    yield "address", _("Adresse"), office.address, NONE_F
    yield "postcode", _("Code postal"), office.postcode, NONE
    yield "city", _("Ville"), office.city, NONE_F
    yield "country", _("Pays"), office.country_name, NONE
    yield "email", _("Courriel"), company.email, NONE
    yield "website", _("Site Internet"), company.website, NONE
    yield "workforce", _("Tranche d’effectif"), workforce_text(company.workforce, company.workforce_year), NONE_F
    yield "state", _("Etat administratif"), _state(company), NONE
    yield "created_on", _("Date de création de l'entreprise"), _day(company.created_on), UNKNOWN
    if company.struck_off_on:
        yield "struck_off_on", _("Date de radiation"), _day(company.struck_off_on), UNKNOWN


def _state(company: Company) -> str:
    label = str(company.get_state_display())
    return (
        _("%(state)s depuis le %(day)s") % {"state": label, "day": _day(company.ceased_on)}
        if company.ceased_on
        else label
    )


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def representatives(officers: list[Officer]) -> list[tuple[str, list[Officer]]]:
    """« Responsable », people and companies apart (S-054)."""
    return [
        (str(kind.label), [officer for officer in officers if officer.kind == kind])
        for kind in (OfficerKind.PERSON, OfficerKind.LEGAL)
    ]


def values_of(company: Company) -> dict[str, Any]:
    """What the edit form shows; the address is the head office's."""
    office = company.head_office
    naf = activity(company.naf_code, company.naf_nomenclature)
    names = ("name", "acronym", "category", "legal_category", "in_trades_register", "in_commercial_register")
    more = ("description", "email", "website", "state", "created_on", "struck_off_on")
    return {
        **{name: getattr(company, name) for name in (*names, *more)},
        **{name: getattr(office, name) for name in (*ADDRESS, "country")},
        "siren": display_siren(company.siren or ""),
        "nic": office.nic or "",
        "naf": naf.full if naf else company.naf_code,
    }

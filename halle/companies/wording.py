"""What the State says of a company in words: labels, bands, codes, officers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _

from halle.audit.changes import displayed
from halle.companies.models import Company, Establishment, Officer, OfficerKind
from halle.core.nomenclatures import NAF_LABELS, Naf, activity, legal_category_short, table
from halle.sirene.records import Officer as StateOfficer

# Told in one line with another column.
TOGETHER = frozenset({"naf_code", "naf_nomenclature", "workforce", "workforce_year"})
TEXTS: dict[str, Callable[[Any], Any]] = {
    "legal_category": legal_category_short,
    "naf_2025": lambda code: found.full if (found := activity(code, Naf.N2025)) else code,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One difference as people read it; of an establishment when `place` names one."""

    label: str
    before: str
    after: str
    place: str = ""


def lines_of(record: Company | Establishment, changed: Mapping[str, Any], place: str = "") -> Iterator[Line]:
    """One line a difference; an activity is one line, with its nomenclature, and so is a workforce with its year."""
    for label, columns, read in (
        (_("Activité (NAF)"), ("naf_code", "naf_nomenclature"), naf_text),
        (_("Tranche d’effectif"), ("workforce", "workforce_year"), workforce_text),
    ):
        if changed.keys() & set(columns):
            before = [getattr(record, name) for name in columns]
            after = [changed.get(name, getattr(record, name)) for name in columns]
            yield Line(label, read(*before), read(*after), place)
    for name, value in changed.items():
        if name not in TOGETHER:
            was, will_be = _text(record, name, getattr(record, name)), _text(record, name, value)
            yield Line(_label(record, name), was, will_be, place)


def text_of(record: Company | Establishment, name: str) -> str:
    """What the record says in one field, or of its officers, as people read it."""
    if isinstance(record, Company) and name == "officers":
        return officers_text(record.officers.all())
    if name == "naf_code":
        return naf_text(record.naf_code, record.naf_nomenclature)
    if isinstance(record, Company) and name == "workforce":
        return workforce_text(record.workforce, record.workforce_year)
    return _text(record, name, getattr(record, name))


def _label(record: Company | Establishment, name: str) -> str:
    if name == "diffusible":
        return _("Diffusion par l’INSEE")
    label = str(_column(record, name).verbose_name)
    return label[:1].upper() + label[1:]


def _text(record: Company | Establishment, name: str, value: Any) -> str:
    if name == "diffusible":
        return _("Complète") if value else _("Partielle : nom et adresse masqués")
    return displayed(_column(record, name), TEXTS[name](value) if name in TEXTS else value)


def _column(record: Company | Establishment, name: str) -> "Field[Any, Any]":
    column = record._meta.get_field(name)
    assert isinstance(column, Field)  # noqa: S101 - a column of ours, said to the type checker
    return column


def workforce_text(workforce: str, workforce_year: int | None) -> str:
    """« 10 à 19 salariés (2024) »."""
    label = table("workforce_bands").get(workforce, workforce)
    return f"{label} ({workforce_year})" if label and workforce_year else label


def naf_text(naf_code: str, naf_nomenclature: str) -> str:
    """« 43.32A - Travaux de menuiserie (NAF rév. 2) »."""
    found = activity(naf_code, naf_nomenclature)
    if found is None:
        return naf_code
    return f"{found.full} ({NAF_LABELS[found.nomenclature]})"


def officer_key(officer: Officer) -> tuple[str, str, str]:
    """Who it is: last name, first name, or legal name."""
    if officer.kind == OfficerKind.LEGAL:
        return "", "", officer.legal_name
    return officer.last_name, officer.first_name, ""


def state_officer_key(officer: StateOfficer) -> tuple[str, str, str]:
    """The same of the State's, as it is kept here."""
    if not officer.is_person:
        return "", "", officer.legal_name[:200]
    return officer.last_name[:80], officer.first_name[:80], ""


def officers_text(officers: Iterable[Officer]) -> str:
    """« HOLDING (Associée) ; MORVAN ANNE (Présidente) »."""
    return " ; ".join(sorted(officer_text(*officer_key(one), one.function) for one in officers))


def officer_text(last_name: str, first_name: str, legal_name: str, role: str) -> str:
    """« MORVAN ANNE (Présidente) »."""
    name = legal_name or f"{last_name} {first_name}".strip()
    return f"{name} ({role})" if role else name

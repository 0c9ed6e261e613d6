"""What the State says of a company against what its sheet says: pure, no query, nothing written.

Rules: a masked value never overwrites what the company typed, and what the State masks is the company's to type again;
a value that the company keeps (with a reason) stays until the State says the same; an empty value of the State only
empties what the State gave, and one that it purged empties nothing; names and addresses that differ by accents or
capitals are the same, because INSEE writes capitals without accents; places of a duplicate (another SIREN) are not
this company's.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from halle.companies.models import Company, Establishment, FieldSource, Officer, Source
from halle.companies.wording import Line, lines_of, officer_text, officers_text, state_officer_key
from halle.core.nomenclatures import Naf, compact_naf, fold, reference_naf
from halle.sirene.records import Dossier, NafCode, Place, State, Succession, Unit
from halle.sirene.records import Officer as StateOfficer

# More open establishments than this are not added unasked: La Poste has thousands.
MOST_ADDED = 49
LOOSE = frozenset({"name", "acronym", "address", "city"})
NEVER_EMPTY = frozenset({"name", "country"})
# Nobody types these here: what the State no longer says is no longer so.
STATES_OWN = frozenset({"ceased_on", "successor", "naf_2025", "workforce", "workforce_year"})
MASKABLE = frozenset({"name", "acronym", "address", "postcode", "city"})
# As long as their columns.
CODES = {"category": 3, "legal_category": 4, "naf_code": 6, "naf_nomenclature": 10, "naf_2025": 6, "workforce": 2}
NAF = frozenset({"naf_code", "naf_nomenclature"})
SPACES = re.compile(r"[^0-9a-z]+")


@dataclass(slots=True)
class Sheet:
    """A company as it is here, loaded once; `sources` by (establishment or None, field)."""

    company: Company
    establishments: list[Establishment]
    sources: dict[tuple[UUID | None, str], FieldSource]
    officers: list[Officer]

    @property
    def head_office(self) -> Establishment:
        """The one that is marked."""
        return next(one for one in self.establishments if one.is_head_office)


@dataclass(slots=True)
class Comparison:
    """What applying the State's data would change.

    Without `lines`, people read nothing new: `unsourced` values are not yet noted as the State's, `told` is what it
    now says of kept ones, `agreed` are kept ones that it confirms, `released` those that it gave and now masks.
    """

    lines: list[Line] = field(default_factory=list)
    company: dict[str, Any] = field(default_factory=dict)
    places: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    added: list[Place] = field(default_factory=list)
    offered: list[Place] = field(default_factory=list)
    unknown: list[Establishment] = field(default_factory=list)
    head_office: str = ""
    officers: list[StateOfficer] | None = None
    told: dict[tuple[UUID | None, str], str] = field(default_factory=dict)
    given: set[tuple[UUID | None, str]] = field(default_factory=set)
    unsourced: set[tuple[UUID | None, str]] = field(default_factory=set)
    agreed: set[tuple[UUID | None, str]] = field(default_factory=set)
    released: set[tuple[UUID | None, str]] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.lines or self.unsourced or self.told or self.agreed or self.released)

    @property
    def fingerprint(self) -> str:
        """Names what was shown, so that nothing else is applied."""
        shown = [[line.label, line.before, line.after, line.place] for line in self.lines]
        return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()[:32]


def compare(
    sheet: Sheet,
    dossier: Dossier,
    *,
    today: date,
    chosen: Iterable[str] | None = None,
    successors: Iterable[Succession] = (),
) -> Comparison:
    """The differences; `chosen` are NICs of new establishments to add when there are too many to add them all."""
    found = Comparison()
    _compare_company(found, sheet, dossier.unit, today)
    if dossier.unit.siren == sheet.company.siren:
        known = _known(sheet, dossier)
        latest = {link.predecessor: link.successor for link in reversed(list(successors))}
        told = {place.nic: place for place in dossier.places}
        for nic, place in told.items():
            if nic in known:
                _compare_place(found, sheet, known[nic], place, today=today, successor=latest.get(place.siret, ""))
        _add_places(found, dossier, [told[nic] for nic in told if nic not in known], chosen)
        if dossier.places_complete:
            found.unknown = [one for nic, one in known.items() if nic not in told and one.ceased_on is None]
        _compare_head_office(found, sheet, dossier, known)
    _compare_officers(found, sheet, dossier)
    return found


def without_successor(sheet: Sheet, dossier: Dossier) -> list[str]:
    """SIRET of the places here that the State closed and whose successor is still to be asked for."""
    if dossier.unit.siren != sheet.company.siren:
        return []
    known = {one.nic for one in sheet.establishments if not one.successor}
    return [place.siret for place in dossier.places if place.closed_on and place.nic in known]


def _known(sheet: Sheet, dossier: Dossier) -> dict[str, Establishment]:
    """The places here by NIC; a head office without NIC is the State's head office."""
    known = {one.nic: one for one in sheet.establishments if one.nic}
    office = dossier.head_office
    if office is not None and not sheet.head_office.nic:
        known.setdefault(office.nic, sheet.head_office)
    return known


def company_values(unit: Unit, today: date) -> dict[str, Any]:
    """The State's values by column of Company; those that it masks are left out."""
    values: dict[str, Any] = {
        "name": unit.name[:200],
        "acronym": unit.acronym[:60],
        "category": unit.category,
        "legal_category": unit.legal_category,
        **_naf_values(unit.naf, unit.naf_2025, today),
        "naf_2025": compact_naf(unit.naf_2025),
        "workforce": unit.workforce,
        "workforce_year": unit.workforce_year,
        "state": "A" if unit.state == State.ACTIVE else "C",
        "ceased_on": unit.ceased_on,
        "created_on": unit.created_on,
        "diffusible": unit.diffusible,
    }
    return _fitting(values if unit.diffusible else _unmasked(values))


def place_values(place: Place, today: date) -> dict[str, Any]:
    """The State's values by column of Establishment; those that it masks are left out."""
    address = place.address
    values: dict[str, Any] = {
        "address": address.line[:200],
        "postcode": address.postcode[:12],
        "city": address.city[:100],
        "country": address.country,
        **_naf_values(place.naf, place.naf_2025, today),
        "ceased_on": place.closed_on,
        "diffusible": place.diffusible,
    }
    if place.name:
        values["name"] = place.name[:200]
    return _fitting(values if place.diffusible else _unmasked(values))


def _unmasked(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in MASKABLE or value}


def _fitting(values: dict[str, Any]) -> dict[str, Any]:
    """Without codes that are longer than any of INSEE's: they would mean something else if they were cut."""
    wrong = {name for name, length in CODES.items() if len(values.get(name, "")) > length}
    if wrong & NAF:
        wrong |= NAF
    return {name: value for name, value in values.items() if name not in wrong}


def _naf_values(naf: NafCode | None, naf_2025: str, today: date) -> dict[str, str]:
    """The code in the nomenclature that is the reference on that day when the State gives it, always with its name."""
    if reference_naf(today) == Naf.N2025 and naf_2025:
        naf = NafCode(naf_2025, Naf.N2025.value)
    return {
        "naf_code": compact_naf(naf.code) if naf else "",
        "naf_nomenclature": naf.nomenclature if naf else "",
    }


def _compare_company(found: Comparison, sheet: Sheet, unit: Unit, today: date) -> None:
    values = company_values(unit, today)
    if unit.purged:
        values = {name: value for name, value in values.items() if value not in {"", None}}
    changed = dict(_changes(found, sheet, sheet.company, None, values))
    if not unit.diffusible:
        _release(found, sheet, None, values)
    found.company = changed
    found.lines += lines_of(sheet.company, changed)


def _compare_place(
    found: Comparison, sheet: Sheet, mine: Establishment, place: Place, *, today: date, successor: str
) -> None:
    values = place_values(place, today)
    if (mine.pk, "name") not in sheet.sources:
        values.pop("name", None)
    if not mine.nic:
        values["nic"] = place.nic
    if successor or not place.closed_on:
        values["successor"] = successor if place.closed_on else ""
    changed = dict(_changes(found, sheet, mine, mine.pk, values))
    if not place.diffusible:
        _release(found, sheet, mine.pk, values)
    if changed:
        found.places[mine.pk] = changed
        found.lines += lines_of(mine, changed, f"{mine.name} ({mine.nic or place.nic})")


def _release(found: Comparison, sheet: Sheet, key: UUID | None, values: Mapping[str, Any]) -> None:
    for name in MASKABLE - values.keys():
        source = sheet.sources.get((key, name))
        if source is not None and source.source == Source.INSEE:
            found.released.add((key, name))


def _changes(
    found: Comparison, sheet: Sheet, record: Company | Establishment, key: UUID | None, values: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        source = sheet.sources.get((key, name))
        before = getattr(record, name)
        if source is not None and source.source == Source.KEPT:
            _compare_kept(found, source, key, before, value)
            continue
        if value in {"", None}:
            if before in {"", None} or name in NEVER_EMPTY or not (name in STATES_OWN or _is_states(source)):
                continue
        else:
            found.given.add((key, name))
            if source is None:
                found.unsourced.add((key, name))
        if not _same(name, before, value):
            yield name, value


def _is_states(source: FieldSource | None) -> bool:
    return source is not None and source.source == Source.INSEE


def _compare_kept(found: Comparison, source: FieldSource, key: UUID | None, before: Any, value: Any) -> None:
    told = str(value or "")[:300]
    if before == value:
        found.agreed.add((key, source.field))
    elif told != source.state_value:
        found.told[key, source.field] = told


def _same(name: str, before: Any, after: Any) -> bool:
    if name in LOOSE:
        mine, told = (SPACES.sub(" ", fold(str(value))).strip() for value in (before, after))
        # Signs alone (« & ») leave nothing to compare.
        if mine or told:
            return mine == told
    return bool(before == after)


def _add_places(found: Comparison, dossier: Dossier, unknown_here: list[Place], chosen: Iterable[str] | None) -> None:
    opened = [place for place in unknown_here if place.state == State.ACTIVE]
    office = dossier.head_office
    if chosen is not None:
        wanted = set(chosen)
        found.added = [place for place in opened if place.nic in wanted or place == office]
    elif len(opened) <= MOST_ADDED:
        found.added = opened
    else:
        found.added = [place for place in opened if place == office]
    found.offered = opened if len(opened) > MOST_ADDED else []
    for place in found.added:
        town = f"{place.address.postcode} {place.address.city}".strip()
        text = ", ".join(part for part in (place.name, place.address.line, town) if part)
        found.lines.append(Line(_("Nouvel établissement"), "", f"{place.nic} {text}".strip()))


def _compare_head_office(
    found: Comparison, sheet: Sheet, dossier: Dossier, known: Mapping[str, Establishment]
) -> None:
    office, mine = dossier.head_office, sheet.head_office
    if office is None or known.get(office.nic) is mine:
        return
    if office.nic in known or office in found.added:
        found.head_office = office.nic
        found.lines.append(Line(_("NIC du siège social"), mine.nic or "", office.nic))


def _compare_officers(found: Comparison, sheet: Sheet, dossier: Dossier) -> None:
    source = sheet.sources.get((None, "officers"))
    if dossier.officers is None or (sheet.officers and (source is None or source.source != Source.RNE)):
        return
    before = officers_text(sheet.officers)
    after = " ; ".join(sorted(officer_text(*state_officer_key(one), one.role[:100]) for one in dossier.officers))
    if before != after:
        found.officers = list(dossier.officers)
        found.lines.append(Line(_("Dirigeants"), before, after))

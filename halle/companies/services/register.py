"""Making a company's sheet say what the State says: shown first, applied whole, traced."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from halle.audit import services as audit
from halle.audit.changes import Change, apply_changes
from halle.audit.events import Event
from halle.companies.comparing import Comparison, Line, Sheet, compare, place_values
from halle.companies.models import Company, Establishment, FieldSource, Officer, OfficerKind, RegisterReport, Source
from halle.companies.policies.register import update_from_register
from halle.companies.selectors.register import sheet_of
from halle.companies.services.members import lock_company
from halle.companies.services.register_telling import tell_closures
from halle.core.actors import Actor
from halle.core.clock import now, today
from halle.core.decisions import Denied, require
from halle.sirene.records import Dossier, Succession
from halle.sirene.records import Officer as StateOfficer

SHOWN = 40


class Stale(Denied):
    """What the State or the sheet says changed since the differences were shown."""


@transaction.atomic
def apply_register(
    company: Company,
    *,
    actor: Actor,
    dossier: Dossier,
    fingerprint: str | None = None,
    chosen: Iterable[str] | None = None,
    successors: Iterable[Succession] = (),
) -> list[Line]:
    """Apply the State's data; the lines that changed.

    Raises Stale when `fingerprint` names other differences than those of this moment: nothing is applied unseen.
    """
    require(update_from_register(actor, company))
    company = lock_company(company)
    sheet = sheet_of(company)
    found = compare(sheet, dossier, today=today(), chosen=chosen)
    if fingerprint is not None and compare(sheet, dossier, today=today()).fingerprint != fingerprint:
        raise Stale(_("Les données ont changé entre-temps : voici les différences d’à présent."))
    ceased_before = company.ceased_on
    closed_before = {one.pk for one in sheet.establishments if one.ceased_on}
    _write_company(sheet, found)
    _write_places(sheet, found)
    _add_places(sheet, found)
    _move_head_office(sheet, found)
    _replace_officers(sheet, found)
    _write_sources(sheet, found, dossier.as_of or today())
    _note_successors(sheet, successors)
    _close_reports(company)
    if found.lines:
        changes = _as_changes(found.lines)
        audit.record(Event.REGISTER_UPDATED, actor=actor, subject=company, company=company.pk, changes=changes)
    tell_closures(company, ceased_before, closed_before)
    return found.lines


def _write_company(sheet: Sheet, found: Comparison) -> None:
    changed = apply_changes(sheet.company, **found.company)
    sheet.company.compared_at = now()
    names = [*changed, "compared_at", "updated_at"]
    if changed:
        sheet.company.version += 1
        names.append("version")
    sheet.company.save(update_fields=names)


def _write_places(sheet: Sheet, found: Comparison) -> None:
    for one in sheet.establishments:
        if one.pk in found.places:
            _save(one, **found.places[one.pk])


def _save(establishment: Establishment, **values: Any) -> None:
    changed = apply_changes(establishment, **values)
    if changed:
        establishment.version += 1
        establishment.save(update_fields=[*changed, "version", "updated_at"])


def _add_places(sheet: Sheet, found: Comparison) -> None:
    for place in found.added:
        values = place_values(place, today())
        named = values.setdefault("name", f"{sheet.company.name} - {place.address.city or place.nic}"[:200])
        values = {name: value for name, value in values.items() if value not in {"", None}}
        one = Establishment.objects.create(company=sheet.company, nic=place.nic, **values)
        sheet.establishments.append(one)
        if named == place.name:
            found.unsourced.add((one.pk, "name"))
        found.unsourced |= {(one.pk, name) for name in values if name != "name"}


def _move_head_office(sheet: Sheet, found: Comparison) -> None:
    if not found.head_office:
        return
    office = next(one for one in sheet.establishments if one.nic == found.head_office)
    _save(sheet.head_office, is_head_office=False)
    _save(office, is_head_office=True, closed_on=None)


def _replace_officers(sheet: Sheet, found: Comparison) -> None:
    if found.officers is None:
        return
    sheet.company.officers.all().delete()
    Officer.objects.bulk_create(_officer(sheet.company, one) for one in found.officers)
    found.unsourced.add((None, "officers"))


def _officer(company: Company, told: StateOfficer) -> Officer:
    return Officer(
        company=company,
        kind=OfficerKind.PERSON if told.is_person else OfficerKind.LEGAL,
        first_name=told.first_name[:80],
        last_name=told.last_name[:80],
        legal_name=told.legal_name[:200],
        function=told.role[:100],
    )


def _write_sources(sheet: Sheet, found: Comparison, day: date) -> None:
    """Say that the State provides what it gave, since the day of its data; refresh what it says of kept values."""
    changed = {(None, name) for name in found.company} | {
        (key, name) for key, values in found.places.items() for name in values
    }
    gave = (changed & found.given) | found.unsourced
    for key, field in gave:
        source = sheet.sources.get((key, field))
        provider = Source.RNE if field == "officers" else Source.INSEE
        if source is None:
            FieldSource.objects.create(
                company=sheet.company, establishment_id=key, field=field, source=provider, since=day
            )
        elif source.source != Source.KEPT:
            source.source, source.since = provider, day
            source.save(update_fields=["source", "since"])
    for place, value in found.told.items():
        kept = sheet.sources[place]
        if kept.state_value != value[:300]:
            kept.state_value = value[:300]
            kept.save(update_fields=["state_value"])


def _note_successors(sheet: Sheet, successors: Iterable[Succession]) -> None:
    latest = {link.predecessor: link.successor for link in reversed(list(successors))}
    for one in sheet.establishments:
        if one.ceased_on and latest.get(one.siret, one.successor) != one.successor:
            _save(one, successor=latest[one.siret])


def _close_reports(company: Company) -> None:
    """A report is over when the sheet no longer says what was reported, or says what was expected."""
    for report in company.register_reports.filter(closed_at=None).select_related("establishment"):
        record = report.establishment or company
        if str(getattr(record, report.field, "") or "") != report.state_value and not _is_kept(report):
            report.closed_at = now()
            report.save(update_fields=["closed_at", "updated_at"])


def _is_kept(report: RegisterReport) -> bool:
    """Whether the company keeps its own value: the sheet then differs from the State's all the time."""
    sources = FieldSource.objects.filter(company=report.company_id, establishment=report.establishment_id)
    kept = sources.filter(field=report.field, source=Source.KEPT).first()
    return kept is not None and kept.state_value == report.state_value


def _as_changes(lines: list[Line]) -> dict[str, Change]:
    """The lines as the journal keeps them; a stock that adds hundreds of places is told by number."""
    changes = {
        f"line{number}": Change(f"{line.place} : {line.label}" if line.place else line.label, line.before, line.after)
        for number, line in enumerate(lines[:SHOWN])
    }
    if len(lines) > SHOWN:
        changes["more"] = Change(_("Autres différences"), "", str(len(lines) - SHOWN))
    return changes

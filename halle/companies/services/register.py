"""Making a company's sheet say what the State says: shown first, applied whole, traced."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from halle.audit import services as audit
from halle.audit.changes import Change, Changes, apply_changes
from halle.audit.events import Event
from halle.companies.comparing import Comparison, Sheet, compare, place_values
from halle.companies.models import (
    Company,
    Establishment,
    FieldSource,
    Officer,
    OfficerKind,
    RegisterReport,
    RequestState,
    Source,
)
from halle.companies.policies.register import update_from_register
from halle.companies.selectors.register import sheet_of
from halle.companies.services.members import lock_company
from halle.companies.services.register_telling import tell_closures
from halle.companies.wording import Line, officer_key, state_officer_key, text_of
from halle.core.actors import Actor
from halle.core.clock import now, today
from halle.core.decisions import Denied, require
from halle.sirene.records import Dossier, Succession
from halle.sirene.records import Officer as StateOfficer

SHOWN = 40
Traced = tuple[Event, Establishment, Changes]


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
    told_apart: bool = False,
) -> list[Line]:
    """Apply the State's data; the lines that changed.

    `told_apart` when administrators get a message of all the lines: they are then not told of closures twice.
    Raises Stale when `fingerprint` names other differences than those of this moment: nothing is applied unseen.
    """
    require(update_from_register(actor, company))
    company = lock_company(company)
    sheet = sheet_of(company)
    links = list(successors)
    found = compare(sheet, dossier, today=today(), chosen=chosen, successors=links)
    shown = compare(sheet, dossier, today=today(), successors=links) if fingerprint is not None else found
    if fingerprint is not None and shown.fingerprint != fingerprint:
        raise Stale(_("Les données ont changé entre-temps : voici les différences d’à présent."))
    ceased_before = company.ceased_on
    closed_before = {one.pk for one in sheet.establishments if one.ceased_on}
    _write_company(sheet, found)
    traced = _write_places(sheet, found) + _add_places(sheet, found) + _move_head_office(sheet, found)
    _replace_officers(sheet, found)
    _write_sources(sheet, found, dossier.as_of or today())
    _close_reports(company)
    _serve_waiting(company, found)
    _trace(company, actor, found.lines, traced)
    tell_closures(company, ceased_before, closed_before, but_administrators=told_apart)
    return found.lines


def _write_company(sheet: Sheet, found: Comparison) -> None:
    changed = apply_changes(sheet.company, **found.company)
    sheet.company.compared_at = now()
    names = [*changed, "compared_at", "updated_at"]
    if changed:
        sheet.company.version += 1
        names.append("version")
    sheet.company.save(update_fields=names)


def _write_places(sheet: Sheet, found: Comparison) -> list[Traced]:
    return [
        (Event.ESTABLISHMENT_CHANGED, one, _save(one, **found.places[one.pk]))
        for one in sheet.establishments
        if one.pk in found.places
    ]


def _save(establishment: Establishment, **values: Any) -> Changes:
    changed = apply_changes(establishment, **values)
    if changed:
        establishment.version += 1
        establishment.save(update_fields=[*changed, "version", "updated_at"])
    return changed


def _add_places(sheet: Sheet, found: Comparison) -> list[Traced]:
    traced: list[Traced] = []
    for place in found.added:
        values = place_values(place, today())
        named = values.setdefault("name", f"{sheet.company.name} - {place.address.city or place.nic}"[:200])
        # A country that nobody could name stays empty: it is not France.
        values = {name: value for name, value in values.items() if value not in {"", None} or name == "country"}
        one = Establishment(company=sheet.company, nic=place.nic)
        traced.append((Event.ESTABLISHMENT_CREATED, one, apply_changes(one, **values)))
        one.save(force_insert=True)
        sheet.establishments.append(one)
        if named == place.name[:200]:
            found.unsourced.add((one.pk, "name"))
        found.unsourced |= {(one.pk, name) for name, value in values.items() if name != "name" and value != ""}
    return traced


def _move_head_office(sheet: Sheet, found: Comparison) -> list[Traced]:
    if not found.head_office:
        return []
    office = next(one for one in sheet.establishments if one.nic == found.head_office)
    _save(sheet.head_office, is_head_office=False)
    return [(Event.HEAD_OFFICE_CHANGED, office, _save(office, is_head_office=True, closed_on=None))]


def _replace_officers(sheet: Sheet, found: Comparison) -> None:
    """Those who stay keep the e-mail and the telephone that were typed for them (S-057)."""
    if found.officers is None:
        return
    here = {officer_key(one): one for one in sheet.officers}
    gone = {one.pk for one in sheet.officers}
    for told in found.officers:
        known = here.pop(state_officer_key(told), None)
        if known is None:
            _officer(sheet.company, told).save(force_insert=True)
            continue
        gone.discard(known.pk)
        if apply_changes(known, function=told.role[:100]):
            known.save(update_fields=["function", "updated_at"])
    sheet.company.officers.filter(pk__in=gone).delete()
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
        sheet.sources[place].state_value = value
        sheet.sources[place].save(update_fields=["state_value"])
    for place in found.agreed:
        kept = sheet.sources[place]
        kept.source, kept.since, kept.reason, kept.state_value = Source.INSEE, day, "", ""
        kept.save(update_fields=["source", "since", "reason", "state_value"])
    FieldSource.objects.filter(pk__in=[sheet.sources[place].pk for place in found.released]).delete()


def _serve_waiting(company: Company, found: Comparison) -> None:
    """A request that still waited is served by this very update; the one that the night serves is already running."""
    outcome = [asdict(line) for line in found.lines[:SHOWN]]
    waiting = company.register_requests.filter(state=RequestState.ASKED)
    waiting.update(state=RequestState.DONE, reason="", outcome=outcome, finished_at=now(), updated_at=now())


def _trace(company: Company, actor: Actor, lines: list[Line], traced: list[Traced]) -> None:
    if lines:
        audit.record(
            Event.REGISTER_UPDATED, actor=actor, subject=company, company=company.pk, changes=_as_changes(lines)
        )
    for event, establishment, changes in traced:
        audit.record(event, actor=actor, subject=establishment, company=company.pk, changes=changes)


def _close_reports(company: Company) -> None:
    """A report is over when the sheet no longer says what was reported, or says what was expected."""
    for report in company.register_reports.filter(closed_at=None).select_related("establishment"):
        record = report.establishment or company
        if text_of(record, report.field)[:300] != report.state_value and not _is_kept(report):
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

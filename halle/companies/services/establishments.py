"""What is done to the places of a company."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from halle.audit import services as audit
from halle.audit.changes import Changes, apply_changes
from halle.audit.events import Event
from halle.companies.models import Company, Establishment
from halle.companies.policies import establishments as policies
from halle.companies.selectors.establishments import people_at, sources_of
from halle.companies.services.members import lock_company
from halle.core.actors import Actor
from halle.core.clock import today
from halle.core.decisions import Denied, require


def _record(event: Event, establishment: Establishment, actor: Actor, changes: Changes | None = None) -> None:
    audit.record(event, actor=actor, subject=establishment, company=establishment.company_id, changes=changes)


def _lock(establishment: Establishment) -> Establishment:
    company = lock_company(establishment.company)
    locked: Establishment = company.establishments.get(pk=establishment.pk)
    locked.company = company
    return locked


def _save(establishment: Establishment, changes: Changes) -> None:
    establishment.version += 1
    establishment.save(update_fields=[*changes, "version", "updated_at"])


@transaction.atomic
def create_establishment(company: Company, *, actor: Actor, **values: Any) -> Establishment:
    """Add a place; raises Denied when its NIC is taken."""
    require(policies.edit_establishments(actor, company))
    company = lock_company(company)
    _refuse_taken(company, values.get("nic"))
    establishment = Establishment(company=company, is_head_office=False)
    changes = apply_changes(establishment, **values)
    establishment.save(force_insert=True)
    _record(Event.ESTABLISHMENT_CREATED, establishment, actor, changes)
    return establishment


@transaction.atomic
def edit_establishment(establishment: Establishment, *, actor: Actor, **values: Any) -> Establishment:
    """Change a place; raises Denied for a field that the State provides, or a NIC that is taken."""
    require(policies.edit_establishments(actor, establishment.company))
    establishment = _lock(establishment)
    changes = apply_changes(establishment, **values)
    if not changes:
        return establishment
    if sources_of(establishment).keys() & changes.keys():
        raise Denied(_("Un champ fourni par l’État ne se modifie pas ici."))
    if "nic" in changes:
        _refuse_taken(establishment.company, establishment.nic, but=establishment)
    _save(establishment, changes)
    _record(Event.ESTABLISHMENT_CHANGED, establishment, actor, changes)
    return establishment


def _refuse_taken(company: Company, nic: str | None, *, but: Establishment | None = None) -> None:
    others = company.establishments.exclude(pk=but.pk) if but else company.establishments.all()
    if nic and others.filter(nic=nic).exists():
        raise Denied(_("Un établissement de l’entreprise a déjà ce NIC."))


@transaction.atomic
def close_establishment(establishment: Establishment, *, actor: Actor) -> Establishment:
    """Close an empty place that is not the head office; what it was stays readable."""
    require(policies.edit_establishments(actor, establishment.company))
    establishment = _lock(establishment)
    require(policies.close_establishment(establishment, people=people_at(establishment)))
    changes = apply_changes(establishment, closed_on=establishment.closed_on or today())
    if changes:
        _save(establishment, changes)
        _record(Event.ESTABLISHMENT_CLOSED, establishment, actor, changes)
    return establishment


@transaction.atomic
def reopen_establishment(establishment: Establishment, *, actor: Actor) -> Establishment:
    """Open a closed place again."""
    require(policies.edit_establishments(actor, establishment.company))
    establishment = _lock(establishment)
    changes = apply_changes(establishment, closed_on=None)
    if changes:
        _save(establishment, changes)
        _record(Event.ESTABLISHMENT_REOPENED, establishment, actor, changes)
    return establishment


@transaction.atomic
def make_head_office(establishment: Establishment, *, actor: Actor) -> Establishment:
    """Move the head office: one before, one after, whatever happens at the same moment."""
    require(policies.edit_establishments(actor, establishment.company))
    establishment = _lock(establishment)
    require(policies.make_head_office(establishment))
    if establishment.is_head_office:
        return establishment
    former = establishment.company.establishments.get(is_head_office=True)
    _save(former, apply_changes(former, is_head_office=False))
    changes = apply_changes(establishment, is_head_office=True)
    _save(establishment, changes)
    _record(Event.HEAD_OFFICE_CHANGED, establishment, actor, changes)
    return establishment

"""What is done to the legal representatives of a company."""

from typing import Any

from django.db import transaction

from halle.audit import services as audit
from halle.audit.changes import apply_changes
from halle.audit.events import Event
from halle.companies.models import Company, Officer
from halle.companies.policies import company as policies
from halle.core.actors import Actor
from halle.core.decisions import require


@transaction.atomic
def add_officer(company: Company, *, actor: Actor, **values: Any) -> Officer:
    """Name a legal representative."""
    require(policies.edit_company(actor, company))
    officer = Officer(company=company)
    changes = apply_changes(officer, **values)
    officer.save(force_insert=True)
    audit.record(Event.OFFICER_ADDED, actor=actor, subject=officer, company=company.pk, changes=changes)
    return officer


@transaction.atomic
def edit_officer(officer: Officer, *, actor: Actor, **values: Any) -> Officer:
    """Change one."""
    require(policies.edit_company(actor, officer.company))
    officer = Officer.objects.select_for_update(of=("self",)).select_related("company").get(pk=officer.pk)
    changes = apply_changes(officer, **values)
    if changes:
        officer.version += 1
        officer.save(update_fields=[*changes, "version", "updated_at"])
        audit.record(Event.OFFICER_CHANGED, actor=actor, subject=officer, company=officer.company_id, changes=changes)
    return officer


@transaction.atomic
def remove_officer(officer: Officer, *, actor: Actor) -> None:
    """Take one off the list."""
    require(policies.edit_company(actor, officer.company))
    audit.record(Event.OFFICER_REMOVED, actor=actor, subject=officer, company=officer.company_id)
    officer.delete()

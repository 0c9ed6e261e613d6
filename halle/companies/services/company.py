"""What is done to a company's own record."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from halle.audit import services as audit
from halle.audit.changes import Changes, apply_changes
from halle.audit.events import Event
from halle.companies.models import Company
from halle.companies.policies import company as policies
from halle.companies.selectors.company import ADDRESS, sources_of
from halle.companies.services.members import lock_company
from halle.core.actors import Actor
from halle.core.decisions import Denied, require
from halle.core.nomenclatures import Activity

OFFICE_FIELDS = (*ADDRESS, "country", "nic")


@transaction.atomic
def edit_company(company: Company, *, actor: Actor, naf: Activity | None, **values: Any) -> Company:
    """Change the company's record; address and NIC are its head office's.

    Raises Denied when a field that the State provides would change: the form refuses it first, with its field.
    """
    require(policies.edit_company(actor, company))
    company = lock_company(company)
    office = company.establishments.select_for_update(of=("self",)).get(is_head_office=True)
    values["naf_code"], values["naf_nomenclature"] = (naf.code, naf.nomenclature.value) if naf else ("", "")
    of_office = {name: values.pop(name) for name in OFFICE_FIELDS if name in values}
    changes = apply_changes(company, **values)
    office_changes = apply_changes(office, **of_office)
    _refuse_locked(company, {**changes, **office_changes})
    for record, changed in ((company, changes), (office, office_changes)):
        if changed:
            record.version += 1
            record.save(update_fields=[*changed, "version", "updated_at"])
    if changes or office_changes:
        audit.record(
            Event.COMPANY_CHANGED,
            actor=actor,
            subject=company,
            company=company.pk,
            changes={**changes, **office_changes},
        )
    return company


def _refuse_locked(company: Company, changes: Changes) -> None:
    locked = sources_of(company).keys() & changes.keys()
    if locked:
        labels = ", ".join(sorted(changes[name].label for name in locked))
        raise Denied(
            _("Ces champs sont fournis par l’État et ne se modifient pas ici : %(labels)s.") % {"labels": labels}
        )


@transaction.atomic
def note_journal_export(company: Company, *, actor: Actor) -> None:
    """Remember that the journal left the site."""
    require(policies.read_journal(actor, company))
    audit.record(Event.JOURNAL_EXPORTED, actor=actor, subject=company, company=company.pk)

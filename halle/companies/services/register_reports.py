"""A value of the State that is wrong: reported, kept against it with a reason, taken back."""

from typing import Any

from django.db import transaction

from halle.audit import services as audit
from halle.audit.changes import Change, apply_changes
from halle.audit.events import Event
from halle.companies.models import Company, Establishment, FieldSource, Membership, RegisterReport, Source
from halle.companies.policies.register import update_from_register
from halle.companies.services.members import lock_company
from halle.companies.wording import text_of
from halle.core.actors import Actor
from halle.core.clock import today
from halle.core.decisions import require


@transaction.atomic
def report_value(
    company: Company,
    *,
    actor: Actor,
    source: FieldSource,
    label: str,
    expected: str,
    comment: str,
    keep: Any = None,
    reason: str = "",
) -> RegisterReport:
    """Say that a value of the State is wrong; `keep` is the company's own value to show meanwhile, with its reason."""
    require(update_from_register(actor, company))
    company = lock_company(company)
    source = company.field_sources.select_related("establishment").get(pk=source.pk)
    record = source.establishment or company
    state_value = text_of(record, source.field)[:300]
    seat = actor.seat_in(company)
    report = RegisterReport.objects.create(
        company=company,
        establishment=source.establishment,
        reported_by=Membership.objects.filter(pk=seat.membership).first() if seat else None,
        field=source.field,
        state_value=state_value,
        expected=expected,
        comment=comment,
    )
    changes = {source.field: Change(label, state_value, expected)}
    audit.record(
        Event.VALUE_REPORTED, actor=actor, subject=record, company=company.pk, changes=changes, reason=comment
    )
    if keep is not None:
        _keep(source, record, actor, keep, reason)
    return report


def _keep(source: FieldSource, record: Company | Establishment, actor: Actor, value: Any, reason: str) -> None:
    if source.source != Source.KEPT:  # else somebody kept it at this very moment, and noted what the State says
        source.state_value = str(getattr(record, source.field) or "")[:300]
    source.source, source.reason, source.since = Source.KEPT, reason, today()
    source.save(update_fields=["source", "reason", "since", "state_value"])
    changes = apply_changes(record, **{source.field: value})
    if changes:
        record.version += 1
        record.save(update_fields=[*changes, "version", "updated_at"])
    audit.record(
        Event.VALUE_KEPT, actor=actor, subject=record, company=source.company_id, changes=changes, reason=reason
    )


@transaction.atomic
def restore_value(company: Company, *, actor: Actor, source: FieldSource) -> None:
    """Let the State's value stand again, at once; where it says nothing (masked), the company's is merely typed."""
    require(update_from_register(actor, company))
    company = lock_company(company)
    source = company.field_sources.select_related("establishment").get(pk=source.pk, source=Source.KEPT)
    record = source.establishment or company
    changes = apply_changes(record, **{source.field: source.state_value or getattr(record, source.field)})
    if source.state_value:
        source.source, source.reason, source.since, source.state_value = Source.INSEE, "", today(), ""
        source.save(update_fields=["source", "reason", "since", "state_value"])
    else:
        source.delete()
    if changes:
        record.version += 1
        record.save(update_fields=[*changes, "version", "updated_at"])
    audit.record(Event.VALUE_RESTORED, actor=actor, subject=record, company=company.pk, changes=changes)

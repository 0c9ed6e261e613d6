"""The night's work on companies."""

import logging
from collections import Counter
from datetime import UTC, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from halle.companies.comparing import compare, without_successor
from halle.companies.models import Company, RegisterRequest
from halle.companies.selectors.register import WAITING, sheet_of, with_sheets
from halle.companies.services.register import apply_register
from halle.companies.services.register_requests import serve
from halle.companies.services.register_telling import tell_changes
from halle.core.actors import SYSTEM
from halle.core.clock import now, today
from halle.core.nomenclatures import NAF_2025_IN_FORCE
from halle.sirene.records import Dossier
from halle.sirene.register import RegisterUnavailable
from halle.sirene.sources import Chain, register

logger = logging.getLogger(__name__)
BATCH = 500


def serve_register_requests() -> str:
    """Serve the updates that were asked for while the State was down; those it still keeps waiting stay."""
    waiting = RegisterRequest.objects.filter(state__in=WAITING).select_related("company").order_by("created_at", "id")
    sources = register()
    served = [serve(request, sources) for request in waiting]
    return f"{sum(served)} of {len(served)} requested updates served."


def compare_all() -> str:
    """Compare French companies with the local register and apply what changed; administrators are told once.

    Only those not compared since the register last changed. Killed at any moment, the next run goes on where it was:
    each company is its own transaction.
    """
    counts = Counter(compared=0, same=0, changed=0, noted=0, unknown=0, failed=0)
    sources, last = register(), None
    try:
        since = max(sources.changed_at(), _naf_switched_at())
        while keys := _next_keys(since, last):
            last = keys[-1]
            _compare_batch(keys, sources, counts)
    except RegisterUnavailable as trouble:
        return f"Not done: {trouble} ({counts['compared']} compared before)."
    return ", ".join(f"{number} {name}" for name, number in counts.items()) + "."


def _naf_switched_at() -> datetime:
    """The day when the reference nomenclature changes is a change of the register's for everybody."""
    switched = timezone.make_aware(datetime.combine(NAF_2025_IN_FORCE, time.min))
    return switched if now() >= switched else datetime.min.replace(tzinfo=UTC)


def _next_keys(since: datetime, last: UUID | None) -> list[UUID]:
    due = Company.objects.filter(siren__isnull=False).filter(Q(compared_at=None) | Q(compared_at__lt=since))
    if last is not None:
        due = due.filter(pk__gt=last)
    return list(due.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _compare_batch(keys: list[UUID], sources: Chain, counts: Counter[str]) -> None:
    """Compare some companies; those that are as the State says are noted so at once.

    One that fails does not stop the others: it is said in the log, and compared again the next night.
    """
    # Before anything is read: a register that is swapped meanwhile is a change that these have not seen.
    begun = now()
    companies = with_sheets(keys)
    dossiers = sources.companies([company.siren for company in companies if company.siren])
    done: list[UUID] = []
    for company in companies:
        try:
            counts[_compare(company, dossiers.get(company.siren or ""), sources)] += 1
        except RegisterUnavailable:
            raise
        except Exception:
            logger.exception("The comparison of company %s failed.", company.pk)
            counts["failed"] += 1
        else:
            done.append(company.pk)
    counts["compared"] += len(companies)
    Company.objects.filter(pk__in=done).update(compared_at=begun)


def _compare(company: Company, dossier: Dossier | None, sources: Chain) -> str:
    """« changed », « noted » when people read nothing new, « unknown » or « same »."""
    if dossier is None:
        return "unknown"
    sheet = sheet_of(company)
    links = [link for siret in without_successor(sheet, dossier) for link in sources.local_successors(siret)]
    if not compare(sheet, dossier, today=today(), successors=links):
        return "same"
    with transaction.atomic():
        lines = apply_register(company, actor=SYSTEM, dossier=dossier, successors=links, told_apart=True)
        if lines:
            tell_changes(company, lines)
    return "changed" if lines else "noted"

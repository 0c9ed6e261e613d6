"""Recoveries by the clock: a delay that is over, a company that is administered again, a proof never brought."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from halle.audit.events import Event
from halle.core.actors import SYSTEM
from halle.core.clock import now
from halle.enrolment.models import Recovery, RecoveryState
from halle.enrolment.services.recovery import end, lock_recovery, note_end_of_delay
from halle.enrolment.services.recovery_decisions import end_administered

PATIENCE = timedelta(days=60)


def move_on() -> str:
    """Nightly: take each running recovery where the clock says it is; run again, it finds nothing to do."""
    found = list(Recovery.objects.running().select_related("company").order_by("created_at", "pk"))
    moved = sum(_move(recovery) for recovery in found)
    return f"{len(found)} recoveries under way, {moved} moved on"


@transaction.atomic
def _move(recovery: Recovery) -> bool:
    recovery = lock_recovery(recovery)
    if not recovery.is_running:
        return False
    if recovery.user.anonymised_at is not None:
        return _forget(recovery)
    if recovery.company.memberships.administrators().exists():
        end_administered(recovery, actor=SYSTEM)
        return True
    if recovery.state == RecoveryState.PROVING and recovery.updated_at < now() - PATIENCE:
        reason = _("Aucune preuve n’a été présentée en 60 jours.")
        end(recovery, RecoveryState.REFUSED, Event.RECOVERY_REFUSED, actor=SYSTEM, reason=reason)
        return True
    return note_end_of_delay(recovery)


def _forget(recovery: Recovery) -> bool:
    """The person was erased: his request ends without a word, and keeps none of his."""
    recovery.function = recovery.phone = recovery.message = ""
    recovery.state, recovery.decided_at = RecoveryState.WITHDRAWN, now()
    recovery.version += 1
    recovery.save()
    return True

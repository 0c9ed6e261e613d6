"""Sign-ups that need not be kept: never confirmed, given up, or done."""

from datetime import timedelta

from django.db.models import Q

from halle.core.clock import now
from halle.enrolment.models import Application

KEPT = timedelta(days=30)


def sweep() -> str:
    """Forget them thirty days after they ended; those of erased people at once."""
    ended = Q(expires_at__lt=now() - KEPT) | Q(user__anonymised_at__isnull=False)
    deleted, _by_model = Application.objects.filter(ended).delete()
    return f"{deleted} ended sign-ups forgotten"

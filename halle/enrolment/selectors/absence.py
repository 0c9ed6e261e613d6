"""Companies whose administrators stay away, and how far each went."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from halle.companies.models import Company, Membership, MembershipState, SocleRole
from halle.core.clock import now
from halle.enrolment.models import AbsenceNotice, AbsenceStep, Deputy

DAYS_A_MONTH = 365.25 / 12
ADMINISTERS = Q(memberships__state=MembershipState.ACTIVE, memberships__socle_role=SocleRole.ADMINISTRATOR)
# Somebody who never signed in counts from the day of his seat.
SEEN = Coalesce(F("memberships__user__last_login"), F("memberships__state_changed_at"))


def absent_since(moment: datetime | None = None) -> datetime:
    """The last sign-in that is too long ago."""
    return (moment or now()) - timedelta(days=round(settings.ABSENCE_MONTHS * DAYS_A_MONTH))


def without_anybody() -> "QuerySet[Company]":
    """Companies where no active administrator signed in for HALLE_ABSENCE_MONTHS, with `seen_at`, the last time."""
    seen = Company.objects.annotate(seen_at=Max(SEEN, filter=ADMINISTERS))
    return seen.filter(seen_at__lte=absent_since()).order_by("pk")


def seen_at(company: Company) -> datetime | None:
    """When an active administrator last signed in; None when there is no administrator."""
    found = Company.objects.filter(pk=company.pk).aggregate(last=Max(SEEN, filter=ADMINISTERS))
    last: datetime | None = found["last"]
    return last


def steps_since(company: Company, last: datetime) -> list[AbsenceNotice]:
    """What was done about this absence, oldest first: a sign-in since makes former steps those of another one."""
    return list(company.absence_notices.filter(created_at__gt=last).order_by("created_at", "pk"))


def deputy_of(company: Company) -> Deputy | None:
    """Who is named, whether he still counts or not (`Deputy.is_fit`)."""
    found = Deputy.objects.filter(company=company)
    return found.select_related("membership__user", "membership__company", "named_by").first()


def asked_deputy(company: Company) -> Membership | None:
    """The deputy's seat while his answer is awaited: asked, still fit, and no administrator came back since."""
    last = seen_at(company)
    if last is None or last > absent_since():
        return None
    steps = steps_since(company, last)
    if not steps or steps[-1].step != AbsenceStep.DEPUTY_ASKED:
        return None
    deputy = deputy_of(company)
    return deputy.membership if deputy and deputy.is_fit else None

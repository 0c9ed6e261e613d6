"""Requests to join that nobody answers, and those that need not be kept."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.models import MembershipState
from halle.companies.services.members import lock_company
from halle.core.actors import SYSTEM
from halle.core.clock import now
from halle.enrolment.models import JoinRequest, JoinState
from halle.enrolment.selectors.joining import public_label
from halle.enrolment.services.joining import link_of, own_requests_link
from halle.enrolment.services.telling import tell_administrators
from halle.mail import services as mail

# After so many days: the administrators, the administrators again, the applicant. `JoinRequest.reminders` counts them.
STAGES = (timedelta(days=3), timedelta(days=10), timedelta(days=30))
KEPT = timedelta(days=365)


def remind() -> str:
    """Remind whoever should answer; each stage once, and only the last one when nights were missed."""
    due = Q(pk__in=[])
    for rank, age in enumerate(STAGES, start=1):
        due |= Q(reminders__lt=rank, created_at__lte=now() - age)
    found = JoinRequest.objects.filter(due, state=JoinState.PENDING).order_by("created_at", "pk")
    sent = sum(_remind(request) for request in found.select_related("company"))
    return f"{sent} unanswered requests to join reminded"


@transaction.atomic
def _remind(request: JoinRequest) -> bool:
    company = lock_company(request.company)
    request = company.join_requests.select_related("company", "user").get(pk=request.pk)
    stage = sum(request.created_at <= now() - age for age in STAGES)
    if request.state != JoinState.PENDING or request.reminders >= stage:
        return False
    request.reminders = stage
    request.save(update_fields=["reminders", "updated_at"])
    if stage < len(STAGES):
        tell_administrators(company, "join_reminder", request=request, link=link_of(request))
    else:
        context = {"request": request, "label": public_label(company), "link": own_requests_link()}
        mail.post("enrolment/mail/join_unanswered", to=request.user, context=context)
    return True


def tidy() -> str:
    """Close requests of people who came in another way; forget those of erased people and those answered long ago."""
    seated = JoinRequest.objects.filter(state=JoinState.PENDING, user__memberships__state=MembershipState.ACTIVE)
    closed = sum(_close(request) for request in seated.select_related("company").distinct())
    old = Q(decided_at__lt=now() - KEPT) | Q(user__anonymised_at__isnull=False)
    deleted, _by_model = JoinRequest.objects.filter(old).delete()
    return f"{closed} requests to join closed, {deleted} forgotten"


@transaction.atomic
def _close(request: JoinRequest) -> bool:
    company = lock_company(request.company)
    request = company.join_requests.select_related("user").get(pk=request.pk)
    if request.state != JoinState.PENDING or not company.memberships.active().filter(user=request.user).exists():
        return False
    request.state, request.decided_at = JoinState.WITHDRAWN, now()
    request.answer = _("Rattaché autrement, par une invitation.")
    request.version += 1
    request.save()
    audit.record(
        Event.JOIN_WITHDRAWN,
        actor=SYSTEM,
        subject=request,
        subject_label=str(request.user),
        company=company.pk,
        person=request.user_id,
        reason=request.answer,
    )
    return True

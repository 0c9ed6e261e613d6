"""The nightly job about companies whose administrators stay away: reminders, then the deputy is asked."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.models import Company
from halle.companies.services.members import lock_company
from halle.core.actors import SYSTEM
from halle.core.clock import now
from halle.enrolment.models import AbsenceNotice, AbsenceStep
from halle.enrolment.selectors import absence as selectors
from halle.enrolment.services.telling import tell, tell_administrators
from halle.mail.links import absolute

BETWEEN = timedelta(days=30)
REMINDERS = [AbsenceStep.REMINDED.value] * 2


def look_for_absences() -> str:
    """Take the next step, one a night at most, for each company where nobody administers any more."""
    companies = list(selectors.without_anybody().values_list("pk", flat=True))
    taken = sum(_next_step(company) for company in companies)
    return f"{len(companies)} companies without a present administrator, {taken} steps taken"


@transaction.atomic
def _next_step(company_id: UUID) -> bool:
    company = lock_company(Company(pk=company_id))
    last = selectors.seen_at(company)
    if last is None or last > selectors.absent_since():
        return False
    steps = selectors.steps_since(company, last)
    if steps and steps[-1].created_at > now() - BETWEEN:
        return False
    done = [notice.step for notice in steps]
    if len(done) < len(REMINDERS):
        return _remind(company, last)
    return done == REMINDERS and _ask_the_deputy(company, last)


def _remind(company: Company, last: datetime) -> bool:
    link = absolute(reverse("account_login"))
    tell_administrators(company, "absence_reminder", essential=True, last=last, link=link)
    AbsenceNotice.objects.create(company=company, step=AbsenceStep.REMINDED, created_at=now())
    audit.record(Event.ADMINISTRATORS_REMINDED, actor=SYSTEM, subject=company, company=company.pk)
    return True


def _ask_the_deputy(company: Company, last: datetime) -> bool:
    deputy = selectors.deputy_of(company)
    if deputy is None or not deputy.is_fit:
        return False
    link = absolute(reverse("enrolment:take_over", args=[company.identifier]))
    tell(deputy.membership, "deputy_asked", essential=True, last=last, link=link)
    AbsenceNotice.objects.create(company=company, step=AbsenceStep.DEPUTY_ASKED, created_at=now())
    audit.record(
        Event.DEPUTY_ASKED,
        actor=SYSTEM,
        subject=deputy.membership,
        company=company.pk,
        person=deputy.membership.user_id,
    )
    return True

"""The deputy: named, withdrawn, and his answer when he is asked to take over."""

from django.db import transaction
from django.utils.translation import gettext as _

from halle.audit import services as audit
from halle.audit.changes import Changes, apply_changes
from halle.audit.events import Event
from halle.companies.models import Company, Membership, MembershipState, RoomRole, SocleRole
from halle.companies.services.members import lock_company, lock_member
from halle.core.actors import Actor
from halle.core.decisions import Denied, require
from halle.enrolment.models import AbsenceNotice, AbsenceStep, Deputy
from halle.enrolment.policies import deputy as policies
from halle.enrolment.selectors import absence as selectors
from halle.enrolment.services.telling import tell, tell_administrators


@transaction.atomic
def name(company: Company, *, actor: Actor, membership: Membership) -> Deputy:
    """Name the deputy, in the place of the former one; both are told."""
    require(policies.name_deputy(actor, company))
    membership = lock_member(company, membership)
    require(policies.be_deputy(membership))
    former = selectors.deputy_of(company)
    if former and former.membership_id == membership.pk:
        return former
    if former:
        _end(former)
    named_by = company.memberships.active().get(user=actor.user)
    deputy = Deputy.objects.create(company=company, membership=membership, named_by=named_by)
    tell(membership, "deputy_named")
    _record(Event.DEPUTY_NAMED, membership, actor)
    return deputy


@transaction.atomic
def withdraw(company: Company, *, actor: Actor) -> None:
    """Leave the company without a deputy; he is told. Nothing happens when there is none."""
    require(policies.name_deputy(actor, company))
    lock_company(company)
    former = selectors.deputy_of(company)
    if former:
        _end(former)
        _record(Event.DEPUTY_WITHDRAWN, former.membership, actor)


def _end(former: Deputy) -> None:
    former.delete()
    if former.membership.state == MembershipState.ACTIVE:
        tell(former.membership, "deputy_withdrawn")


@transaction.atomic
def accept(company: Company, *, actor: Actor) -> Membership:
    """Become administrator on both axes; who administers is told. Raises Denied when nobody asks (any more)."""
    membership = _asked(company, actor)
    changes = apply_changes(membership, room_role=RoomRole.ADMINISTRATOR, socle_role=SocleRole.ADMINISTRATOR)
    membership.version += 1
    membership.save(update_fields=[*changes, "version", "updated_at"])
    tell_administrators(membership.company, "deputy_accepted", but=membership.user_id, deputy=membership)
    _close(membership, actor, AbsenceStep.DEPUTY_ACCEPTED, Event.DEPUTY_ACCEPTED, changes)
    return membership


@transaction.atomic
def decline(company: Company, *, actor: Actor) -> None:
    """Say no: the person is no longer the deputy, and the administrators are told."""
    membership = _asked(company, actor)
    tell_administrators(membership.company, "deputy_declined", essential=True, deputy=membership)
    _close(membership, actor, AbsenceStep.DEPUTY_DECLINED, Event.DEPUTY_DECLINED)


def _asked(company: Company, actor: Actor) -> Membership:
    company = lock_company(company)
    asked = selectors.asked_deputy(company)
    require(policies.take_over(actor, asked))
    if asked is None:  # take_over has refused already: said once more for the types
        raise Denied(_("Personne ne vous demande de prendre la suite."))
    return asked


def _close(membership: Membership, actor: Actor, step: str, event: Event, changes: Changes | None = None) -> None:
    Deputy.objects.filter(company=membership.company).delete()
    AbsenceNotice.objects.create(company=membership.company, step=step)
    _record(event, membership, actor, changes)


def _record(event: Event, membership: Membership, actor: Actor, changes: Changes | None = None) -> None:
    audit.record(
        event,
        actor=actor,
        subject=membership,
        company=membership.company_id,
        person=membership.user_id,
        changes=changes,
    )

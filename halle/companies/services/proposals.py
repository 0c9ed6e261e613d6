"""Places that a plain user proposes and an administrator answers (S-041)."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from halle.audit import services as audit
from halle.audit.events import Event
from halle.companies.models import Company, EstablishmentProposal, ProposalState
from halle.companies.policies import establishments as policies
from halle.companies.services.establishments import create_establishment
from halle.companies.services.members import lock_company
from halle.core.actors import Actor
from halle.core.clock import now
from halle.core.decisions import Denied, require
from halle.mail import services as mail
from halle.mail.links import absolute


def _link(proposal: EstablishmentProposal) -> str:
    return absolute(reverse("companies:proposal", args=[proposal.company.identifier, proposal.pk]))


def _record(event: Event, proposal: EstablishmentProposal, actor: Actor, reason: str = "") -> None:
    audit.record(event, actor=actor, subject=proposal, company=proposal.company_id, reason=reason)


@transaction.atomic
def propose(company: Company, *, actor: Actor, **values: Any) -> EstablishmentProposal:
    """Propose a place; every administrator gets a message."""
    require(policies.propose_establishment(actor, company))
    author = company.memberships.active().get(user=actor.user)
    proposal = EstablishmentProposal.objects.create(company=company, proposed_by=author, **values)
    for administrator in company.memberships.administrators().select_related("user"):
        context = {"proposal": proposal, "link": _link(proposal)}
        mail.post("companies/mail/proposed", to=administrator.user, context=context, company=company.pk)
    _record(Event.PROPOSAL_MADE, proposal, actor)
    return proposal


@transaction.atomic
def accept(proposal: EstablishmentProposal, *, actor: Actor, **values: Any) -> EstablishmentProposal:
    """Create the place, as the administrator corrected it, and tell who proposed it."""
    proposal = _waiting(proposal, actor)
    proposal.establishment = create_establishment(proposal.company, actor=actor, **values)
    return _decide(proposal, actor, ProposalState.ACCEPTED, Event.PROPOSAL_ACCEPTED)


@transaction.atomic
def refuse(proposal: EstablishmentProposal, *, actor: Actor, answer: str) -> EstablishmentProposal:
    """Say no, and why."""
    proposal = _waiting(proposal, actor)
    proposal.answer = answer
    return _decide(proposal, actor, ProposalState.REFUSED, Event.PROPOSAL_REFUSED)


def _waiting(proposal: EstablishmentProposal, actor: Actor) -> EstablishmentProposal:
    require(policies.edit_establishments(actor, proposal.company))
    company = lock_company(proposal.company)
    proposal = company.establishment_proposals.select_related("proposed_by__user", "company").get(pk=proposal.pk)
    if proposal.state != ProposalState.PENDING:
        raise Denied(_("Cette proposition a déjà reçu sa réponse."))
    return proposal


def _decide(proposal: EstablishmentProposal, actor: Actor, state: str, event: Event) -> EstablishmentProposal:
    proposal.state, proposal.decided_at = state, now()
    proposal.version += 1
    proposal.save()
    context = {"proposal": proposal, "link": _link(proposal)}
    mail.post("companies/mail/decided", to=proposal.proposed_by.user, context=context, company=proposal.company_id)
    _record(event, proposal, actor, reason=proposal.answer)
    return proposal

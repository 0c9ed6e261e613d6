"""Places of a company, as its pages list them."""

from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When

from halle.companies.models import (
    Company,
    Establishment,
    EstablishmentProposal,
    FieldSource,
    MembershipState,
    ProposalState,
)
from halle.core.actors import Actor

SORTS = {
    "nom": ("name", "id"),
    "-nom": ("-name", "-id"),
    "nic": ("nic", "id"),
    "-nic": ("-nic", "-id"),
    "ville": ("city", "name", "id"),
    "-ville": ("-city", "-name", "-id"),
}
STATES = {"ouvert": Q(closed_on__isnull=True), "ferme": Q(closed_on__isnull=False)}
SOURCED = ("name", "naf_code", "address", "postcode", "city", "country", "ceased_on")
HERE = Q(memberships__state__in=[MembershipState.ACTIVE, MembershipState.INVITED])
FIELDS = ("name", "nic", "address", "postcode", "city", "country", "canton", "email", "phone")


def establishments_of(company: Company, *, sort: str = "", state: str = "", text: str = "") -> QuerySet[Establishment]:
    """The places, with `people` the number of those who are there; the head office first unless sorted."""
    found = company.establishments.annotate(people=Count("memberships", filter=HERE))
    if state in STATES:
        found = found.filter(STATES[state])
    for word in text.split()[:5]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(nic__startswith=word)
            | Q(address__icontains=word)
            | Q(postcode__startswith=word)
            | Q(city__icontains=word)
        )
    return found.order_by(*SORTS.get(sort, ("-is_head_office", "nic", "name", "id")))


def people_at(establishment: Establishment) -> int:
    """How many people are there, disabled ones included: whoever keeps the place from closing."""
    return establishment.memberships.exclude(state=MembershipState.REMOVED).count()


def sources_of(establishment: Establishment) -> dict[str, FieldSource]:
    """Who provides which field of the place."""
    return {source.field: source for source in establishment.field_sources.order_by("field")}


def shown_sources_of(establishment: Establishment) -> list[FieldSource]:
    """Those of the fields that its sheet shows, in the sheet's order."""
    sources = sources_of(establishment)
    return [sources[name] for name in SOURCED if name in sources]


def values_of(establishment: Establishment | EstablishmentProposal) -> dict[str, Any]:
    """What the form shows."""
    return {name: getattr(establishment, name) or "" for name in FIELDS if hasattr(establishment, name)}


def proposals_of(company: Company, actor: Actor) -> QuerySet[EstablishmentProposal]:
    """All of them for an administrator, one's own else; those that wait first."""
    found = company.establishment_proposals.select_related("proposed_by")
    if not actor.administers(company):
        found = found.filter(proposed_by__user=actor.user)
    waiting_first = Case(When(state=ProposalState.PENDING, then=0), default=1)
    return found.order_by(waiting_first, "-created_at", "id")

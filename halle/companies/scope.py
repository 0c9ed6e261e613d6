"""From the address to the tenant: the only door through which a view gets a company."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404

from halle.companies.models import Company, Membership
from halle.core.actors import Actor
from halle.core.decisions import Decision, Denied
from halle.core.http import Request

Extra = ParamSpec("Extra")
Policy = Callable[[Actor, Company], Decision]
View = Callable[Concatenate[Request, Company, Extra], HttpResponseBase]


def company_page(policy: Policy) -> Callable[[View[Extra]], Callable[..., HttpResponseBase]]:
    """Give the view the company that the address names.

    A stranger gets 404, as if the company did not exist; a member whom the policy refuses gets 403 with the reason,
    and so does one whom a service refuses later (Denied).
    """

    def decorate(view: View[Extra]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def page(request: Request, identifier: str, *args: Extra.args, **kwargs: Extra.kwargs) -> HttpResponseBase:
            company = company_of(request.actor, identifier)
            decision = policy(request.actor, company)
            if not decision:
                raise PermissionDenied(decision.reason)
            try:
                return view(request, company, *args, **kwargs)
            except Denied as refusal:
                raise PermissionDenied(refusal.reason) from refusal

        page.policy = policy  # type: ignore[attr-defined]  # read by the access matrix
        return page

    return decorate


def company_of(actor: Actor, identifier: str) -> Company:
    """The company among the actor's seats, else Http404."""
    organisations = [seat.organisation for seat in actor.seats]
    companies = Company.objects.filter(pk__in=organisations)
    if len(identifier) == 9:
        companies = companies.filter(siren=identifier)
    else:
        companies = companies.filter(pk=UUID(identifier), siren__isnull=True)
    return get_object_or_404(companies)


def member_of(company: Company, member_id: UUID) -> Membership:
    """The person's seat in that company, else Http404; removed ones are nobody's."""
    members = company.memberships.listed().select_related("user", "establishment")
    membership = get_object_or_404(members, pk=member_id)
    membership.company = company
    return membership

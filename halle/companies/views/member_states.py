"""Disable, enable, remove, invite again: acts on somebody else's seat.

Whoever gets here is an active administrator himself and never acts on his own seat, so the company keeps one; two
requests at the same moment are told apart by the services, under the company's lock.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from halle.accounts.sensitive import confirm_again
from halle.companies import policies
from halle.companies.models import Company, Membership
from halle.companies.scope import company_page, member_of
from halle.companies.services import invitations, members
from halle.core.decisions import Denied, require
from halle.core.http import Request


def _ask(request: Request, membership: Membership, act: str) -> HttpResponse:
    context = {"company": membership.company, "socle_tab": "company", "membership": membership}
    return render(request, f"companies/members/{act}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.list_members)
@confirm_again
def disable(request: Request, company: Company, member_id: UUID) -> HttpResponse:
    """« Désactiver », after a page that says what it does."""
    membership = member_of(company, member_id)
    require(policies.change_state(request.actor, membership))
    if request.method != "POST":
        return _ask(request, membership, "disable")
    members.disable_member(membership, actor=request.actor)
    messages.success(request, _("%(person)s est désactivé.") % {"person": membership})
    return redirect("companies:members", company.identifier)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.list_members)
@confirm_again
def enable(request: Request, company: Company, member_id: UUID) -> HttpResponse:
    """« Réactiver », after a page that says what it does."""
    membership = member_of(company, member_id)
    require(policies.change_state(request.actor, membership))
    if request.method != "POST":
        return _ask(request, membership, "enable")
    members.enable_member(membership, actor=request.actor)
    messages.success(request, _("%(person)s est réactivé.") % {"person": membership})
    return redirect("companies:member", company.identifier, membership.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.list_members)
@confirm_again
def remove(request: Request, company: Company, member_id: UUID) -> HttpResponse:
    """« Supprimer », after a page that says what cannot be undone."""
    membership = member_of(company, member_id)
    require(policies.change_state(request.actor, membership))
    if request.method != "POST":
        return _ask(request, membership, "remove")
    name = str(membership)
    members.remove_member(membership, actor=request.actor)
    messages.success(request, _("%(person)s est supprimé.") % {"person": name})
    return redirect("companies:members", company.identifier)


@require_POST
@company_page(policies.create_member)
def invite_again(request: Request, company: Company, member_id: UUID) -> HttpResponse:
    """« Renvoyer l'invitation »."""
    membership = member_of(company, member_id)
    try:
        invitations.invite(membership, actor=request.actor)
    except Denied as refusal:
        messages.warning(request, str(refusal.reason))
    else:
        messages.success(request, _("Une nouvelle invitation est partie. Le lien précédent ne sert plus."))
    return redirect("companies:member", company.identifier, membership.pk)

"""« Rôles » of a person (S-080 to S-083)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from halle.accounts.sensitive import confirm_again
from halle.companies import policies
from halle.companies.forms.members import RolesForm
from halle.companies.models import Company, Membership, RoomRole
from halle.companies.scope import company_page, member_of
from halle.companies.selectors import members as selectors
from halle.companies.services.roles import change_roles
from halle.companies.views.editing import saved
from halle.companies.views.members import CREATED
from halle.core.decisions import Denied, require
from halle.core.http import Request


@require_safe
@company_page(policies.view_company)
def show(request: Request, company: Company, member_id: UUID) -> HttpResponse:
    """« Rôles de l'utilisateur » (S-083)."""
    membership = member_of(company, member_id)
    require(policies.view_member(request.actor, membership))
    context = {
        "company": company,
        "socle_tab": "company",
        "membership": membership,
        "alone": selectors.single_administrator(company),
    }
    return render(request, "companies/members/roles.html", context)


def _values(membership: Membership) -> dict[str, str]:
    return {"room_role": membership.room_role, "socle_role": membership.socle_role}


def _explain_what_cannot_be_given(form: RolesForm, request: Request, membership: Membership) -> None:
    """Lock the axis that the actor cannot raise, with the reason, before he tries."""
    company = membership.company
    held = company.memberships.active().filter(room_role=RoomRole.ADMINISTRATOR).exists()
    decision = policies.grant_room_role(request.actor, company, RoomRole.ADMINISTRATOR, held_by_somebody=held)
    if not decision and membership.room_role == RoomRole.EMPLOYEE:
        form.lock("room_role", decision.reason)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.list_members)
@confirm_again
def edit(request: Request, company: Company, member_id: UUID) -> HttpResponse:
    """One drop-down per service (S-080)."""
    membership = member_of(company, member_id)
    require(policies.change_roles(request.actor, membership))
    form = RolesForm(request.POST or None, initial=_values(membership))
    _explain_what_cannot_be_given(form, request, membership)
    try:
        done = saved(
            request,
            form,
            company,
            lambda: _values(member_of(company, member_id)),
            lambda: change_roles(membership, actor=request.actor, **form.cleaned_data),
        )
    except Denied as refusal:
        form.add_error(None, str(refusal.reason))
    else:
        if done:
            if "nouveau" in request.GET:
                messages.success(request, CREATED)
            messages.success(request, _("Les rôles sont enregistrés avec succès"))
            return redirect("companies:member_roles", company.identifier, membership.pk)
    context = {"company": company, "socle_tab": "company", "membership": membership, "form": form}
    return render(request, "companies/members/roles_edit.html", context)

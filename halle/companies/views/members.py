"""The people of a company: list, sheet, forms."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from halle.companies import policies
from halle.companies.forms.members import MemberForm, NewMemberForm
from halle.companies.models import Company, Membership
from halle.companies.policies.members import is_own
from halle.companies.scope import company_page, member_of
from halle.companies.selectors import members as selectors
from halle.companies.services import members as services
from halle.companies.views.editing import saved
from halle.core.csvsafe import csv_lines
from halle.core.decisions import require
from halle.core.http import Request
from halle.core.text import words_to_find
from halle.ui.rows import row_markup
from halle.ui.sorting import table_heads

PAGE = 25
COLUMNS = (
    ("nom", _lazy("Utilisateurs")),
    ("courriel", _lazy("Courriel")),
    ("mot-de-passe", _lazy("Date exp. mot de passe")),
)
CREATED = "L'utilisateur a été créé avec succès"
SAVED = "Modifications enregistrées avec succès"


def row(member: selectors.Row) -> SafeString:
    """One line of the list, with the four acts of S-073; two on one's own row (S-074)."""
    values = {
        "id": str(member.id),
        "name": member.name,
        "email": member.email,
        "expiry": member.password_expires_on,
    }
    return row_markup("companies/members/_row.html", values, own=member.is_own, state=member.state)


def _filters(request: Request) -> dict[str, str]:
    return {
        "sort": request.GET.get("tri", "nom"),
        "state": request.GET.get("etat", ""),
        "role": request.GET.get("role", ""),
        "text": words_to_find(request.GET.get("q", "")),
    }


@require_safe
@company_page(policies.list_members)
def listing(request: Request, company: Company) -> HttpResponse:
    """« Liste des utilisateurs de l'entreprise » (S-070 to S-075)."""
    filters = _filters(request)
    filtered = any(filters[name] for name in ("state", "role", "text"))
    total, administrators = selectors.headcount(company)
    paginator = Paginator(selectors.members_of(company, **filters), PAGE)
    if not filtered:
        paginator.count = total
    page = paginator.get_page(request.GET.get("page"))
    found = selectors.rows(cast("QuerySet[Membership]", page.object_list), own=request.actor.user)
    return render(
        request,
        "companies/members/list.html",
        {
            "company": company,
            "socle_tab": "company",
            "page": page,
            "rows": [row(member) for member in found],
            "total": total,
            "filtered": filtered,
            "filters": filters,
            "query": request.GET.urlencode(),
            "prefix": reverse("companies:members", args=[company.identifier]),
            "alone": administrators == 1,
            "heads": table_heads(request.GET, filters["sort"], COLUMNS),
        },
    )


@require_safe
@company_page(policies.list_members)
def printout(request: Request, company: Company) -> HttpResponse:
    """« Imprimer »: everybody who matches, on clean A4 sheets."""
    found = selectors.members_of(company, **_filters(request))
    return render(
        request,
        "companies/members/print.html",
        {
            "company": company,
            "socle_tab": "company",
            "rows": selectors.rows(found, own=request.actor.user),
            "query": request.GET.urlencode(),
        },
    )


@require_POST
@company_page(policies.list_members)
def export(request: Request, company: Company) -> HttpResponseBase:
    """The same list as a file for a spreadsheet; a POST, because it leaves its line in the journal."""
    services.note_export(company, actor=request.actor)
    header, lines = selectors.export_of(selectors.members_of(company, **_filters(request)))
    response = StreamingHttpResponse(csv_lines(header, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="utilisateurs-{company.identifier}.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.create_member)
def create(request: Request, company: Company) -> HttpResponse:
    """« Fiche de l'utilisateur » (S-078); the roles come next (S-079)."""
    form = NewMemberForm(request.POST or None, company=company, initial={"establishment": company.head_office.pk})
    if request.method == "POST" and form.is_valid():
        membership = services.create_member(company, actor=request.actor, **form.cleaned_data)
        messages.success(request, CREATED)
        # « nouveau » lets the next page say it once more, beside « Les rôles sont enregistrés… » (S-011).
        roles = reverse("companies:member_roles_edit", args=[company.identifier, membership.pk])
        return redirect(f"{roles}?nouveau=1")
    return render(request, "companies/members/create.html", {"company": company, "socle_tab": "company", "form": form})


@require_safe
@company_page(policies.view_company)
def sheet(request: Request, company: Company, member_id: UUID) -> HttpResponse:
    """One person's sheet (S-076)."""
    membership = member_of(company, member_id)
    require(policies.view_member(request.actor, membership))
    return render(
        request,
        "companies/members/sheet.html",
        {
            "company": company,
            "socle_tab": "company",
            "membership": membership,
            "invitation": selectors.pending_invitation(membership),
        },
    )


def _values(membership: Membership) -> dict[str, Any]:
    values = {name: getattr(membership, name) for name in MemberForm.base_fields if name != "establishment"}
    return {**values, "establishment": membership.establishment_id}


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.view_company)
def edit(request: Request, company: Company, member_id: UUID) -> HttpResponse:
    """« Coordonnées de l'employé » (S-077)."""
    membership = member_of(company, member_id)
    require(policies.edit_member(request.actor, membership))
    own = is_own(request.actor, membership)
    form = MemberForm(request.POST or None, company=company, own_data=own, initial=_values(membership))
    may_move = policies.move_member(request.actor, membership)
    if not may_move:
        form.lock("establishment", may_move.reason)
    if saved(
        request,
        form,
        company,
        lambda: _values(member_of(company, member_id)),
        lambda: services.edit_member(membership, actor=request.actor, **form.cleaned_data),
    ):
        messages.success(request, SAVED)
        return redirect("companies:member", company.identifier, membership.pk)
    return render(
        request,
        "companies/members/edit.html",
        {"company": company, "socle_tab": "company", "membership": membership, "form": form},
    )

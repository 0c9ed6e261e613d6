"""« Liste des dirigeants »: add, edit, remove."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from halle.companies import policies
from halle.companies.forms.officers import OfficerForm
from halle.companies.models import Company, Officer
from halle.companies.scope import company_page
from halle.companies.services import officers as services
from halle.companies.views.editing import saved
from halle.core.http import Request


def _page(request: Request, company: Company, name: str, **context: Any) -> HttpResponse:
    return render(request, f"companies/record/{name}.html", {"company": company, "socle_tab": "company", **context})


def _done(request: Request, company: Company) -> HttpResponse:
    messages.success(request, _("Modifications enregistrées avec succès"))
    return redirect("companies:sheet", company.identifier)


def _officer_of(company: Company, officer_id: UUID) -> Officer:
    officer = get_object_or_404(company.officers.all(), pk=officer_id)
    officer.company = company
    return officer


def _values(officer: Officer) -> dict[str, Any]:
    return {name: getattr(officer, name) for name in OfficerForm.base_fields}


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.edit_company)
def add(request: Request, company: Company) -> HttpResponse:
    """A new legal representative."""
    form = OfficerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_officer(company, actor=request.actor, **form.cleaned_data)
        return _done(request, company)
    return _page(request, company, "officer_form", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.edit_company)
def edit(request: Request, company: Company, officer_id: UUID) -> HttpResponse:
    """Change one."""
    officer = _officer_of(company, officer_id)
    form = OfficerForm(request.POST or None, initial=_values(officer))
    if saved(
        request,
        form,
        company,
        lambda: _values(_officer_of(company, officer_id)),
        lambda: services.edit_officer(officer, actor=request.actor, **form.cleaned_data),
    ):
        return _done(request, company)
    return _page(request, company, "officer_form", form=form, officer=officer)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.edit_company)
def remove(request: Request, company: Company, officer_id: UUID) -> HttpResponse:
    """Take one off the list, after a page that asks."""
    officer = _officer_of(company, officer_id)
    if request.method == "POST":
        services.remove_officer(officer, actor=request.actor)
        return _done(request, company)
    return _page(request, company, "officer_remove", officer=officer)

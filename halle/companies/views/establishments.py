"""The places of a company: list, sheet, forms."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from halle.companies import policies
from halle.companies.forms.establishments import EstablishmentForm
from halle.companies.models import Company, Establishment, Membership
from halle.companies.scope import company_page
from halle.companies.selectors import establishments as selectors
from halle.companies.selectors import members as member_selectors
from halle.companies.selectors.company import label_of, locked_because
from halle.companies.services import establishments as services
from halle.companies.views.editing import saved
from halle.core.http import Request
from halle.core.nomenclatures import activity
from halle.core.text import words_to_find
from halle.ui.sorting import table_heads

PAGE = 25
SORTED = (("nom", _lazy("Dénomination")), ("nic", _lazy("NIC")))
SORTED_TOWN = (("ville", _lazy("Ville")),)


def page_of(request: Request, company: Company, name: str, **context: Any) -> HttpResponse:
    """A page of the socle about places."""
    return render(
        request, f"companies/establishments/{name}.html", {"company": company, "socle_tab": "company", **context}
    )


def establishment_of(company: Company, establishment_id: UUID) -> Establishment:
    """The place among the company's, else Http404."""
    establishment = get_object_or_404(company.establishments.all(), pk=establishment_id)
    establishment.company = company
    return establishment


@require_safe
@company_page(policies.view_company)
def listing(request: Request, company: Company) -> HttpResponse:
    """« Liste des établissements de l'entreprise » (S-090, S-091)."""
    filters = {
        "sort": request.GET.get("tri", ""),
        "state": request.GET.get("etat", ""),
        "text": words_to_find(request.GET.get("q", "")),
    }
    page = Paginator(selectors.establishments_of(company, **filters), PAGE).get_page(request.GET.get("page"))
    return page_of(
        request,
        company,
        "list",
        page=page,
        filters=filters,
        filtered=bool(filters["state"] or filters["text"]),
        total=company.establishments.count(),
        prefix=reverse("companies:establishments", args=[company.identifier]),
        heads=table_heads(request.GET, filters["sort"], SORTED),
        town_heads=table_heads(request.GET, filters["sort"], SORTED_TOWN),
    )


@require_safe
@company_page(policies.view_company)
def sheet(request: Request, company: Company, establishment_id: UUID) -> HttpResponse:
    """One place (S-092), and its people for who may see them."""
    establishment = establishment_of(company, establishment_id)
    people = Paginator(member_selectors.members_at(establishment), PAGE).get_page(request.GET.get("page"))
    shown = cast("QuerySet[Membership]", people.object_list)
    return page_of(
        request,
        company,
        "sheet",
        establishment=establishment,
        provided=[(label_of(source), source) for source in selectors.shown_sources_of(establishment)],
        naf=activity(establishment.naf_code, establishment.naf_nomenclature),
        people=people,
        rows=member_selectors.rows(shown, own=request.actor.user),
        prefix=reverse("companies:members", args=[company.identifier]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.edit_establishments)
def create(request: Request, company: Company) -> HttpResponse:
    """« Créer un établissement » (S-090)."""
    form = EstablishmentForm(request.POST or None, company=company)
    if request.method == "POST" and form.is_valid():
        establishment = services.create_establishment(company, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("L'établissement a été créé avec succès"))
        return redirect("companies:establishment", company.identifier, establishment.pk)
    return page_of(request, company, "create", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.edit_establishments)
def edit(request: Request, company: Company, establishment_id: UUID) -> HttpResponse:
    """Change one; what the State provides is locked."""
    establishment = establishment_of(company, establishment_id)
    values = selectors.values_of(establishment)
    form = EstablishmentForm(request.POST or None, company=company, establishment=establishment, initial=values)
    for name, source in selectors.sources_of(establishment).items():
        if name in form.fields:
            form.lock(name, locked_because(source))
    if saved(
        request,
        form,
        company,
        lambda: selectors.values_of(establishment_of(company, establishment_id)),
        lambda: services.edit_establishment(establishment, actor=request.actor, **form.cleaned_data),
    ):
        messages.success(request, _("Modifications enregistrées avec succès"))
        return redirect("companies:establishment", company.identifier, establishment.pk)
    return page_of(request, company, "edit", form=form, establishment=establishment)

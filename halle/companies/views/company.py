"""The company's sheet and its form."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from halle.companies import policies
from halle.companies.forms.company import CompanyForm
from halle.companies.models import Company, Source
from halle.companies.scope import company_of, company_page
from halle.companies.selectors import company as selectors
from halle.companies.services.company import edit_company
from halle.companies.views.editing import saved
from halle.core.http import Request
from halle.core.nomenclatures import NAF_LABELS, search_activities


@require_safe
@company_page(policies.view_company)
def sheet(request: Request, company: Company) -> HttpResponse:
    """Every field in order (S-053), « Non renseignée » where nothing is known."""
    officers = list(company.officers.all())
    return render(
        request,
        "companies/record/sheet.html",
        {
            "company": company,
            "socle_tab": "company",
            "lines": selectors.sheet_of(company),
            "officers": officers,
            "officers_source": selectors.officers_source(company),
            "representatives": selectors.representatives(officers),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.edit_company)
def edit(request: Request, company: Company) -> HttpResponse:
    """« Modification des coordonnées de l'entreprise » (S-055 to S-060)."""
    values = selectors.values_of(company)
    form = CompanyForm(request.POST or None, company=company, initial=values)
    _lock(form, company)
    if saved(
        request,
        form,
        company,
        lambda: selectors.values_of(company_of(request.actor, company.identifier)),
        lambda: edit_company(company, actor=request.actor, **form.cleaned_data),
    ):
        messages.success(request, _("Modifications enregistrées avec succès"))
        return redirect("companies:sheet", form.cleaned_data.get("siren") or company.identifier)
    context = {
        "company": company,
        "socle_tab": "company",
        "form": form,
        "officers": list(company.officers.all()),
    }
    return render(request, "companies/record/edit.html", context)


def _lock(form: CompanyForm, company: Company) -> None:
    for field, source in selectors.sources_of(company).items():
        name = {"naf_code": "naf"}.get(field, field)
        if name in form.fields and source.source != Source.TYPED:
            form.lock(name, selectors.locked_because(source))


@require_safe
def naf_search(request: Request) -> JsonResponse:
    """Proposals while one types an activity."""
    found = search_activities(request.GET.get("q", "")[:100], limit=15)
    return JsonResponse(
        [{"value": one.full, "label": f"{one.full} ({NAF_LABELS[one.nomenclature]})"} for one in found], safe=False
    )

"""« Suppléant » of the administrators, and the page where he answers when he is asked to take over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from halle.accounts.sensitive import confirm_again
from halle.companies.models import Company
from halle.companies.policies import view_company
from halle.companies.scope import company_page
from halle.core.decisions import Denied, require
from halle.core.http import Request
from halle.enrolment.forms.deputy import DeputyForm
from halle.enrolment.policies import deputy as policies
from halle.enrolment.selectors import absence as selectors
from halle.enrolment.services import deputy as services


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.name_deputy)
@confirm_again
def edit(request: Request, company: Company) -> HttpResponse:
    """Who is the deputy; name another."""
    deputy = selectors.deputy_of(company)
    form = DeputyForm(request.POST or None, company=company)
    if request.method == "POST" and form.is_valid():
        try:
            services.name(company, actor=request.actor, **form.cleaned_data)
        except Denied as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(request, _("Le suppléant est désigné et en est informé."))
            return redirect("enrolment:deputy", company.identifier)
    context = {
        "company": company,
        "socle_tab": "company",
        "deputy": deputy,
        "somebody": form.fields["membership"].queryset.exists(),  # type: ignore[attr-defined]  # a choice of models
        "form": form,
    }
    return render(request, "enrolment/deputy/edit.html", context)


@require_POST
@company_page(policies.name_deputy)
@confirm_again
def withdraw(request: Request, company: Company) -> HttpResponse:
    """No deputy any more."""
    services.withdraw(company, actor=request.actor)
    messages.success(request, _("L’entreprise n’a plus de suppléant."))
    return redirect("enrolment:deputy", company.identifier)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(view_company)
@confirm_again
def take_over(request: Request, company: Company) -> HttpResponse:
    """The deputy, asked because no administrator signs in any more, accepts or declines."""
    require(policies.take_over(request.actor, selectors.asked_deputy(company)))
    if request.method != "POST":
        return render(
            request, "enrolment/deputy/take_over.html", {"company": company, "last": selectors.seen_at(company)}
        )
    if "decline" in request.POST:
        services.decline(company, actor=request.actor)
        messages.success(request, _("Vous avez décliné. Les administrateurs en sont informés."))
    else:
        services.accept(company, actor=request.actor)
        messages.success(request, _("Vous administrez maintenant l’entreprise."))
    return redirect("portal:socle_home", company.identifier)

"""Close, reopen, make head office."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from halle.accounts.sensitive import confirm_again
from halle.companies import policies
from halle.companies.models import Company, Establishment
from halle.companies.scope import company_page
from halle.companies.services import establishments as services
from halle.companies.views.establishments import establishment_of, page_of
from halle.core.decisions import Denied
from halle.core.http import Request


def _act(
    request: Request, establishment: Establishment, page: str, act: Callable[..., Establishment], done: str
) -> HttpResponse:
    """The page that asks; on POST the act, or why it cannot be and what to do first."""
    company, obstacle = establishment.company, ""
    if request.method == "POST":
        try:
            act(establishment, actor=request.actor)
        except Denied as refusal:
            obstacle = str(refusal.reason)
        else:
            messages.success(request, done)
            return redirect("companies:establishment", company.identifier, establishment.pk)
    return page_of(request, company, page, establishment=establishment, obstacle=obstacle)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.edit_establishments)
@confirm_again
def close(request: Request, company: Company, establishment_id: UUID) -> HttpResponse:
    """« Fermer »."""
    establishment = establishment_of(company, establishment_id)
    return _act(request, establishment, "close", services.close_establishment, _("L’établissement est fermé."))


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.edit_establishments)
@confirm_again
def reopen(request: Request, company: Company, establishment_id: UUID) -> HttpResponse:
    """« Rouvrir »."""
    establishment = establishment_of(company, establishment_id)
    return _act(request, establishment, "reopen", services.reopen_establishment, _("L’établissement est rouvert."))


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.edit_establishments)
@confirm_again
def make_head_office(request: Request, company: Company, establishment_id: UUID) -> HttpResponse:
    """« En faire le siège social »."""
    establishment = establishment_of(company, establishment_id)
    done = _("Cet établissement est maintenant le siège social.")
    return _act(request, establishment, "head_office", services.make_head_office, done)

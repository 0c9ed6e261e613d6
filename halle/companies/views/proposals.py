"""« Proposer un établissement » and its answer."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from halle.companies import policies
from halle.companies.forms.establishments import EstablishmentForm, ProposalForm, RefusalForm
from halle.companies.models import Company, EstablishmentProposal, ProposalState
from halle.companies.scope import company_page
from halle.companies.selectors import establishments as selectors
from halle.companies.services import proposals as services
from halle.companies.views.establishments import PAGE, page_of
from halle.core.decisions import Denied, require
from halle.core.http import Request


@require_safe
@company_page(policies.view_company)
def listing(request: Request, company: Company) -> HttpResponse:
    """All proposals for an administrator, one's own else."""
    found = selectors.proposals_of(company, request.actor)
    return page_of(request, company, "proposals", page=Paginator(found, PAGE).get_page(request.GET.get("page")))


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.propose_establishment)
def create(request: Request, company: Company) -> HttpResponse:
    """Propose a place."""
    form = ProposalForm(request.POST or None, company=company)
    if request.method == "POST" and form.is_valid():
        proposal = services.propose(company, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Votre proposition est transmise aux administrateurs de l’entreprise."))
        return redirect("companies:proposal", company.identifier, proposal.pk)
    return page_of(request, company, "propose", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.view_company)
def answer(request: Request, company: Company, proposal_id: UUID) -> HttpResponse:
    """One proposal; an administrator accepts it, corrected or not, or refuses it with a reason."""
    found = company.establishment_proposals.select_related("proposed_by", "establishment")
    proposal = get_object_or_404(found, pk=proposal_id)
    proposal.company = company
    require(policies.view_proposal(request.actor, proposal))
    waits = proposal.state == ProposalState.PENDING and policies.edit_establishments(request.actor, company)
    if request.method == "POST":
        require(policies.edit_establishments(request.actor, company))
    refusing = "answer" in request.POST
    data = request.POST if request.method == "POST" else None
    accept = EstablishmentForm(None if refusing else data, company=company, initial=selectors.values_of(proposal))
    refuse = RefusalForm(data if refusing else None)
    form = refuse if refusing else accept
    if data is not None and form.is_valid():
        return _decide(request, proposal, form, refusing=refusing)
    forms = {"accept": accept, "refuse": refuse, "form": form} if waits else {}
    return page_of(request, company, "proposal", proposal=proposal, waits=waits, **forms)


def _decide(
    request: Request, proposal: EstablishmentProposal, form: EstablishmentForm | RefusalForm, *, refusing: bool
) -> HttpResponse:
    act = services.refuse if refusing else services.accept
    try:
        act(proposal, actor=request.actor, **form.cleaned_data)
    except Denied as refusal:
        messages.warning(request, str(refusal.reason))
    else:
        messages.success(request, _("Votre réponse est enregistrée et transmise."))
    return redirect("companies:proposals", proposal.company.identifier)

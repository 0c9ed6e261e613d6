"""« Demandes de rattachement »: administrators answer them, whoever asked follows his own."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from halle.accounts.models import User
from halle.accounts.sensitive import confirm_again
from halle.companies.models import Company, RoomRole
from halle.companies.policies import grant_room_role
from halle.companies.scope import company_page
from halle.core.decisions import Denied
from halle.core.http import Request
from halle.enrolment.forms.joining import AcceptForm, RefuseForm
from halle.enrolment.models import JoinRequest, JoinState
from halle.enrolment.policies import joining as policies
from halle.enrolment.selectors import joining as selectors
from halle.enrolment.services import joining as services

PAGE = 25


@require_safe
@company_page(policies.answer_joining)
def listing(request: Request, company: Company) -> HttpResponse:
    """Every request for the company, those that wait first."""
    page = Paginator(selectors.requests_to(company), PAGE).get_page(request.GET.get("page"))
    context = {"company": company, "socle_tab": "company", "page": page}
    return render(request, "enrolment/joining/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.answer_joining)
@confirm_again
def answer(request: Request, company: Company, request_id: UUID) -> HttpResponse:
    """Who asks; accept with roles and an establishment, or refuse with a reason."""
    asked = get_object_or_404(selectors.requests_to(company), pk=request_id)
    asked.company = company
    data = request.POST if request.method == "POST" else None
    refusing = "reason" in request.POST
    accept = AcceptForm(None if refusing else data, company=company, asked=asked.establishment)
    _explain_what_cannot_be_given(accept, request, company)
    refuse = RefuseForm(data if refusing else None)
    form = refuse if refusing else accept
    if data is not None and form.is_valid():
        return _decide(request, asked, form, refusing=refusing)
    context = {
        "company": company,
        "socle_tab": "company",
        "asked": asked,
        "waits": asked.state == JoinState.PENDING,
        "accept": accept,
        "refuse": refuse,
        "form": form,
    }
    return render(request, "enrolment/joining/answer.html", context)


def _explain_what_cannot_be_given(form: AcceptForm, request: Request, company: Company) -> None:
    held = company.memberships.active().filter(room_role=RoomRole.ADMINISTRATOR).exists()
    decision = grant_room_role(request.actor, company, RoomRole.ADMINISTRATOR, held_by_somebody=held)
    if not decision:
        form.lock("room_role", decision.reason)


def _decide(request: Request, asked: JoinRequest, form: AcceptForm | RefuseForm, *, refusing: bool) -> HttpResponse:
    act = services.refuse if refusing else services.accept
    try:
        act(asked, actor=request.actor, **form.cleaned_data)
    except Denied as refusal:
        messages.warning(request, str(refusal.reason))
    else:
        done = (
            _("La demande est refusée, la personne en est informée.")
            if refusing
            else _("%(person)s est maintenant rattaché à l’entreprise et en est informé.") % {"person": asked.user}
        )
        messages.success(request, done)
    return redirect("enrolment:joinings", asked.company.identifier)


@require_safe
def own(request: Request) -> HttpResponse:
    """« Mes demandes »: state, date and answer of each; nothing of the companies."""
    found = selectors.requests_of(cast(User, request.user))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(asked, selectors.public_label(asked.company)) for asked in page.object_list]
    return render(request, "enrolment/joining/own.html", {"page": page, "rows": rows})


@require_POST
def withdraw(request: Request, request_id: UUID) -> HttpResponse:
    """Take one's own request back."""
    asked = get_object_or_404(selectors.requests_of(cast(User, request.user)), pk=request_id)
    try:
        services.withdraw(asked, actor=request.actor)
    except Denied as refusal:
        messages.warning(request, str(refusal.reason))
    else:
        messages.success(request, _("Votre demande est retirée."))
    return redirect("enrolment:own_requests")

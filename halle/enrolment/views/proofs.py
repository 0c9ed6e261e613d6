"""« Vérification du compte » : an administrator proves that he may act for the company."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from halle.companies.models import Company
from halle.companies.scope import company_page
from halle.core.decisions import Denied, require
from halle.core.http import Request
from halle.enrolment.forms.proofs import CodeForm, KbisForm, MailboxForm, OfficerForm
from halle.enrolment.models import Proof, ProofState
from halle.enrolment.policies import proofs as policies
from halle.enrolment.selectors import proofs as selectors
from halle.enrolment.services import proof_codes, proofs
from halle.ui.forms import HalleForm

FORM_METHODS = ["GET", "HEAD", "POST"]


def _page(request: Request, company: Company, name: str, **context: Any) -> HttpResponse:
    return render(request, f"enrolment/proofs/{name}.html", {"company": company, "socle_tab": "company", **context})


def _began(request: Request, form: HalleForm, **begin: Any) -> HttpResponse | None:
    """Begin the proof; the page that follows, or None when the service refused and the form says why."""
    company, act, done = begin.pop("company"), begin.pop("act"), begin.pop("done")
    try:
        proof = act(company, actor=request.actor, **begin)
    except Denied as refusal:
        form.add_error(None, str(refusal.reason))
        return None
    messages.success(request, done)
    if proof.state == ProofState.CODE_SENT:
        return redirect("enrolment:proof_code", company.identifier, proof.pk)
    return redirect("enrolment:verification", company.identifier)


@require_safe
@company_page(policies.view_proofs)
def overview(request: Request, company: Company) -> HttpResponse:
    """The four ways, and what became of what was tried."""
    found = list(selectors.proofs_of(company))
    running = [proof for proof in found if proof.state in proofs.RUNNING and not proof.has_expired]
    ended = [proof for proof in found if proof not in running]
    taken = {proof.kind for proof in running if proof.user_id == request.actor.user}
    return _page(request, company, "overview", running=running, ended=ended[:20], taken=taken)


@require_http_methods(FORM_METHODS)
@company_page(policies.prove)
def by_mail(request: Request, company: Company) -> HttpResponse:
    """A code to a mailbox of the company's domain."""
    form = MailboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("Un code est parti à %(address)s.") % {"address": form.cleaned_data["address"]}
        answer = _began(request, form, company=company, act=proofs.mail_code, done=done, **form.cleaned_data)
        if answer:
            return answer
    return _page(request, company, "mail", form=form)


@require_http_methods(FORM_METHODS)
@company_page(policies.prove)
def by_letter(request: Request, company: Company) -> HttpResponse:
    """A code by post to the head office."""
    letterbox = selectors.letterbox_of(company)
    form = HalleForm(request.POST or None)
    if request.method == "POST" and letterbox.lines:
        form.is_bound = True
        done = _("Votre demande est transmise : un exploitant poste la lettre.")
        answer = _began(request, form, company=company, act=proofs.ask_letter, done=done, address=letterbox.lines)
        if answer:
            return answer
    return _page(request, company, "letter", form=form, letterbox=letterbox)


@require_http_methods(FORM_METHODS)
@company_page(policies.prove)
def by_kbis(request: Request, company: Company) -> HttpResponse:
    """A Kbis that an operator reads."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = KbisForm(data, files)
    if form.is_valid():
        done = _("Votre Kbis est transmis : un exploitant l’examine.")
        answer = _began(request, form, company=company, act=proofs.submit_kbis, done=done, **form.cleaned_data)
        if answer:
            return answer
    return _page(request, company, "kbis", form=form)


@require_http_methods(FORM_METHODS)
@company_page(policies.prove)
def by_officer(request: Request, company: Company) -> HttpResponse:
    """The register names the person."""
    officers = selectors.officers_of(company)
    form = OfficerForm(request.POST if request.method == "POST" else None, people=officers.people)
    if officers.people and form.is_valid():
        done = _("Votre déclaration est transmise : un exploitant l’examine.")
        answer = _began(request, form, company=company, act=proofs.name_officer, done=done, **form.cleaned_data)
        if answer:
            return answer
    return _page(request, company, "officer", form=form, officers=officers)


@require_http_methods(FORM_METHODS)
@company_page(policies.view_proofs)
def code(request: Request, company: Company, proof_id: UUID) -> HttpResponse:
    """Type the code that came by mail or by post."""
    proof = _proof_of(company, proof_id)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if proof.state != ProofState.CODE_SENT:
        messages.info(request, _("Cette preuve n’attend pas de code."))
        return redirect("enrolment:verification", company.identifier)
    if form.is_valid():
        outcome = proof_codes.type_code(proof, actor=request.actor, code=form.cleaned_data["code"])
        if outcome != proof_codes.Outcome.WRONG:
            _tell(request, outcome)
            return redirect("enrolment:verification", company.identifier)
        proof.refresh_from_db(fields=["attempts"])
        form.add_error("code", _("Ce code n’est pas le bon. Relisez-le."))
    return _page(request, company, "code", form=form, proof=proof, tries_left=proof_codes.TRIES - proof.attempts)


@require_POST
@company_page(policies.view_proofs)
def abandon(request: Request, company: Company, proof_id: UUID) -> HttpResponse:
    """« Abandonner »."""
    proofs_page = redirect("enrolment:verification", company.identifier)
    proof = _proof_of(company, proof_id)
    require(policies.view_proofs(request.actor, company))
    try:
        proofs.abandon(proof, actor=request.actor)
    except Denied as refusal:
        messages.warning(request, str(refusal.reason))
    else:
        messages.success(request, _("Cette preuve est abandonnée. Vous pouvez en présenter une autre."))
    return proofs_page


def _proof_of(company: Company, proof_id: UUID) -> Proof:
    proof = get_object_or_404(selectors.proofs_of(company), pk=proof_id)
    proof.company = company
    return proof


def _tell(request: Request, outcome: proof_codes.Outcome) -> None:
    if outcome == proof_codes.Outcome.ACCEPTED:
        messages.success(request, _("Le code est bon : le compte de l’entreprise est vérifié."))
    elif outcome == proof_codes.Outcome.SUBMITTED:
        messages.success(
            request, _("Le code est bon : un exploitant vérifie que ce nom de domaine est celui de l’entreprise.")
        )
    elif outcome == proof_codes.Outcome.EXHAUSTED:
        messages.warning(request, _("Cinq codes faux : ce code ne sert plus. Demandez-en un autre."))
    else:
        messages.warning(request, _("Ce code a expiré. Demandez-en un autre."))

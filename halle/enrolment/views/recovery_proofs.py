"""The four ways to prove that one may take a company's account over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from halle.core.decisions import Denied
from halle.core.http import Request
from halle.enrolment.forms.proofs import CodeForm, KbisForm, MailboxForm, OfficerForm
from halle.enrolment.models import Proof, ProofPurpose, ProofState, Recovery
from halle.enrolment.selectors import proofs as selectors
from halle.enrolment.selectors.joining import public_label
from halle.enrolment.selectors.recovery import proofs_for
from halle.enrolment.services import proof_codes, proofs
from halle.enrolment.views.recovery_scope import own_recovery
from halle.ui.forms import HalleForm

FORM_METHODS = ["GET", "HEAD", "POST"]


def _page(request: Request, recovery: Recovery, name: str, form: HalleForm, **context: Any) -> HttpResponse:
    context |= {"recovery": recovery, "label": public_label(recovery.company), "form": form}
    return render(request, f"enrolment/recovery/{name}.html", context)


def _closed(request: Request, recovery: Recovery) -> HttpResponse | None:
    """Nothing is proven any more for a request that ended: back to its page."""
    if recovery.is_running:
        return None
    messages.info(request, _("Cette demande de reprise n’est plus en cours."))
    return redirect("enrolment:recovery", recovery.pk)


def _began(request: Request, recovery: Recovery, form: HalleForm, act: Any, **values: Any) -> HttpResponse | None:
    """Begin the proof; the page that follows, or None when the service refused and the form says why."""
    try:
        proof = act(recovery.company, actor=request.actor, purpose=ProofPurpose.RECOVERY, **values)
    except Denied as refusal:
        form.add_error(None, str(refusal.reason))
        return None
    if proof.state == ProofState.CODE_SENT:
        messages.success(request, _("Un code est parti à %(address)s.") % {"address": proof.target})
        return redirect("enrolment:recovery_code", recovery.pk, proof.pk)
    messages.success(request, _("Votre preuve est transmise."))
    return redirect("enrolment:recovery", recovery.pk)


@require_http_methods(FORM_METHODS)
@own_recovery
def by_mail(request: Request, recovery: Recovery) -> HttpResponse:
    """A code to a mailbox of the company's domain."""
    if closed := _closed(request, recovery):
        return closed
    form = MailboxForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = _began(request, recovery, form, proofs.mail_code, **form.cleaned_data)
        if answer:
            return answer
    return _page(request, recovery, "mail", form)


@require_http_methods(FORM_METHODS)
@own_recovery
def by_letter(request: Request, recovery: Recovery) -> HttpResponse:
    """A code by post to the head office."""
    if closed := _closed(request, recovery):
        return closed
    letterbox = selectors.letterbox_of(recovery.company)
    form = HalleForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and letterbox.lines:
        answer = _began(request, recovery, form, proofs.ask_letter, address=letterbox.lines)
        if answer:
            return answer
    return _page(request, recovery, "letter", form, letterbox=letterbox)


@require_http_methods(FORM_METHODS)
@own_recovery
def by_kbis(request: Request, recovery: Recovery) -> HttpResponse:
    """A Kbis that an operator reads."""
    if closed := _closed(request, recovery):
        return closed
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = KbisForm(data, files)
    if form.is_valid():
        answer = _began(request, recovery, form, proofs.submit_kbis, **form.cleaned_data)
        if answer:
            return answer
    return _page(request, recovery, "kbis", form)


@require_http_methods(FORM_METHODS)
@own_recovery
def by_officer(request: Request, recovery: Recovery) -> HttpResponse:
    """The State's register, which is public, names the person."""
    if closed := _closed(request, recovery):
        return closed
    officers = selectors.officers_of(recovery.company)
    form = OfficerForm(request.POST if request.method == "POST" else None, people=officers.people)
    if officers.people and form.is_valid():
        answer = _began(request, recovery, form, proofs.name_officer, **form.cleaned_data)
        if answer:
            return answer
    return _page(request, recovery, "officer", form, officers=officers)


@require_http_methods(FORM_METHODS)
@own_recovery
def code(request: Request, recovery: Recovery, proof_id: UUID) -> HttpResponse:
    """Type the code that came by mail or by post."""
    proof = _proof_of(recovery, proof_id)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if proof.state != ProofState.CODE_SENT:
        messages.info(request, _("Cette preuve n’attend pas de code."))
        return redirect("enrolment:recovery", recovery.pk)
    if form.is_valid():
        outcome = proof_codes.type_code(proof, actor=request.actor, code=form.cleaned_data["code"])
        if outcome != proof_codes.Outcome.WRONG:
            _tell(request, outcome)
            return redirect("enrolment:recovery", recovery.pk)
        proof.refresh_from_db(fields=["attempts"])
        form.add_error("code", _("Ce code n’est pas le bon. Relisez-le."))
    return _page(request, recovery, "code", form, proof=proof, tries_left=proof_codes.TRIES - proof.attempts)


@require_POST
@own_recovery
def abandon(request: Request, recovery: Recovery, proof_id: UUID) -> HttpResponse:
    """« Abandonner » a proof, not the request."""
    try:
        proofs.abandon(_proof_of(recovery, proof_id), actor=request.actor)
    except Denied as refusal:
        messages.warning(request, str(refusal.reason))
    else:
        messages.success(request, _("Cette preuve est abandonnée. Vous pouvez en présenter une autre."))
    return redirect("enrolment:recovery", recovery.pk)


def _proof_of(recovery: Recovery, proof_id: UUID) -> Proof:
    proof = get_object_or_404(proofs_for(recovery), pk=proof_id)
    proof.company = recovery.company
    return proof


def _tell(request: Request, outcome: proof_codes.Outcome) -> None:
    if outcome in {proof_codes.Outcome.ACCEPTED, proof_codes.Outcome.SUBMITTED}:
        messages.success(
            request, _("Le code est bon : les personnes de l’entreprise sont prévenues de votre demande.")
        )
    elif outcome == proof_codes.Outcome.EXHAUSTED:
        messages.warning(request, _("Cinq codes faux : ce code ne sert plus. Demandez-en un autre."))
    else:
        messages.warning(request, _("Ce code a expiré. Demandez-en un autre."))

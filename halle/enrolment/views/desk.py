"""The operators' workbench: the queue and one page a case."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from halle.accounts.sensitive import confirm_again
from halle.core.decisions import Denied
from halle.core.http import Request
from halle.enrolment.evidence import kind_of
from halle.enrolment.forms.desk import DecisionForm, QueueFilter
from halle.enrolment.models import Proof, ProofState
from halle.enrolment.policies import desk as policies
from halle.enrolment.selectors import desk as selectors
from halle.enrolment.services import desk as services
from halle.enrolment.services import evidence
from halle.enrolment.services.proof_decisions import JUDGED, REFUSABLE, decide
from halle.enrolment.views.desk_scope import desk_page

PAGE = 25


@require_safe
@desk_page
def queue(request: Request) -> HttpResponse:
    """All that waits, the oldest first."""
    form = QueueFilter(request.GET)
    page = Paginator(selectors.queue(form.kind()), PAGE).get_page(request.GET.get("page"))
    rows = [selectors.Waiting(*row) for row in page.object_list]
    return render(
        request, "enrolment/desk/queue.html", {"form": form, "page": page, "rows": rows, "filtered": form.kind()}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
@confirm_again
def proof(request: Request, proof_id: UUID) -> HttpResponse:
    """One proof: what was given, what the State says, and the decision."""
    case = _proof_of(proof_id)
    only_refuse = case.state not in JUDGED or not policies.accept(request.actor, case)
    form = DecisionForm(request.POST if request.method == "POST" else None, only_refuse=only_refuse)
    if form.is_valid():
        try:
            decided = decide(case, actor=request.actor, **form.answer())
        except Denied as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(request, _said(decided))
            return redirect("enrolment:desk")
    context = {"proof": case, "form": form, "history": selectors.history(case, *case.evidence.all())}
    context |= {"facts": selectors.facts_of(case.company), **selectors.around(case), **_acts(request, case)}
    return render(request, "enrolment/desk/proof.html", context)


@require_POST
@desk_page
def piece(request: Request, proof_id: UUID, piece_id: UUID) -> HttpResponseBase:
    """The file, never opened in the browser; that somebody looked at it is in the company's journal."""
    case = _proof_of(proof_id)
    found = get_object_or_404(case.evidence.all(), pk=piece_id)
    found.proof = case
    evidence.note_seen(found, actor=request.actor)
    kind = kind_of(found.name)
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=kind.media_type if kind else "application/octet-stream",
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_POST
@desk_page
@confirm_again
def letter(request: Request, proof_id: UUID) -> HttpResponse:
    """The letter to print: its code is on this page and nowhere else."""
    case, code = services.print_letter(_proof_of(proof_id), actor=request.actor)
    return render(
        request, "enrolment/desk/letter.html", {"proof": case, "code": code, "site": settings.HALLE_BASE_URL}
    )


@require_POST
@desk_page
def posted(request: Request, proof_id: UUID) -> HttpResponse:
    """The letter is on its way."""
    try:
        services.mark_posted(_proof_of(proof_id), actor=request.actor)
    except Denied as refusal:
        messages.warning(request, str(refusal.reason))
        return redirect("enrolment:desk_proof", proof_id)
    messages.success(request, _("La lettre est marquée comme postée : son code sert pendant 30 jours."))
    return redirect("enrolment:desk")


def _proof_of(proof_id: UUID) -> Proof:
    found: Proof = get_object_or_404(selectors.proofs_of_the_desk(), pk=proof_id)
    return found


def _acts(request: Request, case: Proof) -> dict[str, Any]:
    return {
        "waits": case.state in REFUSABLE,
        "may_handle": policies.handle(request.actor, case),
        "may_accept": policies.accept(request.actor, case),
        "to_post": case.state == ProofState.TO_POST,
    }


def _said(case: Proof) -> str:
    if case.state == ProofState.SECONDING:
        return _("Votre accord est enregistré : un second exploitant doit confirmer.")
    if case.state == ProofState.ACCEPTED:
        return _("La preuve est acceptée, les administrateurs de l’entreprise sont prévenus.")
    return _("La preuve est refusée, le motif est envoyé.")

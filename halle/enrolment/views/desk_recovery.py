"""A recovery on the operators' workbench: proof, objections, the decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from halle.accounts.sensitive import confirm_again
from halle.audit.models import Entry
from halle.core.decisions import Denied
from halle.core.http import Request
from halle.enrolment.forms.desk import DecisionForm
from halle.enrolment.models import Recovery, RecoveryState
from halle.enrolment.policies import desk as policies
from halle.enrolment.policies.recovery import decide as may_be_decided
from halle.enrolment.selectors import desk as selectors
from halle.enrolment.services.recovery_decisions import decide
from halle.enrolment.views.desk_scope import desk_page


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
@confirm_again
def recovery(request: Request, recovery_id: UUID) -> HttpResponse:
    """Who asks, what proves it, who objected, and the decision once the delay is over."""
    case = get_object_or_404(selectors.recoveries_of_the_desk(), pk=recovery_id)
    may_accept = policies.accept(request.actor, case)
    form = DecisionForm(request.POST if request.method == "POST" else None, only_refuse=not may_accept)
    if form.is_valid():
        try:
            decided = decide(case, actor=request.actor, **form.answer())
        except Denied as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(request, _said(decided))
            return redirect("enrolment:desk")
    context = {
        "recovery": case,
        "form": form,
        "facts": selectors.facts_of(case.company),
        "history": _history(case),
        "waits": may_be_decided(case),
        "may_handle": policies.handle(request.actor, case),
        "may_accept": may_accept,
    }
    return render(request, "enrolment/desk/recovery.html", context)


def _history(case: Recovery) -> list[Entry]:
    if case.proof is None:
        return selectors.history(case)
    return selectors.history(case, case.proof, *case.proof.evidence.all())


def _said(case: Recovery) -> str:
    if case.state == RecoveryState.SECONDING:
        return _("Votre accord est enregistré : un second exploitant doit confirmer.")
    if case.state == RecoveryState.ACCEPTED:
        return _("La reprise est acceptée : le demandeur administre l’entreprise, tous sont prévenus.")
    return _("La reprise est refusée, le motif est envoyé.")

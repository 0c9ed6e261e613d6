"""« Reprise du compte » for whoever asked: where it stands, and taking it back."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from halle.accounts.models import User
from halle.core.decisions import Denied
from halle.core.http import Request
from halle.enrolment.models import Recovery
from halle.enrolment.selectors import recovery as selectors
from halle.enrolment.selectors.joining import public_label
from halle.enrolment.services import recovery as services
from halle.enrolment.views.recovery_scope import own_recovery

PAGE = 25


@require_safe
def listing(request: Request) -> HttpResponse:
    """All that the person asked for."""
    found = selectors.recoveries_of(cast(User, request.user))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(recovery, public_label(recovery.company)) for recovery in page.object_list]
    return render(request, "enrolment/recovery/list.html", {"page": page, "rows": rows})


@require_safe
@own_recovery
def detail(request: Request, recovery: Recovery) -> HttpResponse:
    """The steps with their dates, and what to do now; nothing of the company but its published name."""
    running, taken = selectors.running_proofs(recovery)
    context = {
        "recovery": recovery,
        "label": public_label(recovery.company),
        "steps": selectors.steps_of(recovery),
        "running": running,
        "taken": taken,
    }
    return render(request, "enrolment/recovery/detail.html", context)


@require_POST
@own_recovery
def withdraw(request: Request, recovery: Recovery) -> HttpResponse:
    """« Retirer ma demande »."""
    try:
        services.withdraw(recovery, actor=request.actor)
    except Denied as refusal:
        messages.warning(request, str(refusal.reason))
    else:
        messages.success(request, _("Votre demande est retirée."))
    return redirect("enrolment:recovery", recovery.pk)

"""The page behind the personal link of those who were told of a recovery."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from halle.core.decisions import Denied
from halle.core.http import Request
from halle.enrolment.forms.recovery import ObjectionForm
from halle.enrolment.selectors.recovery import heard, objection_of
from halle.enrolment.services.recovery import object_to


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: Request, token: str) -> HttpResponse:
    """Who asks for what, and a field to say no. A link that is forged, ended or another's: the same page for all."""
    found = heard(token)
    if found is None:
        return render(request, "enrolment/recovery/objection_over.html", status=404)
    recovery, speaker = found
    typed = ObjectionForm(request.POST if request.method == "POST" else None)
    if typed.is_valid():
        try:
            object_to(recovery, user=speaker, text=typed.cleaned_data["text"])
        except Denied as refusal:
            messages.warning(request, str(refusal.reason))
        else:
            messages.success(
                request, _("Votre opposition est enregistrée. Les exploitants la liront avant de décider.")
            )
        return redirect("enrolment:objection", token)
    said = objection_of(recovery, speaker)
    context = {"recovery": recovery, "company": recovery.company, "said": said, "form": typed}
    return render(request, "enrolment/recovery/objection.html", context)

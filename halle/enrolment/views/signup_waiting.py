"""« Vérifiez votre messagerie », the page behind the mailed link, and what happens next."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from halle.core.decisions import Denied
from halle.core.http import Request
from halle.enrolment.forms.signup import AddressForm
from halle.enrolment.models import Application, ApplicationState
from halle.enrolment.selectors import signup as selectors
from halle.enrolment.services import signup as services
from halle.enrolment.services.entering import public_name
from halle.enrolment.views.signup import DONE, WAITING, remember
from halle.enrolment.views.signup_limits import too_many


def _own(request: Request) -> Application | None:
    found = selectors.own_application(str(request.session.get(WAITING, "")))
    return found if found is not None and found.state == ApplicationState.WAITING else None


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: Request) -> HttpResponse:
    """The link is on its way; it can be sent to another address."""
    application = _own(request)
    if application is None:
        return redirect("enrolment:signup")
    form = AddressForm(request.POST or None, initial={"email": application.email})
    if request.method == "POST" and form.is_valid():
        return _send(request, application, str(form.cleaned_data["email"]))
    left = max(services.SENT_AT_MOST - application.sent, 0)
    return render(request, "enrolment/signup/waiting.html", {"application": application, "form": form, "left": left})


@login_not_required
@require_POST
def again(request: Request) -> HttpResponse:
    """The same link's successor, to the same address."""
    application = _own(request)
    if application is None:
        return redirect("enrolment:signup")
    return _send(request, application, application.email)


def _send(request: Request, application: Application, email: str) -> HttpResponse:
    if refused := too_many(request, "signup_apply"):
        return refused
    try:
        services.send_again(application, email=email)
    except Denied as refusal:
        messages.warning(request, str(refusal.reason))
    else:
        told = _("Un nouveau lien est parti à %(email)s. Les précédents ne servent plus.")
        messages.success(request, told % {"email": email})
    return redirect("enrolment:signup_waiting")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request, token: str) -> HttpResponse:
    """One button: opening a mail must not be enough, machines open links."""
    application = selectors.usable_application(token)
    if application is None:
        return render(request, "enrolment/signup/over.html", status=404)
    context = {"application": application, "company": public_name(application), "refusal": ""}
    if request.method != "POST":
        return render(request, "enrolment/signup/confirm.html", context)
    try:
        outcome = services.confirm(application)
    except Denied as refusal:
        context["refusal"] = str(refusal.reason)
        return render(request, "enrolment/signup/confirm.html", context, status=409)
    remember(request, outcome)
    return redirect("enrolment:signup_done")


@login_not_required
@never_cache
@require_safe
def done(request: Request) -> HttpResponse:
    """What happens now: the company is yours to fill in, or somebody will answer."""
    outcome = request.session.get(DONE)
    if not outcome:
        return redirect("account_login")
    return render(request, "enrolment/signup/done.html", outcome)

"""The page behind an invitation's link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from halle.companies.forms.invitations import FirstPasswordForm
from halle.companies.models import Invitation
from halle.companies.selectors.members import usable_invitation
from halle.companies.services.invitations import accept
from halle.core.decisions import Denied
from halle.core.http import Request


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """Take the seat: a new person chooses a password; one who has an account signs in first, then says yes."""
    found = usable_invitation(token)
    if found is None:
        return render(request, "companies/members/invitation_over.html", status=404)
    user = found.membership.user
    if request.user.is_authenticated and request.user.pk != user.pk:
        return render(request, "companies/members/invitation_other.html", {"invitation": found}, status=403)
    if not user.has_usable_password():
        return _first_password(request, found)
    if not request.user.is_authenticated or request.method != "POST":
        return render(request, "companies/members/invitation_known.html", {"invitation": found})
    return _take(request, found, None)


def _first_password(request: Request, found: Invitation) -> HttpResponse:
    form = FirstPasswordForm(request.POST or None, membership=found.membership)
    if request.method == "POST" and form.is_valid():
        return _take(request, found, str(form.cleaned_data["password"]))
    return render(request, "companies/members/invitation_new.html", {"invitation": found, "form": form})


def _take(request: Request, found: Invitation, password: str | None) -> HttpResponse:
    try:
        membership = accept(found, password=password)
    except Denied:
        return render(request, "companies/members/invitation_over.html", status=404)
    if password is not None:
        messages.success(request, _("Votre compte est prêt. Connectez-vous avec votre courriel et ce mot de passe."))
        return redirect("account_login")
    messages.success(request, _("Vous êtes maintenant rattaché à %(company)s.") % {"company": membership.company})
    return redirect("portal:account")

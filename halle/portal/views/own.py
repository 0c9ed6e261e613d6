"""One's own account: overview, notifications, download of one's data, leaving a company."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from halle.accounts.models import User
from halle.accounts.selectors import protection_of
from halle.accounts.sensitive import confirm_again
from halle.companies import policies
from halle.companies.models import Company
from halle.companies.scope import company_page
from halle.companies.services import members
from halle.core.http import Request
from halle.mail.selectors import unread_count
from halle.portal import selectors, services
from halle.portal.forms import NotificationsForm

SAVED = "Modifications enregistrées avec succès"


@require_safe
@company_page(policies.view_company)
def platform(request: Request, company: Company) -> HttpResponse:
    """The tab of one's own account: all that is one's own, and where to change it."""
    user = cast(User, request.user)
    context = {
        "company": company,
        "socle_tab": "platform",
        "place": selectors.place_in(company, user),
        "protection": protection_of(user),
        "unread": unread_count(user),
    }
    return render(request, "portal/platform.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: Request) -> HttpResponse:
    """« Préférences de notification » of the person, the same in all his companies."""
    user = cast(User, request.user)
    form = NotificationsForm(request.POST or None, initial={"notification": selectors.notification_of(user)})
    if request.method == "POST" and form.is_valid():
        services.choose_notifications(user, actor=request.actor, choice=form.cleaned_data["notification"])
        messages.success(request, SAVED)
        return redirect("portal:notifications")
    return render(request, "portal/notifications.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@confirm_again
def export(request: Request) -> HttpResponse:
    """All one's own data: a page that says what is in the file, then the file."""
    if request.method != "POST":
        return render(request, "portal/export.html")
    archive = services.export_own_data(cast(User, request.user), actor=request.actor)
    headers = {"Content-Disposition": 'attachment; filename="mes-donnees.zip"'}
    return HttpResponse(archive, content_type="application/zip", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@company_page(policies.view_company)
@confirm_again
def leave(request: Request, company: Company) -> HttpResponse:
    """Leave the company, after a page that says what it does, or why it is not possible yet."""
    place = selectors.place_in(company, cast(User, request.user))
    if request.method != "POST":
        context = {"company": company, "socle_tab": "platform", "place": place}
        return render(request, "portal/leave.html", context)
    members.leave(place.membership, actor=request.actor)
    logout(request)
    messages.success(request, _("Vous avez quitté l’entreprise %(company)s.") % {"company": company})
    return redirect("account_login")

"""Where one arrives: the door, « Mon compte », one's companies, the home of the administration space."""

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from halle.accounts.models import User
from halle.companies import policies
from halle.companies.models import Company
from halle.companies.scope import company_page
from halle.core.http import Request
from halle.portal import selectors


@require_safe
@login_not_required
def welcome(request: Request) -> HttpResponse:
    """What the site is and where to sign in; straight to « Mon compte » for whoever is."""
    if request.user.is_authenticated:
        return redirect("portal:account")
    return render(request, "portal/welcome.html")


@require_safe
def account(request: Request) -> HttpResponse:
    """« Mon compte » (S-004, S-013, S-025 to S-031), and what waits for the person."""
    user = cast(User, request.user)
    return render(request, "portal/account.html", {"places": selectors.places_of(user), **selectors.waiting_for(user)})


@require_safe
def companies(request: Request) -> HttpResponse:
    """Every company of the person, to go from one to another."""
    return render(request, "portal/companies.html", {"places": selectors.places_of(cast(User, request.user))})


@require_safe
@company_page(policies.view_company)
def socle(request: Request, company: Company) -> HttpResponse:
    """Home of the administration space: one page for administrators (S-040), one for the others (S-041)."""
    place = selectors.place_in(company, cast(User, request.user))
    return render(request, "portal/socle_home.html", {"company": company, "socle_tab": "home", "place": place})

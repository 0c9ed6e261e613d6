"""Pages about the site, open to everybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from halle.companies.models import RoomRole, SocleRole
from halle.core.http import Request


@require_safe
@login_not_required
def legal(request: Request) -> HttpResponse:
    """« Mentions légales » (S-008), from the deployer's settings."""
    return render(request, "portal/legal.html", {"base_url": settings.HALLE_BASE_URL})


@require_safe
@login_not_required
def accessibility(request: Request) -> HttpResponse:
    """The statement that the law asks for, which claims no more than what was checked."""
    return render(request, "portal/accessibility.html")


@require_safe
@login_not_required
def privacy(request: Request) -> HttpResponse:
    """What the site keeps on people, why, and what they may ask."""
    return render(request, "portal/privacy.html")


@require_safe
@login_not_required
def help_page(request: Request) -> HttpResponse:
    """Who may do what, and how to begin."""
    return render(request, "portal/help.html", {"room": RoomRole, "socle": SocleRole})

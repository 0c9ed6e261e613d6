"""So often, not more: looking companies up and signing up are limited by network address and by session."""

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import render

from halle.core.http import Request


def too_many(request: Request, action: str) -> HttpResponse | None:
    """The page that says so, with status 429; None while there is room. Rates are in config/accounts.py."""
    if not request.session.session_key:
        request.session.create()
    if ratelimit.consume(request, action=action, key=str(request.session.session_key)):
        return None
    return render(request, "enrolment/signup/too_many.html", status=429)

"""Doors of signed-in pages: an aged password, a missing second factor, and nothing left in caches.

They look at the view that is about to run: public pages (legal notices, signing out) stay open.
"""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode

from halle.accounts.models import User
from halle.accounts.sensitive import second_factor_is_missing
from halle.core.http import Request

GetResponse = Callable[[HttpRequest], HttpResponse]
CHANGE_PASSWORD = "account_change_password"  # noqa: S105 - the name of an address
ALWAYS_OPEN = frozenset({"account_logout", CHANGE_PASSWORD})
OPEN_WITHOUT_SECOND_FACTOR = ALWAYS_OPEN | {"account_reauthenticate"}


class NoStoreMiddleware:
    """Pages of a signed-in person are in no cache, not even the browser's (ASVS 14.3.2)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in or request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response


class PasswordAgeMiddleware:
    """A password that expired is changed before anything else; the account itself is never locked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., object], *_rest: object) -> HttpResponse | None:
        """To the change page, and from there back to where one was going."""
        if not _closed_to(request, view, ALWAYS_OPEN) or not cast(User, request.user).password_has_expired:
            return None
        return _send_to(CHANGE_PASSWORD, request)


class SecondFactorMiddleware:
    """Whoever administers something sets up a second factor first, where the deployer asks for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., object], *_rest: object) -> HttpResponse | None:
        """To the security page, which says why."""
        if not _closed_to(request, view, OPEN_WITHOUT_SECOND_FACTOR) or _name(request).startswith("mfa_"):
            return None
        missing = second_factor_is_missing(cast(Request, request))
        return HttpResponseRedirect(reverse("mfa_index")) if missing else None


def _closed_to(request: HttpRequest, view: Callable[..., object], open_names: frozenset[str]) -> bool:
    is_private = getattr(view, "login_required", True)
    return is_private and request.user.is_authenticated and _name(request) not in open_names


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.url_name or "") if match and not match.namespace else ""


def _send_to(name: str, request: HttpRequest) -> HttpResponseRedirect:
    back_to = request.get_full_path() if request.method == "GET" else resolve_url(settings.LOGIN_REDIRECT_URL)
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': back_to})}")

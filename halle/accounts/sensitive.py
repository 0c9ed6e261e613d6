"""Confirm again before dangerous acts (ASVS 7.5.1): an unlocked screen must not be enough to hand over a company."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages  # noqa: TID251 - a decorator of views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect  # noqa: TID251 - a decorator of views
from django.shortcuts import resolve_url  # noqa: TID251 - a decorator of views
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from halle.accounts.models import User
from halle.accounts.policies import needs_second_factor
from halle.accounts.selectors import has_second_factor
from halle.core.http import Request

TIME_TO_FILL_A_FORM = 45 * 60

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def confirm_again(view: View[P]) -> View[P]:
    """Ask for the password or a factor again unless the person proved who he is less than 15 minutes ago.

    The proof is a sign-in or a confirmation, by password, passkey, TOTP or recovery code. A page (GET) wants one from
    the last `ACCOUNT_REAUTHENTICATION_TIMEOUT` seconds. The form of that page (POST) may come up to 45 minutes later:
    it was opened after a proof, and a person who fills it slowly must not lose what he typed. Later than that,
    nothing is done and he is told so. A POST without a page of its own (a button in a list) leads back to the list.
    A session without any record (one that allauth did not open) proves nothing.
    """

    @wraps(view)
    def wrapper(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        limit = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if request.method not in {"GET", "HEAD"}:
            limit += TIME_TO_FILL_A_FORM
        if not request.user.is_authenticated or proved_within(request, limit):
            return view(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            return _ask(request, back_to=request.get_full_path())
        messages.warning(
            request,
            _("Rien n’a été fait : par sécurité, confirmez d’abord que c’est bien vous, puis recommencez."),
        )
        return _ask(request, back_to=_page_of_the_form(request))

    return wrapper


def proved_within(request: HttpRequest, seconds: int) -> bool:
    """Whether the person of this session signed in or confirmed less than that many seconds ago."""
    records = get_authentication_records(request, cast(User, request.user))
    return any(time.time() - record["at"] < seconds for record in records)


def second_factor_is_missing(request: Request) -> bool:
    """Whether the deployer asks this person for a second factor that he has not set up yet."""
    if not settings.SECOND_FACTOR_FOR_ADMINISTRATORS or not needs_second_factor(request.actor):
        return False
    return not has_second_factor(cast(User, request.user))


def _ask(request: Request, *, back_to: str) -> HttpResponseRedirect:
    methods = get_adapter().get_reauthentication_methods(request.user)
    url = methods[0]["url"] if methods else resolve_url(settings.LOGIN_URL)
    return HttpResponseRedirect(f"{url}?{urlencode({'next': back_to})}")


def _page_of_the_form(request: Request) -> str:
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        parts = urlsplit(referer)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return resolve_url(settings.LOGIN_REDIRECT_URL)

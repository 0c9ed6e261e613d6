"""The pages that allauth does not have, or not as we want them."""

from allauth.account import views as allauth_account
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from halle.accounts import selectors, services
from halle.accounts.models import User
from halle.accounts.sensitive import confirm_again, second_factor_is_missing
from halle.core.http import Request


@login_not_required
def sign_out(request: Request) -> HttpResponse:
    """allauth's page; the browser is asked to forget what it kept (ASVS 14.3.1)."""
    response: HttpResponse = allauth_account.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_safe
def security(request: Request) -> HttpResponse:
    """All that protects one's account, and where to change it."""
    context = {
        "protection": selectors.protection_of(_person(request)),
        "second_factor_is_missing": second_factor_is_missing(request),
    }
    return render(request, "accounts/security.html", context)


@require_safe
@confirm_again
def recovery_codes(request: Request) -> HttpResponse:
    """The codes to keep away from the computer."""
    return render(request, "accounts/recovery_codes.html", {"codes": _codes(request)})


@require_safe
@confirm_again
def recovery_codes_file(request: Request) -> HttpResponse:
    """The same, as a file."""
    text = "".join(f"{code}\n" for code in _codes(request))
    headers = {"Content-Disposition": 'attachment; filename="codes-de-secours.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: Request) -> HttpResponse:
    """Where one is signed in; posting ends all but this one."""
    user, key = _person(request), request.session.session_key
    if request.method == "POST":
        ended = services.end_other_sessions(user, actor=request.actor, session_key=key or "")
        said = ngettext("%(n)d autre session fermée.", "%(n)d autres sessions fermées.", ended) % {"n": ended}
        messages.success(request, said)
        return redirect("usersessions_list")
    return render(request, "accounts/sessions.html", {"sessions": selectors.sessions_of(user, current=key or "")})


@require_POST
def end_session(request: Request, pk: int) -> HttpResponse:
    """Sign one browser out."""
    session = get_object_or_404(selectors.session_rows_of(_person(request)), pk=pk)
    services.end_session(session, actor=request.actor)
    messages.success(request, _("Session fermée."))
    return redirect("usersessions_list")


def _codes(request: Request) -> list[str]:
    codes = selectors.recovery_codes_of(_person(request))
    if codes is None:
        raise Http404
    return codes


def _person(request: Request) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware let nobody else in
    return request.user

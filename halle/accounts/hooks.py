"""What we do when allauth or Django tells us that something happened (connected in apps.AccountsConfig.ready).

Only signals of other packages end here: none of ours exists (docs/decisions/0004-accounts.md).
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.http import HttpRequest  # noqa: TID251 - signals of sign-in carry the request
from django.utils import timezone

from halle.accounts import journal
from halle.accounts.models import User
from halle.accounts.services import end_sessions
from halle.audit.events import Event


def connect() -> None:
    """Listen."""
    account.user_logged_in.connect(signed_in)
    user_logged_out.connect(signed_out)
    account.password_changed.connect(password_changed)
    account.password_set.connect(password_changed)
    account.password_reset.connect(password_reset)
    account.email_changed.connect(email_changed)
    account.authentication_step_completed.connect(confirmed_again)
    mfa.authenticator_added.connect(factor_added)
    mfa.authenticator_reset.connect(factor_added)
    mfa.authenticator_removed.connect(factor_removed)
    mfa.authentication_failed.connect(code_failed)


def signed_in(user: User, **_rest: Any) -> None:
    """Journal."""
    journal.about(Event.SIGNED_IN, user)


def signed_out(user: User | None, request: HttpRequest, **_rest: Any) -> None:
    """Journal, and the session leaves the list."""
    if user is not None:
        UserSession.objects.filter(user=user, session_key=request.session.session_key).delete()
        journal.about(Event.SIGNED_OUT, user)


@transaction.atomic
def password_changed(user: User, request: HttpRequest, **_rest: Any) -> None:
    """Every other browser is signed out."""
    end_sessions(user, but_session_key=request.session.session_key)
    journal.about(Event.PASSWORD_CHANGED, user)


@transaction.atomic
def password_reset(user: User, **_rest: Any) -> None:
    """Every browser is signed out."""
    end_sessions(user)
    journal.about(Event.PASSWORD_RESET, user)


def email_changed(user: User, **_rest: Any) -> None:
    """Journal; the addresses themselves are not written down."""
    journal.about(Event.EMAIL_CHANGED, user)


def confirmed_again(user: User, request: HttpRequest, *, reauthenticated: bool = False, **_rest: Any) -> None:
    """A new session key at every new proof (ASVS 7.2.4), known to the list of sessions."""
    if not reauthenticated:
        return
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(user=user, session_key=before).update(
        session_key=request.session.session_key, last_seen_at=timezone.now()
    )


def factor_added(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Journal."""
    journal.factor(Event.FACTOR_ADDED, user, authenticator)


def factor_removed(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Journal."""
    journal.factor(Event.FACTOR_REMOVED, user, authenticator)


def code_failed(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Journal."""
    journal.code_failed(user, authenticator)

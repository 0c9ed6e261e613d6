"""Signing in for tests, as a browser would have: with the record that « confirm again » looks for."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from allauth.usersessions.models import UserSession
from django.test import Client

from halle.accounts.models import User


def sign_in(client: Client, user: User, *, seconds_ago: float = 0) -> Client:
    """Open a session for that person, as if he had typed his password that many seconds ago."""
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() - seconds_ago}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session.save()
    UserSession.objects.update_or_create(
        session_key=session.session_key,
        defaults={"user": user, "ip": "127.0.0.1", "user_agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"},
    )
    return client

"""How a person gets in: the first password, and the end of sessions."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from halle.accounts.models import User
from halle.accounts.passwords import check_password_of
from halle.audit import services as audit
from halle.audit.events import Event
from halle.core.actors import Actor


@transaction.atomic
def set_first_password(user: User, password: str, *, extra_words: tuple[str, ...] = ()) -> User:
    """Open an account by the invitation that only its mailbox received: password set, address proven.

    Raises ValidationError when the password is too weak (`extra_words` are words it may not be built on) and when
    the account already has one: an old invitation is no way to replace it.
    """
    from halle.accounts.services.people import confirm_address

    user = User.objects.select_for_update().get(pk=user.pk)
    if user.has_usable_password():
        raise ValidationError(_("Ce compte a déjà un mot de passe."), code="already_set")
    check_password_of(user, password, extra_words=extra_words)
    user.set_password(password)
    user.save(update_fields=["password", "password_changed_at"])
    confirm_address(user)
    audit.record(Event.PASSWORD_SET, actor=Actor(user=user.pk, name=str(user)), subject=user, person=user.pk)
    return user


@transaction.atomic
def end_sessions(user: User, *, but_session_key: str | None = None) -> int:
    """Sign the person out everywhere, at once; the session of that key alone stays. Returns how many ended."""
    sessions = UserSession.objects.filter(user=user)
    if but_session_key:
        sessions = sessions.exclude(session_key=but_session_key)
    return _end(sessions)


@transaction.atomic
def end_session(session: UserSession, *, actor: Actor) -> None:
    """Sign one browser out."""
    user = session.user
    _end(UserSession.objects.filter(pk=session.pk))
    audit.record(Event.SESSION_ENDED, actor=actor, subject=user, person=user.pk)


@transaction.atomic
def end_other_sessions(user: User, *, actor: Actor, session_key: str) -> int:
    """Sign the person out everywhere but here; returns how many sessions ended."""
    ended = end_sessions(user, but_session_key=session_key)
    if ended:
        audit.record(Event.SESSION_ENDED, actor=actor, subject=user, person=user.pk, reason=str(ended))
    return ended


def _end(sessions: "QuerySet[UserSession]") -> int:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    ended = list(sessions.order_by("pk"))
    for session in ended:
        store().delete(session.session_key)
    sessions.model.objects.filter(pk__in=[session.pk for session in ended]).delete()
    return len(ended)

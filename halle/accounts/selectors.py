"""What is known of a person's account."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from halle.accounts.browsers import browser_of
from halle.accounts.models import User
from halle.core.clock import now


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser where a person is signed in, as he recognises it."""

    pk: int
    browser: str
    ip: str
    opened_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class Protection:
    """What stands between a stranger and the account."""

    has_application: bool
    key_count: int
    codes_left: int | None
    session_count: int

    @property
    def has_second_factor(self) -> bool:
        """Whether a password alone is not enough."""
        return self.has_application or self.key_count > 0


def protection_of(user: User) -> Protection:
    """The factors and open sessions of the person; `codes_left` is None when he has no recovery codes."""
    types = list(Authenticator.objects.filter(user=user).order_by("pk").values_list("type", flat=True))
    codes = recovery_codes_of(user)
    return Protection(
        has_application=Authenticator.Type.TOTP in types,
        key_count=types.count(Authenticator.Type.WEBAUTHN),
        codes_left=None if codes is None else len(codes),
        session_count=session_rows_of(user).count(),
    )


def recovery_codes_of(user: User) -> list[str] | None:
    """The recovery codes that still serve; None when the person has none at all.

    allauth's own page writes down that it was read; ours reads.
    """
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(codes.wrap().get_unused_codes()) if codes else None


def session_rows_of(user: User) -> "QuerySet[UserSession]":
    """The person's sessions that are still open, newest first."""
    alive = Session.objects.filter(expire_date__gt=now()).values("session_key")
    rows: QuerySet[UserSession] = UserSession.objects.filter(user=user, session_key__in=alive)
    return rows.order_by("-created_at", "-pk")


def sessions_of(user: User, *, current: str) -> list[OpenSession]:
    """Where the person is signed in, this browser first."""
    found = [
        OpenSession(row.pk, browser_of(row.user_agent), row.ip, row.created_at, row.session_key == current)
        for row in session_rows_of(user)
    ]
    return sorted(found, key=lambda session: not session.is_current)


def has_second_factor(user: User) -> bool:
    """Whether the person set up an application or a passkey (recovery codes alone are no factor)."""
    factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found: bool = Authenticator.objects.filter(user=user, type__in=factors).exists()
    return found


def export_of(user: User) -> dict[str, object]:
    """All that accounts hold on the person, secrets aside, ready for JSON."""
    return {
        "identite": {
            "identifiant": str(user.pk),
            "courriel": user.email,
            "qualite": str(user.get_civility_display()),
            "prenom": user.first_name,
            "nom": user.last_name,
            "recevoir_les_messages_par_courriel": user.mail_notifications,
        },
        "dates": {
            "creation": user.created_at,
            "derniere_connexion": user.last_login,
            "dernier_changement_de_mot_de_passe": user.password_changed_at,
            "expiration_du_mot_de_passe": user.password_expires_on,
        },
        "adresses": [
            {"courriel": address.email, "confirmee": address.verified, "principale": address.primary}
            for address in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "seconds_facteurs": _factors_of(user),
        "sessions": [
            {"adresse_ip": row.ip, "navigateur": row.user_agent, "ouverture": row.created_at}
            for row in UserSession.objects.filter(user=user).order_by("pk")
        ],
        "rappels_d_expiration": [
            {"expire_le": row.expires_on, "jours_avant": row.days_before, "envoye_le": row.sent_at}
            for row in user.password_reminders.order_by("pk")
        ],
    }


def _factors_of(user: User) -> list[dict[str, object]]:
    return [
        {
            "type": factor.type,
            "nom": factor.data.get("name", ""),
            "creation": factor.created_at,
            "derniere_utilisation": factor.last_used_at,
        }
        for factor in Authenticator.objects.filter(user=user).order_by("pk")
    ]

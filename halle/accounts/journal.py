"""What the platform's journal says of accounts: who came in, who failed to, what protects an account."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from halle.accounts.models import User
from halle.audit import services as audit
from halle.audit.events import Event
from halle.core.actors import ANONYMOUS, Actor

FACTORS = {
    Authenticator.Type.TOTP: gettext_lazy("application de codes"),
    Authenticator.Type.WEBAUTHN: gettext_lazy("clé d’accès"),
    Authenticator.Type.RECOVERY_CODES: gettext_lazy("codes de secours"),
}


def about(event: Event, user: User, *, reason: str = "") -> None:
    """One line about what a person did to his own account."""
    audit.record(event, actor=Actor(user=user.pk, name=str(user)), subject=user, person=user.pk, reason=reason)


def sign_in_failed(email: str) -> None:
    """One line for a wrong password; an unknown address is not written down, it may be a password typed too early."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        audit.record(Event.SIGN_IN_FAILED, actor=ANONYMOUS, subject_label=_("Adresse inconnue"))
    else:
        audit.record(Event.SIGN_IN_FAILED, actor=ANONYMOUS, subject=user, person=user.pk)


def code_failed(user: User, factor: Authenticator) -> None:
    """One line for a wrong code."""
    reason = str(FACTORS[factor.type])
    audit.record(Event.SIGN_IN_FAILED, actor=ANONYMOUS, subject=user, person=user.pk, reason=reason)


def factor(event: Event, user: User, authenticator: Authenticator) -> None:
    """One line for a factor added or removed."""
    about(event, user, reason=str(FACTORS[authenticator.type]))

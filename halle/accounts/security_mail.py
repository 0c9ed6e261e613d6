"""Mail about security: links that prove an address, and what happened to an account.

Every link begins with HALLE_BASE_URL: a forged Host header never ends up in somebody's mailbox.
"""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from halle.accounts.models import User
from halle.core.clock import now
from halle.mail import services as mail
from halle.mail.links import absolute


def reset_url(key: str) -> str:
    """Where a person chooses a new password with that key."""
    return absolute(reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})).replace(
        "UID-KEY", key
    )


def confirmation_url(key: str) -> str:
    """Where a person confirms an address with that key."""
    return absolute(reverse("account_confirm_email", args=[key]))


def send_link(name: str, email: str, context: dict[str, object]) -> None:
    """A mail whose link proves something: to the mailbox alone, without a copy in the site."""
    kept: dict[str, object] = {key: context[key] for key in ("activate_url", "password_reset_url") if key in context}
    mail.post(f"accounts/mail/{name}", to=email, context=kept, secret=True)


def send_password_reset(user: User) -> None:
    """The link that lets a person choose a new password, valid for two hours and once."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    send_link("password_reset_key", user.email, {"password_reset_url": reset_url(key)})


def notify(name: str, user: User, details: dict[str, object], *, address: str | None = None) -> None:
    """Tell a person what happened to his account; `address` when it is not (or no longer) his own."""
    context = {**details, "happened_at": now(), "security_url": absolute(reverse("mfa_index"))}
    reader = address if address and address != user.email else user
    mail.post(f"accounts/mail/{name}", to=reader, context=context, essential=True)

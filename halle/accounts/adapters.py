"""Where allauth asks us: mail, links, texts, who may do what. docs/decisions/0004-accounts.md says why."""

import base64
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest  # noqa: TID251 - allauth's adapters are given requests
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from halle.accounts import journal, security_mail
from halle.accounts.models import User
from halle.accounts.passwords import check_password_of
from halle.accounts.sensitive import proved_within


class AccountAdapter(DefaultAccountAdapter):
    """Addresses, passwords, mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Ce compte est fermé."),
        "duplicate_email": _("C’est déjà votre adresse."),
        "email_password_mismatch": _("Le courriel ou le mot de passe n’est pas le bon."),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
        "incorrect_code": _("Ce code n’est pas le bon. Les codes d’une application changent toutes les 30 secondes."),
        "incorrect_password": _("Ce n’est pas votre mot de passe."),
        "invalid_or_expired_key": _("Ce lien n’est plus valable."),
        "invalid_password_reset": _("Ce lien n’est plus valable : il a servi ou il est trop ancien."),
        "rate_limited": _("Trop d’essais : attendez quelques minutes."),
        "too_many_login_attempts": _(
            "Trop d’essais : attendez cinq minutes, puis recommencez, ou demandez un nouveau mot de passe."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by himself: people are invited."""
        return False

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Our one rule."""
        check_password_of(user, password)
        return password

    def set_password(self, user: User, password: str) -> None:
        """Only what a password change touches."""
        user.set_password(password)
        user.save(update_fields=["password", "password_changed_at"])

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Refuse an address that became somebody else's meanwhile (an invited person has no confirmed one yet)."""
        if User.objects.filter(email__iexact=email_address.email).exclude(pk=email_address.user_id).exists():
            return False
        confirmed: bool = super().confirm_email(request, email_address)
        return confirmed

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """After a confirmation: to the security page, or to sign in."""
        return reverse("mfa_index" if self.request.user.is_authenticated else "account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """After a change without a page to go on to."""
        return reverse("mfa_index")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the configured address, whatever Host the request claimed."""
        return security_mail.reset_url(key)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmationHMAC) -> str:
        """On the configured address, whatever Host the request claimed."""
        return security_mail.confirmation_url(emailconfirmation.key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """A link that proves something goes to the mailbox alone, without a copy in the site."""
        security_mail.send_link(template_prefix.rpartition("/")[2], email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, object] | None = None,
        email: str | None = None,
    ) -> None:
        """What happened to the account, when and from where; also to people who want no other mail."""
        assert isinstance(user, User)  # noqa: S101 - the only user model there is
        details = {"ip": self.get_client_ip(self.request), **(context or {})}
        security_mail.notify(template_prefix.rpartition("/")[2], user, details, address=email)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Never asked: there is no sign-up."""

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        """One line in the journal, known address or not."""
        journal.sign_in_failed(credentials.get("email", ""))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Mon compte, also right after a sign-in that asked for no page."""
        return reverse(settings.LOGIN_REDIRECT_URL)

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """A recent sign-in is as good a proof as a confirmation: the same rule as `sensitive.confirm_again`."""
        return not proved_within(self.request, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, str]]:
        """allauth's, in our words."""
        words = {
            "reauthenticate": _("Utiliser mon mot de passe"),
            "mfa_reauthenticate": _("Utiliser un code"),
            "mfa_reauthenticate:webauthn": _("Utiliser une clé d’accès"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": str(words[method["id"]])} for method in methods]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets encrypted in the database, names of the site in the authenticators."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": _("Activez d’abord une application ou une clé d’accès."),
    }

    def encrypt(self, text: str) -> str:
        """With a key drawn from SECRET_KEY."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Also with the keys of SECRET_KEY_FALLBACKS, so that the secret may be changed."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the configured host; a demonstration is opened under several names."""
        host = context.request.get_host() if settings.DEMO else urlsplit(settings.HALLE_BASE_URL).netloc
        return {"id": host.partition(":")[0], "name": settings.HALLE_NAME}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002 - allauth's name
        """« Clé 2 »."""
        count = user.authenticator_set.filter(type=type).count()  # type: ignore[attr-defined]
        return str(_("Clé %(number)d") % {"number": count + 1})


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(_key_from(secret)) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _key_from(secret: str | bytes) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"halle.accounts second factors")
    return base64.urlsafe_b64encode(derivation.derive(force_bytes(secret)))

"""allauth's forms in our words: labels, hints, limits. Their rules stay allauth's."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest  # noqa: TID251 - allauth gives its forms the request
from django.utils.translation import gettext_lazy as _

from halle.accounts.passwords import HINT, MOST_LENGTH
from halle.accounts.tasks import send_password_reset
from halle.core.text import validate_plain_line

MOST_LENGTH_OF_NAME = 60
NOT_RECOGNISED = _("Nous ne vous avons pas reconnu")


class OurWords:
    """Labels of ours, no placeholder (it vanishes when one needs it), limits on length."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name in self.hints:
                field.help_text = self.hints[name]
            if isinstance(field.widget, forms.PasswordInput):
                field.max_length = MOST_LENGTH
                field.widget.attrs["maxlength"] = str(MOST_LENGTH)


class LoginForm(OurWords, account.LoginForm):
    """Courriel and password."""

    refusal_title = NOT_RECOGNISED
    labels = {"login": _("Courriel"), "password": _("Mot de passe")}
    hints = {"password": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(autocomplete="username webauthn", autofocus=True)


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    """The password once more."""

    refusal_title = NOT_RECOGNISED
    labels = {"password": _("Mot de passe")}
    hints = {"password": ""}


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    """The address alone; whether anybody has it is looked up later, by the worker."""

    labels = {"email": _("Courriel de connexion")}

    def clean_email(self) -> str:
        """Known or not, the answer and the time it takes are the same."""
        email: str = self.cleaned_data["email"]
        return email

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        """One task, whoever asked."""
        email: str = self.cleaned_data["email"]
        send_password_reset.enqueue(email)
        return email


class ResetPasswordKeyForm(OurWords, account.ResetPasswordKeyForm):
    """A new password, after the link."""

    labels = {"password1": _("Nouveau mot de passe"), "password2": _("Le même, une seconde fois")}
    hints = {"password1": HINT}


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    """The old password and the new one."""

    labels = {"oldpassword": _("Mot de passe actuel"), **ResetPasswordKeyForm.labels}
    hints = {"oldpassword": "", **ResetPasswordKeyForm.hints}

    def clean(self) -> dict[str, Any]:
        """The same again is no change: an aged password would live for ever."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("oldpassword") and cleaned.get("oldpassword") == cleaned.get("password1"):
            self.add_error("password1", _("Choisissez un mot de passe différent de l’actuel."))
        return cleaned


class ChangeEmailForm(OurWords, account.AddEmailForm):
    """The address to sign in with from now on."""

    labels = {"email": _("Nouveau courriel de connexion")}


class CodeForm(OurWords, mfa.AuthenticateForm):
    """A code of the application, or a recovery code."""

    refusal_title = NOT_RECOGNISED
    labels = {"code": _("Code")}
    hints = {"code": _("Les 6 chiffres de votre application, ou un code de secours de 8 chiffres.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_digits(self.fields["code"])


class CodeAgainForm(OurWords, mfa.ReauthenticateForm):
    """The same, to confirm."""

    refusal_title, labels, hints = NOT_RECOGNISED, CodeForm.labels, CodeForm.hints

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_digits(self.fields["code"])


class ActivateTOTPForm(OurWords, AllauthActivateTOTPForm):
    """The first code, which proves that the application has the secret."""

    labels = {"code": _("Code affiché par l’application")}
    hints = {"code": _("6 chiffres.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_digits(self.fields["code"])


class AddKeyForm(OurWords, AddWebAuthnForm):
    """A passkey, which lets one in alone unless its person wants it as a second factor only."""

    labels = {"name": _("Nom de la clé"), "passwordless": _("Me connecter avec cette clé, sans mot de passe")}
    hints = {
        "name": _("Pour la reconnaître, par exemple « Téléphone » ou « Clé bleue »."),
        "passwordless": _("Décochez pour une clé USB simple, qui ne demande ni empreinte ni code."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        as_name(self.fields["name"])


class RenameKeyForm(OurWords, EditWebAuthnForm):
    """Another name for a passkey."""

    labels, hints = AddKeyForm.labels, AddKeyForm.hints

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_name(self.fields["name"])


def as_digits(field: forms.Field) -> None:
    """A phone shows its digits."""
    field.widget.attrs.update(inputmode="numeric", maxlength="12", autofocus=True)
    assert isinstance(field, forms.CharField)  # noqa: S101 - allauth's codes are
    field.max_length = 12


def as_name(field: forms.Field) -> None:
    """A short plain line."""
    field.validators = [*field.validators, validate_plain_line, MaxLengthValidator(MOST_LENGTH_OF_NAME)]
    field.widget.attrs["maxlength"] = str(MOST_LENGTH_OF_NAME)
    assert isinstance(field, forms.CharField)  # noqa: S101 - allauth's names are
    field.max_length = MOST_LENGTH_OF_NAME

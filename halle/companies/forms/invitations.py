"""The first password of an invited person."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from halle.companies.models import Membership
from halle.ui.forms import HalleForm


class FirstPasswordForm(HalleForm):
    """Typed twice, checked by the site's one rule."""

    password = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Une longue phrase facile à retenir convient très bien, ou 12 caractères mêlant majuscules, minuscules, "
            "chiffres et signes."
        ),
    )
    again = forms.CharField(
        label=_("Le même mot de passe, encore une fois"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership

    def clean_password(self) -> str:
        """Raises ValidationError with what would help."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.membership.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        super().clean()
        first, second = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", ValidationError(_("Ce n’est pas le même mot de passe."), code="different"))
        return self.cleaned_data
